"""What a diary says so far, from its journal."""

from datetime import date, datetime, timedelta

from charley.dates import Moment
from charley.diary.journal import Journal
from charley.diary.records import CrampEpisode, DoseTaken, QuietNight
from charley.services.evidence import prior_from_trials
from charley.services.review import review, review_firmness, review_patterns, usual_daily_mg
from support.noted import noted

FIRST = date(2026, 3, 1)


def dose(number: int, day: int, mg: float | None, substance: str = "magnesium") -> DoseTaken:
    at = Moment(wall=datetime(2026, 3, day, 21, number))
    return DoseTaken(id=f"dose-{day:02d}-{number:02d}", at=at, elemental_mg=mg, substance=substance)


def quiet(night: date) -> QuietNight:
    at = Moment(wall=datetime.combine(night + timedelta(days=1), datetime.min.time().replace(hour=8)))
    return QuietNight(id=f"quiet-{night}", at=at, night=night)


def test_the_usual_amount_is_that_of_most_days_all_tablets_together() -> None:
    taken = [dose(1, 1, 100), dose(2, 1, 100), dose(1, 2, 200), dose(1, 3, 150), dose(1, 4, None), dose(1, 5, 0)]
    assert usual_daily_mg(Journal([*taken, dose(9, 3, 900, "zinc")])) == 200
    assert usual_daily_mg(Journal([dose(1, 1, 100), dose(1, 2, 150)])) == 150
    assert usual_daily_mg(Journal([dose(1, 1, None)])) is None


def test_an_empty_diary_has_nothing_to_say() -> None:
    assert review(Journal(), last=FIRST) is None
    assert review(Journal([dose(1, 1, 100)]), last=FIRST) is None


def test_nights_after_the_last_entry_are_not_recorded() -> None:
    found = review(Journal([quiet(FIRST)]), last=FIRST + timedelta(days=4))
    assert found is not None
    assert found.table.cramps == (0, None, None, None, None)
    assert found.answer.nights.recorded == 1


def test_pain_is_kept_by_night_and_only_where_it_was_given() -> None:
    at = Moment(wall=datetime(2026, 3, 2, 3, 0))
    cramps = [CrampEpisode(id=f"the-cramp-{pain}", at=at, pain=pain) for pain in (4, 9, None)]
    found = review(Journal([*cramps, CrampEpisode(id="in-the-hand", at=at, pain=1, site="hand")]), last=FIRST)
    assert found is not None
    assert {night: sorted(pains) for night, pains in found.pains.items()} == {FIRST: [4, 9]}


def test_a_dose_counts_as_a_share_of_the_usual_one() -> None:
    journal = Journal([quiet(FIRST), dose(1, 1, 100), dose(1, 2, 200), dose(1, 3, 200)])
    found = review(journal, last=FIRST + timedelta(days=2))
    assert found is not None
    assert found.target_mg == 200
    assert found.table.doses["magnesium"] == (0.5, 1.0, 1.0)


def year(link: float) -> Journal:
    return Journal(noted(link, first=FIRST))


def test_a_known_link_in_a_journal_is_shown_and_a_random_journal_shows_none() -> None:
    found = review_patterns(year(3.0), last=FIRST)
    assert found is not None
    assert [(link.exposure, link.lag) for link in found.shown] == [("alcohol", 0)]
    assert found.shown[0].rate_ratio.q025 > 1
    random = review_patterns(year(1.0), last=FIRST)
    assert random is not None
    assert random.shown == []
    assert {link.exposure for link in random.links} == {"alcohol", "heat"}


def test_what_is_known_on_few_nights_is_left_out_by_name() -> None:
    found = review_patterns(year(1.0), last=FIRST)
    assert found is not None
    assert found.left_out == ["fluid"]


def test_factors_can_be_chosen() -> None:
    found = review_patterns(year(1.0), last=FIRST, chosen=["heat"])
    assert found is not None
    assert {link.exposure for link in found.links} == {"heat"}
    assert review_patterns(Journal(), last=FIRST) is None


def test_how_firm_an_answer_is_is_asked_from_three_starts_one_of_them_the_trials_for_this_person() -> None:
    taken = [dose(1, day, 100) for day in range(16, 31)]
    nights = [quiet(FIRST + timedelta(days=day)) for day in range(0, 40, 2)]
    wide = prior_from_trials()._replace(mean=-0.2, sd=0.9)
    answer = review_firmness(Journal([*taken, *nights]), last=FIRST + timedelta(days=40), trials=wide)
    assert answer is not None
    document = answer.document
    assert document.slow_trend is not None
    assert document.priors is not None
    assert set(document.priors) == {"magnesium"}
    starts = document.priors["magnesium"]
    assert [(kind, under.prior_mean, under.prior_sd) for kind, under in starts.items()] == [
        ("sceptical", 0.0, 0.5),
        ("trials", -0.2, 0.9),
        ("flat", 0.0, 2.0),
    ]
    assert document.missing_nights is not None
    left_out = document.missing_nights["magnesium"]
    assert left_out.with_nights + left_out.without_nights == 41 - 20
    assert document.model_check is not None
    assert review_firmness(Journal(), last=FIRST, trials=wide) is None
