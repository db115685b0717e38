"""The cramp profile in words: short, whole, and honest about what is missing."""

import msgspec
import pytest

from charley.report.document import DiaryAnswer, Effect, Flag, Product, TrialBox
from charley.report.profile_words import MOST_FLAGS, MOST_PRODUCTS, MOST_QUESTIONS, clipped, face, length
from support.diary import cramp, dose, quiet
from support.page import PERSON, page

EFFECT = Effect(
    name="magnesium",
    ratio_low=0.4,
    ratio=0.7,
    ratio_high=1.1,
    avoided_low=-0.2,
    avoided=1.0,
    avoided_high=2.1,
    p_fewer=0.93,
    p_fifth_fewer=0.7,
)


def test_the_first_sentence_is_the_rate_with_its_interval_and_on_how_many_nights_it_rests() -> None:
    entries = [cramp("2026-03-20 02:00"), quiet("2026-03-18"), quiet("2026-02-10"), dose("2026-03-20 21:00", mg=150)]
    first, second = face(page(entries)).summary
    assert first == (
        "3.5 leg cramps a week (0.1 to 19.5), counted on 2 recorded nights of the last 28; 0.0 in the 28 nights before."
    )
    assert second == "Magnesium was noted on 1 day of 28, 150 mg a day on average."


def test_an_empty_diary_says_not_known_everywhere() -> None:
    shown = face(page(profile=None))
    assert shown.summary == ("No night of the last 28 was recorded, so nothing can be said about them.",)
    assert {row[1] for row in shown.numbers} == {"0 of 28", "not known"}
    assert [box.text for box in shown.boxes] == [
        "not asked",
        "not known",
        "age not known, sex not known, pregnancy not known",
        "not known",
    ]
    assert shown.magnesium == "Nothing was told about medicines and supplements."


def test_no_illness_is_an_answer_and_not_unknown() -> None:
    [box] = [box for box in face(page(profile={**PERSON, "conditions": []})).boxes if box.head == "Illnesses"]
    assert box.text == "none told"


def test_a_warning_sign_stands_in_front_and_its_box_points_to_it() -> None:
    clot = {**PERSON, "symptoms": ["one calf is swollen, warm and painful since yesterday"]}
    shown = face(page(profile=clot))
    assert len(shown.warnings) == 1
    assert shown.boxes[0].grave
    assert shown.boxes[0].text == "1 found, see above"


def test_weak_kidneys_are_set_in_bold() -> None:
    kidneys = face(page(profile={**PERSON, "egfr_ml_min": 22})).boxes[1]
    assert (kidneys.text, kidneys.grave) == ("eGFR 22 mL/min/1.73 m²", True)


@pytest.mark.parametrize("history", ["heart disease", "kidney disease", "hypothyroidism"])
def test_a_history_of_heart_kidney_or_thyroid_is_always_a_line_for_the_clinician(history: str) -> None:
    made = page(profile={**PERSON, "conditions": ["high blood pressure", history]})
    crowd = tuple(
        Flag(topic="drug_binding", severity="urgent", about=f"medicine {n}", message="Grave.")
        for n in range(MOST_FLAGS + 2)
    )
    shown = face(msgspec.structs.replace(made, flags=crowd))
    assert history in made.history
    assert shown.history.startswith("To talk over, for it may go with cramps or with magnesium: ")
    assert history in shown.history
    assert face(page(profile={**PERSON, "conditions": []})).history == ""


def test_many_illnesses_to_talk_over_are_counted() -> None:
    named = tuple(f"illness {n}" for n in range(9))
    shown = face(msgspec.structs.replace(page(), history=named))
    assert shown.history.endswith("illness 5, and 3 more in the app.")


def test_what_has_no_room_is_counted() -> None:
    flag = Flag(topic="thyroid", severity="caution", about="x", message="Something. More of it.")
    product = Product(
        written="a",
        known_as=None,
        kind="medicine",
        dose=None,
        times=(),
        days=(),
        form=None,
        magnesium_mg=None,
        holds_magnesium=False,
    )
    full = msgspec.structs.replace(
        page(),
        flags=tuple(msgspec.structs.replace(flag, about=f"medicine {n}") for n in range(MOST_FLAGS + 2)),
        products=(product,) * (MOST_PRODUCTS + 3),
        questions=tuple(f"Question {n}?" for n in range(MOST_QUESTIONS + 1)),
    )
    shown = face(full)
    assert shown.flags_more == "and 2 more in the app"
    assert shown.products_more == "and 3 more on the list of medicines"
    assert shown.questions_more == "and 1 more in the app"


def test_each_medicine_has_one_line_and_the_gravest_wins() -> None:
    flags = [flag.about for flag in face(page()).flags]
    assert len(flags) == len(set(flags))
    assert face(page()).flags[0].mark == "serious"


def test_magnesium_whose_amount_is_not_known_is_never_a_number() -> None:
    shown = face(page(profile={**PERSON, "supplements": [{"name": "magnesium something"}]}))
    assert shown.products[0].magnesium == "?"
    assert "from products in the profile whose amount is known" in shown.magnesium


def test_without_an_experiment_the_diary_speaks_in_the_words_of_the_app() -> None:
    shown = face(page(answer=DiaryAnswer(effects=(EFFECT,))))
    assert shown.trial_title == "No experiment was finished; from the diary as it is"
    assert shown.trial[0] == "With magnesium there may be fewer cramps, but this diary cannot tell for sure yet."
    assert shown.trial[-1] == "Cramps with magnesium to cramps without: 70 % (40 to 110 %)."
    waiting = face(page(answer=DiaryAnswer(reason="too few nights")))
    assert "too few nights" in waiting.trial[0]


def test_a_finished_experiment_takes_its_place() -> None:
    shown = face(page(trials=[TrialBox(title="glycinate 200 mg", lines=("ABBA, 14 days each.", "It helped."))]))
    assert shown.trial_title == "Experiment: glycinate 200 mg"
    assert shown.trial == ("ABBA, 14 days each.", "It helped.")


@pytest.mark.parametrize(
    ("seconds", "words"), [(None, "not known"), (45.0, "45 s"), (120.0, "2 min"), (150.0, "2.5 min"), (119.6, "120 s")]
)
def test_lengths(seconds: float | None, words: str) -> None:
    assert length(seconds) == words


def test_long_words_are_cut_where_one_sees_it() -> None:
    assert clipped("a  b\nc", 10) == "a b c"
    assert clipped("abcdefghijk", 10) == "abcdefghi…"
