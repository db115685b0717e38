"""A trial's report: all 25 items, filled or not applicable with the reason, every number with its run."""

from datetime import date, datetime
from io import BytesIO

import pytest
from pypdf import PdfReader

from charley.errors import BadInput
from charley.report.sheet import pdf
from charley.report.trial_report import NOT_APPLICABLE, sheet
from charley.services import trial_report
from charley.services.trial_report import Papers, Trial
from charley.trials.dossier import Decision, Guess
from charley.trials.papers import Unwanted
from support.people import someone
from support.trials import kept, opened, sealed

START = date(2026, 1, 5)
MADE = datetime(2026, 8, 1, 9, 30)


def told(trial, program="9.9"):
    return trial_report.report(trial, made_at=MADE, program=program)


def part(found, number, letter=""):
    [item] = [item for item in found.items if item.number == number]
    [found_part] = [part for part in item.parts if part.letter == letter]
    return found_part


@pytest.fixture(scope="module")
def whole():
    design = sealed(period=21, pairs=3).amended("start", START, "begins")
    design = design.amended("pause", date(2026, 2, 20), "flu", date(2026, 2, 24))
    return Trial(
        Papers(
            design=design.amended("second_change", date(2026, 3, 1), "a new bed"),
            unwanted=(Unwanted(day=date(2026, 1, 22), sign="diarrhoea", severity="mild"),),
            decisions=(Decision(trial=design.fingerprint, what="leave", on=date(2026, 7, 1), why="too much fuss"),),
            person=someone(medicines=[{"name": "Euthyrox"}]),
        ),
        kept(design, ratio=0.2, rate=2.0, start=START, nights=design.nights + 5),
    )


@pytest.fixture(scope="module")
def found(whole):
    return told(whole)


def test_all_25_items_stand_in_order_and_each_is_filled_or_says_why_not(found):
    assert [item.number for item in found.items] == list(range(1, 26))
    for item in found.items:
        assert item.parts
        for each in item.parts:
            assert all(each.said)
            assert each.applies or len(each.said[0]) > len(NOT_APPLICABLE) + 10


def test_every_number_of_the_analysis_stands_beside_its_run(found, whole):
    """Points whose numbers come from the analysis carry the run; the run is that of exactly these papers."""
    assert found.run == trial_report.run_id(whole, program="9.9")
    with_run = {item.number for item in found.items for each in item.parts if each.run == found.run}
    assert with_run >= {1, 13, 15, 16, 17, 18, 19, 22}
    other = Trial(whole.papers, kept(whole.papers.design, start=START, seed=9))
    assert trial_report.run_id(other, program="9.9") != found.run
    assert trial_report.run_id(whole, program="9.8") != found.run


def test_numbers_are_those_of_the_verdict_and_the_diary(found, whole):
    answer = trial_report.judged(whole)
    ratio = answer.as_assigned.rate_ratio
    assert (
        f"Rate ratio {ratio.q50:.2f} (95 % interval {ratio.q025:.2f} to {ratio.q975:.2f})"
        in part(found, 17, "a.2").said[0]
    )
    cramps = [int(row[3]) for row in part(found, 17, "a.1").table.rows]
    assert cramps == [each.cramps for each in answer.periods]
    [baseline] = part(found, 15).table.rows
    assert int(baseline[2]) == sum(whole.nights.cramps[:14])
    analysed = {row[0][0]: int(row[3]) for row in part(found, 16).table.rows}
    assert analysed == {"A": 63, "B": 63}


def test_what_changed_after_sealing_stands_with_date_and_reason(found):
    rows = part(found, 3, "b").table.rows
    assert ("2026-02-20", "pause until 2026-02-24", "flu") in rows
    assert ("2026-03-01", "second change", "a new bed") in rows
    assert any("2026-03-01" in line for line in part(found, 20).said)
    assert "paused 2026-02-20 to 2026-02-24" in part(found, 13, "b").said[1]


