"""Whatever was written, in whatever order it arrives, however often: the journal is the same."""

from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from charley.dates import Moment
from charley.diary.journal import Journal
from charley.diary.records import (
    Amendment,
    AnyEntry,
    CrampEpisode,
    DoseTaken,
    Food,
    QuietNight,
    read_entry,
    read_written,
    written,
)

walls = st.datetimes(min_value=datetime(2020, 1, 1), max_value=datetime(2030, 1, 1)).map(
    lambda w: w.replace(microsecond=0)
)
moments = st.builds(Moment, wall=walls, offset_min=st.none() | st.integers(-720, 840))
#: Few ids, so that entries meet under one.
ids = st.sampled_from([f"entry-{n:03d}" for n in range(5)])
scores = st.none() | st.integers(0, 10)
words = st.none() | st.text(st.characters(codec="utf-8"), min_size=1, max_size=30)

cramps = st.builds(
    CrampEpisode,
    id=ids,
    at=moments,
    entered=st.none() | moments,
    site=st.sampled_from([None, "calf", "foot", "hand"]),
    pain=scores,
    duration_s=st.none() | st.floats(1, 86_400),
    note=words,
)
quiets = st.builds(
    lambda id, at, back: QuietNight(id=id, at=at, night=at.night - timedelta(days=back)),
    ids,
    moments,
    st.integers(0, 3),
)
doses = st.builds(DoseTaken, id=ids, at=moments, elemental_mg=st.none() | st.floats(0, 10_000))
foods = st.builds(
    Food,
    id=ids,
    at=moments,
    name=st.just("kale"),
    nutrients=st.dictionaries(st.sampled_from(["magnesium_mg", "iron_mg"]), st.none() | st.floats(0, 1e6)),
)
observations = st.one_of(cramps, quiets, doses, foods)


@st.composite
def amendments(draw: st.DrawFn) -> Amendment:
    replacement = draw(st.none() | observations)
    of = replacement.id if replacement else draw(ids)
    return Amendment(id=f"change-{draw(st.integers(0, 9)):03d}", at=draw(moments), of=of, replacement=replacement)


entries: st.SearchStrategy[AnyEntry] = st.one_of(observations, amendments())
journals = st.lists(entries, max_size=8).map(Journal)


@given(entries)
def test_what_is_written_is_read_back_exactly(entry):
    assert read_written(written(entry)) == entry
    assert read_entry(written(entry)) == entry
    assert written(read_written(written(entry))) == written(entry)


@given(journals, journals)
def test_merging_asks_nobody_who_was_first(a, b):
    assert a.merge(b) == b.merge(a)
    assert a.merge(b).entries == b.merge(a).entries
    assert a.merge(b).effective == b.merge(a).effective


@given(journals, journals, journals)
def test_merging_asks_nobody_for_an_order(a, b, c):
    assert a.merge(b).merge(c) == a.merge(b.merge(c))


@given(journals, journals)
def test_merging_again_changes_nothing(a, b):
    once = a.merge(b)
    assert once.merge(b) == once
    assert once.merge(once) == once


@given(journals, journals)
def test_merging_loses_nothing(a, b):
    merged = set(map(written, a.merge(b)))
    assert merged == set(map(written, a)) | set(map(written, b))


@given(journals)
def test_a_journal_replayed_line_by_line_is_the_same(journal):
    again = Journal()
    for line in map(written, reversed(journal.entries)):
        again = again.add(read_written(line))
    assert again == journal
    assert again.effective == journal.effective
    assert again.conflicts == journal.conflicts


@given(journals, st.dates(date(2020, 1, 1), date(2029, 12, 31)))
def test_the_nights_part_the_standing_entries_without_rest(journal, cut):
    first, last = date(1990, 1, 1), date(2040, 1, 1)
    before = journal.between(first, cut)
    after = journal.between(cut + timedelta(days=1), last)
    assert len(before) + len(after) == len(journal.effective)
    assert set(map(written, before + after)) == set(map(written, journal.effective))
