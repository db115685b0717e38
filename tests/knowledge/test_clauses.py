"""What a sentence says of a thing: the table is the rule."""

import pytest

from charley.knowledge.clauses import clauses, stance

# text, the thing looked for, what is said of it
SAID = [
    ("swelling", "swelling", "present"),
    ("no swelling", "swelling", "denied"),
    ("without any swelling", "swelling", "denied"),
    ("denies swelling", "swelling", "denied"),
    ("never had swelling", "swelling", "denied"),
    ("not swollen", "swollen", "denied"),
    ("my calf is not swollen", "swollen", "denied"),
    ("I don't have any swelling", "swelling", "denied"),
    ("swelling: none", "swelling", "denied"),
    ("negative for swelling", "swelling", "denied"),
    ("no pain, redness or swelling", "swelling", "denied"),
    ("no pain or swelling", "swelling", "denied"),
    ("no redness, swelling", "swelling", "denied"),
    ("no pain but swelling", "swelling", "present"),
    ("no fever, my calf is swollen", "swollen", "present"),
    ("no fever and my calf is swollen", "swollen", "present"),
    ("no fever. Swelling", "swelling", "present"),
    ("no idea why there is swelling", "swelling", "present"),
    ("no doubt swelling", "swelling", "present"),
    ("not only swelling", "swelling", "present"),
    ("no improvement in the swelling", "swelling", "present"),
    ("no energy and palpitations", "palpitations", "present"),
    ("not well, chest pain", "pain", "present"),
    ("not feeling well chest pain", "pain", "present"),
    ("no appetite, swelling", "swelling", "present"),
    ("clot ruled out", "clot", "denied"),
    ("cannot rule out a clot", "clot", "present"),
    ("not sure about swelling", "swelling", "doubtful"),
    ("maybe swelling", "swelling", "doubtful"),
    ("no pain, swollen calf", "swollen", "doubtful"),
    ("swelling gone last year", "swelling", "past"),
    ("swelling resolved", "swelling", "past"),
    ("swelling has gone", "swelling", "past"),
    ("swelling years ago", "swelling", "aside"),
    ("what are the signs of swelling", "swelling", "aside"),
    ("swelling years ago and again today", "swelling", "present"),
    ("my mother had swelling", "swelling", "denied"),
    ("family history of swelling", "swelling", "denied"),
    ("my husband has swelling", "swelling", "doubtful"),
    ("my husband says my calf is swollen", "swollen", "present"),
    ("my husband had swelling this morning", "swelling", "doubtful"),
    ("never had such swelling", "swelling", "present"),
    ("calf w/o swelling", "swelling", "denied"),
    ("no pain, my calf's swollen", "swollen", "present"),
    ("no longer swollen", "swollen", "past"),
    ("swelling in 2015", "swelling", "aside"),
    ("swelling started two months ago", "swelling", "present"),
    ("swelling has not gone", "swelling", "present"),
    ("neg for swelling", "swelling", "denied"),
    ("swelling? no", "swelling", "denied"),
    ("swelling? No. Redness? no", "redness", "denied"),
    ("swelling? not sure", "swelling", "present"),
    ("my mother had a blood clot in her leg", "clot", "denied"),
    ("swelling since 2019", "swelling", "present"),
]


@pytest.mark.parametrize(("text", "thing", "said"), SAID)
def test_stance(text: str, thing: str, said: str) -> None:
    heard = {
        stance(clause, [at])
        for clause in clauses(text)
        for at, word in enumerate(clause.words)
        if word == thing.lower()
    }

    assert heard == {said}


def test_a_denial_inside_the_thing_belongs_to_it() -> None:
    (clause,) = clauses("no feeling in my foot")

    assert stance(clause, [0, 1, 4]) == "present"


def test_text_without_words_has_no_clauses() -> None:
    assert list(clauses(" ... ;; 💊")) == []


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("my calf hurts. It is swollen", "calf is swollen"),
        ("my calf hurts; since Friday swollen", "calf since friday swollen"),
        ("the calf is not swollen but it is red", "calf is red"),
        ("my calf hurts (red, warm)", "calf red warm"),
        ("my calf has hurt for days and since last Friday it is swollen", None),
        ("my calf hurts. My hand is swollen", "my hand is swollen"),
        ("I get cramps in my calf. It is cold in my bedroom", "it is cold in my bedroom"),
        ("calf cramps. The doctor found it was worse", "the doctor found it was worse"),
        ("swollen", "swollen"),
    ],
)
def test_what_it_is_said_of_is_carried_on(text: str, last: str | None) -> None:
    *_, clause = clauses(text)

    if last is None:
        last = "my calf has hurt for days and since last friday calf is swollen"
    assert " ".join(clause.words) == last