def test_side_effects_decision_and_person_are_as_told(found):
    assert part(found, 19).table.rows[0][0::3] == ("diarrhoea", "1")
    assert "leave" in part(found, 22).said[-1]
    assert "too much fuss" in part(found, 22).said[-1]
    assert any("Euthyrox" in line for line in part(found, 4, "a").said)


def test_nothing_of_the_person_stands_in_it_unless_it_was_given(whole):
    design = whole.papers.design
    bare = told(Trial(Papers(design=design), whole.nights))
    assert "Nothing else about the person" in part(bare, 4, "a").said[0]
    assert part(bare, 19).said[0].startswith(NOT_APPLICABLE)


def test_before_the_end_no_number_of_the_answer_is_shown(whole):
    design = whole.papers.design
    early = told(Trial(Papers(design=design), kept(design, start=START, nights=60)))
    assert [item.number for item in early.items] == list(range(1, 26))
    for number, letter in ((16, ""), (17, "a.1"), (17, "a.2"), (18, "")):
        assert "not over" in part(early, number, letter).said[0]


def test_a_blind_trial_shows_its_order_only_at_its_end():
    made = opened(protocol="magnesium-or-placebo", period=14, pairs=2, nonce="n" * 32, looks=(50,))
    order = " ".join(made.key.sequence)
    table = kept(made.design, ratio=0.5, order=made.key.sequence, start=START)
    guesses = tuple(
        Guess(trial=made.design.fingerprint, period=i, arm=arm, on=START) for i, arm in enumerate("ABBA", start=1)
    )
    papers = Papers(design=made.design, key=made.key, guesses=guesses, unwanted=(Unwanted(day=START, sign="rash"),))
    for nights, missing in ((30, 0.0), (60, 0.0), (60, 1.0)):  # too early; at the look; at a look without an answer
        diary = kept(made.design, order=made.key.sequence, start=START, nights=nights, missing=missing)
        running = Trial(papers, diary)
        early = told(running)
        assert part(early, 8, "c").said == ("hidden until the trial is over.",)
        assert part(early, 13, "a").table is None
        with pytest.raises(BadInput):
            trial_report.may_leave(running)
    over = told(Trial(papers, table))
    assert part(over, 8, "c").said == (f"{order}.",)
    assert any("James index" in line for line in part(over, 18).said)
    assert part(over, 9).applies
    trial_report.may_leave(Trial(papers, table))


def test_a_stopped_trial_says_when_and_why(whole):
    design = whole.papers.design.amended("stop", date(2026, 3, 5), "loose stools")
    found = told(Trial(Papers(design=design), kept(design, start=START, nights=70)))
    assert part(found, 14, "b").said == ("Yes, on 2026-03-05. Reason: loose stools",)
    assert found.state == "stopped"


def test_three_arms_report_the_share_of_the_dummy_pill():
    design = sealed(protocol="nothing-placebo-magnesium", period=14, pairs=2).amended("start", START, "begins")
    found = told(Trial(Papers(design=design), kept(design, ratio=1.0, start=START)))
    assert any("dummy pill did cannot be said" in line for line in part(found, 18).said)


def test_the_paper_holds_run_and_seal_on_every_page_and_is_the_same_to_the_byte(whole, found):
    made = pdf(sheet(found))
    pages = [page.extract_text() for page in PdfReader(BytesIO(made)).pages]
    assert len(pages) > 2
    for page in pages:
        assert found.run in page
        assert found.fingerprint[:16] in page
    for item in found.items:
        assert any(item.topic in page for page in pages)
    assert trial_report.report_pdf(whole, made_at=MADE, program="9.9") == made


def test_a_guess_of_another_trial_is_no_paper_of_this_one(whole):
    with pytest.raises(BadInput):
        Papers(design=whole.papers.design, guesses=(Guess(trial="other", period=1, arm="A", on=START),))
