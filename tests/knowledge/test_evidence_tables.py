"""The tables of trials, figures, claims, answers and remedies: whole, sourced, current, and in words for people."""

import re
from datetime import date
from urllib.parse import urlsplit

import pytest

from charley.errors import BadInput
from charley.evidence import wording
from charley.evidence.cards import NO_RANGE, reply, shelf
from charley.evidence.wording import bare_numbers
from charley.knowledge import tables, uptake
from charley.knowledge.claims import Answer, Claim, answers, claims
from charley.knowledge.figures import Figure, figures
from charley.knowledge.nutrients import Setting
from charley.knowledge.printed import span, value
from charley.knowledge.remedies import Remedy, remedies
from charley.knowledge.sources import Source
from charley.knowledge.studies import Study, extended, shipped
from charley.knowledge.uptake import LinearShare, UptakePoint
from support.readability import grade

TABLES = {
    "studies": Study,
    "figures": Figure,
    "claims": Claim,
    "answers": Answer,
    "remedies": Remedy,
    "uptake_points": UptakePoint,
    "uptake_linear": LinearShare,
}
SETTINGS: tuple[Setting, ...] = ("US", "EU", "UK")

#: Journals, registers, libraries that copy abstracts, authorities, hospitals' and societies' own pages. A health
#: column, a shop or a blog is never a source; a new host is added here by somebody who has looked at it.
HOSTS = {
    "pmc.ncbi.nlm.nih.gov", "pubmed.ncbi.nlm.nih.gov", "www.ncbi.nlm.nih.gov", "ncbi.nlm.nih.gov",
    "ods.od.nih.gov", "nccih.nih.gov", "doi.org", "dx.plos.org", "cochranelibrary.com",
    "linkinghub.elsevier.com", "www.ajog.org", "nutritionj.biomedcentral.com", "www.mdpi.com", "acpjc.org",
    "immattersacp.org", "www.acc.org", "www.annfammed.org", "meridian.allenpress.com", "www.degruyter.com",
    "www.medscimonit.com", "mail.pjmhsonline.com", "ouci.dntb.gov.ua",
    "www.researchgate.net", "proquest.com", "www.cambridge.org",
    "nrl.northumbria.ac.uk", "pure.ulster.ac.uk", "www.lw.uni-hannover.de",
    "www.nap.edu", "www.fao.org", "www.eatforhealth.gov.au", "chesar.echa.europa.eu", "medicines.org.uk",
    "cks.nice.org.uk", "nidirect.gov.uk", "poison.org", "missouripoisoncenter.org",
}  # fmt: skip


def sources() -> set[Source]:
    rows = (*shipped(), *figures().values(), *claims().values(), *answers().values(), *remedies().values())
    return {source for row in (*rows, *uptake.points(), uptake.linear_share()) for source in row.sources}


@pytest.mark.parametrize("name", TABLES)
def test_every_table_is_whole_and_no_review_is_overdue(name: str) -> None:
    text = (tables.data_folder() / f"{name}.toml").read_text("utf-8")
    _, faults = tables.parse(TABLES[name], name, text, today=date.today())
    assert faults == ()


def test_nothing_from_a_health_column_or_a_shop_is_a_source() -> None:
    strange = {source.url for source in sources() if urlsplit(source.url).hostname not in HOSTS}
    assert strange == set()


def test_every_contradiction_of_the_articles_has_its_card() -> None:
    settled = {item for claim in claims().values() for item in claim.items}
    assert settled == {f"C{number:02d}" for number in range(1, 39)}
    assert len(claims()) >= 60
    assert len(answers()) >= 25


def test_every_name_in_a_text_leads_to_a_row() -> None:
    for claim in claims().values():
        assert set(claim.effect) <= set(figures()), claim.id
    for answer in answers().values():
        assert set(answer.cards) <= set(claims()), answer.id
    for remedy in remedies().values():
        assert remedy.claim in claims(), remedy.id
    for figure in figures().values():
        assert set(figure.included) <= {study.id for study in shipped()}, figure.id


def texts() -> list[tuple[str, str]]:
    """Every sentence for people in these tables, with the id of its row."""
    found = [(c.id, text) for c in claims().values() for text in (c.claim, c.verdict, c.unstudied, c.not_known, c.do)]
    found += [(a.id, text) for a in answers().values() for text in (a.question, a.say)]
    for r in remedies().values():
        found += [(r.id, text) for text in (r.what, *r.how, *(caution.say for caution in r.cautions))]
    return found


def test_no_text_holds_a_figure_of_its_own() -> None:
    """Every figure on a page is filled in from a sourced row; the age in one question is the person's own."""
    strays = [row for row, text in texts() if bare_numbers(text)]
    assert strays == ["older"]


FORBIDDEN = re.compile(
    r"\b(prov(?:es?|en|ing)|cur(?:es?|ed|ing)|guarante\w+|natural(?:ly)?|detox\w*|boost\w*|deficien\w+|should have|"
    r"miracle\w*|toxin\w*|you missed)\b",
    re.IGNORECASE,
)


def test_no_text_promises_scares_or_blames() -> None:
    assert [(row, found[0]) for row, text in texts() if (found := FORBIDDEN.search(text))] == []
    for setting in SETTINGS:
        for card in shelf(setting):
            assert not FORBIDDEN.search(" ".join((card.text, *card.effect, *card.doubts, *card.again))), card.id


def test_every_card_gives_a_figure_with_its_range_or_says_that_it_was_not_studied() -> None:
    for card in shelf():
        said = " ".join(card.effect)
        assert " to " in said or "Not studied" in said or NO_RANGE in said, card.id
        assert card.certainty_says
        assert card.sources


def test_every_figure_on_a_card_is_traced_to_a_sourced_row_that_the_card_names() -> None:
    for setting in SETTINGS:
        for card in shelf(setting):
            for name in claims()[card.id].effect:
                assert figures()[name].sources, name
                assert set(figures()[name].sources) <= set(card.sources), card.id


def test_a_reader_of_twelve_can_follow() -> None:
    """Flesch-Kincaid grade 7 is read at about age 12; no single text is harder than grade 9."""
    cards = [grade(card.text) for card in shelf()]
    replies = [grade(reply(name).text) for name in answers()]
    steps = [grade(" ".join((r.what, *r.how, *(c.say for c in r.cautions)))) for r in remedies().values()]
    for grades in (cards, replies, steps):
        assert sum(grades) / len(grades) <= 7
        assert max(grades) <= 9


def test_spelling_follows_the_setting_and_numbers_do_not() -> None:
    american, british = ({card.id: card for card in shelf(setting)} for setting in ("US", "UK"))
    assert "diarrhea" in wording.spelled("Diarrhoea and diarrhoea", "US").lower()
    assert "fibre" in british["fibre-binds"].text
    assert "fiber" in american["fibre-binds"].text
    assert "fibre" not in american["fibre-binds"].text
    for claim, card in american.items():
        # Limits and needs differ between countries; the figures of trials never do.
        assert card.effect == tuple(wording.spelled(line, "US") for line in british[claim].effect)


def test_trials_keep_what_was_printed() -> None:
    maor = next(study for study in shipped() if study.id == "maor-2017")
    outcome = maor.outcome("cramps-change")
    assert outcome is not None
    assert outcome.result is not None
    assert (outcome.result.estimate, outcome.result.spread, outcome.result.p) == ("0.38", "0.48", "0.67")
    assert span("86.0") == pytest.approx((85.95, 86.05))
    assert value("-3.41") == -3.41


MINE = """
reviewed = 2026-11-21
review_by = 2027-11-21

[sources.mine]
title = "A trial I have read"
url = "https://example.org/trial"

[[rows]]
id = "mine-2025"
name = "Mine 2025"
year = 2025
treatment = "magnesium"
condition = "night-cramps"
population = ["adults"]
people = 80
design = "parallel"
bias = "unclear"
bias_why = "Read by me alone."
read_as = "abstract"
confidence = "read"
sources = ["mine"]
[[rows.outcomes]]
id = "cramps-week"
name = "cramps a week"
per_week = 1
arms = [{ role = "treatment", what = "magnesium", n = 40, mean = "3.1", sd = "2.9" }, { role = "control", what = "placebo", n = 40, mean = "3.6", sd = "3.0" }]
"""  # noqa: E501


def test_a_file_of_the_users_adds_trials_as_strictly() -> None:
    assert [study.id for study in extended("mine.toml", MINE)][-1] == "mine-2025"
    wrong = MINE.replace('sd = "2.9"', "sd = 2.9").replace('"magnesium"\ncondition', '"zinc"\ncondition')
    with pytest.raises(BadInput) as fault:
        extended("mine.toml", wrong)
    said = str(fault.value)
    assert "treatment" in said
    assert "sd" in said
    with pytest.raises(BadInput, match="already a shipped trial"):
        extended("mine.toml", MINE.replace("mine-2025", "maor-2017"))


def test_vitamins_are_never_dosed_and_skin_counts_nothing() -> None:
    for remedy in remedies().values():
        assert not remedy.counts_mg
        if remedy.kind == "vitamin":
            assert not remedy.we_dose
            assert not remedy.may_be_tried
