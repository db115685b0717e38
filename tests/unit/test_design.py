"""A design is written once: whatever is changed afterwards is noticed or stands as an amendment."""

from datetime import date, timedelta

import msgspec
import pytest

from charley.errors import BadInput
from charley.trials.design import opened as opened_with
from charley.trials.design import read_design
from support.trials import opened, plain, sealed


def test_baseline_periods_and_discarded_nights():
    design = sealed(baseline=21, period=10, pairs=3)
    assert design.nights == 21 + 6 * 10
    assert [(p.first, p.last) for p in design.periods][:2] == [(22, 31), (32, 41)]
    assert design.discard_days == 5  # one half-life of the prior, and never more than half a period
    assert sealed(period=7).discard_days == 3


def test_reading_gives_the_same_design_and_writing_the_same_bytes():
    design = sealed()
    written = msgspec.json.encode(design)
    assert read_design(written) == design
    assert msgspec.json.encode(read_design(written)) == written
    assert sealed() == design


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("sequence", ["B", "A"] * 4),
        ("seed", 8),
        ("period_days", 21),
        ("program", "charley 99"),
        ("rule", {"worthwhile": 0.9}),
        ("priors", [{"name": "sceptical", "mean": -2.0, "sd": 0.1}]),
        ("discard_days", 0),
        ("answer", "hope"),
    ],
)
def test_any_change_breaks_the_seal(field, value):
    raw = plain(sealed())
    raw[field] = value
    with pytest.raises(BadInput) as caught:
        read_design(msgspec.json.encode(raw))
    assert caught.value.fields == ("fingerprint",)


def test_an_order_that_does_not_fit_its_periods_is_refused_even_under_a_fresh_seal():
    from charley.trials.seal import fingerprint

    raw = plain(sealed())
    raw["sequence"] = ["B", "A"] * 4
    body = {name: value for name, value in raw.items() if name not in ("fingerprint", "amendments")}
    raw["fingerprint"] = fingerprint(body)
    with pytest.raises(BadInput) as caught:
        read_design(msgspec.json.encode(raw))
    assert caught.value.fields == ("sequence",)


def in_order(raw, order):
    periods = [period | {"arm": order[i : i + 1] or None} for i, period in enumerate(raw["periods"])]
    return raw | {"sequence": list(order), "periods": periods}


def test_a_key_without_a_possible_order_is_refused_even_where_it_was_promised():
    from charley.trials.seal import commitment, fingerprint

    found = opened(protocol="magnesium-or-placebo", nonce="a" * 32)
    key = msgspec.structs.replace(found.key, sequence=("A", "Z") * 4)
    raw = plain(found.design) | {"key_commitment": commitment(key)}
    body = {name: value for name, value in raw.items() if name not in ("fingerprint", "amendments")}
    forged = read_design(msgspec.json.encode(raw | {"fingerprint": fingerprint(body)}))
    with pytest.raises(BadInput) as caught:
        opened_with(forged, key)
    assert caught.value.fields == ("key",)


def test_three_arms_come_no_oftener_than_all_orders_can_be_compared():
    assert sealed(protocol="nothing-placebo-magnesium", period=7, pairs=6).orders == 6**6
    with pytest.raises(BadInput) as caught:
        sealed(protocol="nothing-placebo-magnesium", period=7, pairs=7)
    assert caught.value.fields == ("pairs",)


def test_a_blind_design_shows_neither_order_nor_seed():
    found = opened(protocol="magnesium-or-placebo", nonce="a" * 32)
    raw = plain(found.design)
    assert raw["seed"] is None
    assert raw["sequence"] is None
    assert {period["arm"] for period in raw["periods"]} == {None}
    assert opened_with(found.design, found.key) == found.key.sequence


def test_another_key_than_the_sealed_one_is_refused():
    found = opened(protocol="magnesium-or-placebo", nonce="a" * 32)
    flipped = tuple("B" if arm == "A" else "A" for arm in found.key.sequence)
    with pytest.raises(BadInput):
        opened_with(found.design, msgspec.structs.replace(found.key, sequence=flipped))


def test_amendments_stand_in_a_chain():
    design = sealed().amended("start", date(2026, 12, 1), "begins")
    design = design.amended("pause", date(2026, 12, 20), "flu", date(2026, 12, 24))
    assert read_design(msgspec.json.encode(design)) == design
    raw = plain(design)
    raw["amendments"] = raw["amendments"][1:]
    with pytest.raises(BadInput) as caught:
        read_design(msgspec.json.encode(raw))
    assert caught.value.fields == ("amendments[0]",)


def test_the_start_is_fixed_once():
    design = sealed().amended("start", date(2026, 12, 1), "begins")
    assert design.start == date(2026, 12, 1)
    with pytest.raises(BadInput):
        design.amended("start", date(2026, 12, 2), "later after all")


def test_an_amendment_needs_sense_and_a_reason():
    with pytest.raises(BadInput):
        sealed().amended("pause", date(2026, 12, 5), "", date(2026, 12, 9))
    with pytest.raises(BadInput):
        sealed().amended("pause", date(2026, 12, 5), "flu", date(2026, 12, 5) - timedelta(days=1))
    with pytest.raises(BadInput):
        sealed().amended("edit_the_order", date(2026, 12, 5), "I prefer B")


def test_periods_under_two_weeks_come_with_a_word_of_care():
    assert any("Periods of 7 days are short" in line for line in sealed(period=7).advice)
    assert not any("are short" in line for line in sealed(period=14).advice)


def test_every_faulty_length_is_named_at_once():
    with pytest.raises(BadInput) as caught:
        sealed(baseline=13, period=29, pairs=0)
    assert caught.value.fields == ("baseline", "period", "pairs")


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("answer", lambda raw: raw | {"answer": "hope"}),
        ("arms", lambda raw: raw | {"arms": raw["arms"][::-1]}),
        ("arms", lambda raw: raw | {"arms": []}),
        ("priors", lambda raw: raw | {"priors": []}),
        ("periods", lambda raw: raw | {"periods": raw["periods"][:-1], "sequence": raw["sequence"][:-1]}),
        ("sequence", lambda raw: in_order(raw, "AAAABBBB")),
        ("sequence", lambda raw: in_order(raw, "AAAAAAAA")),
        ("sequence", lambda raw: in_order(raw, "BAZABABA")),
        ("sequence", lambda raw: raw | {"blind": True}),
        ("sequence", lambda raw: in_order(raw, "") | {"sequence": None}),
        ("key_commitment", lambda raw: in_order(raw, "BABABABA" if raw["sequence"][0] == "A" else "ABABABAB")),
        ("orders", lambda raw: raw | {"orders": 1_000_000, "smallest_p": 1e-6}),
        ("clearance", lambda raw: raw | {"clearance": None}),
        ("periods", lambda raw: raw | {"period_days": 21}),
    ],
)
def test_what_does_not_hang_together_is_refused_even_under_a_fresh_seal(field, change):
    from charley.trials.seal import fingerprint

    raw = change(plain(sealed()))
    body = {name: value for name, value in raw.items() if name not in ("fingerprint", "amendments")}
    with pytest.raises(BadInput) as caught:
        read_design(msgspec.json.encode(raw | {"fingerprint": fingerprint(body)}))
    assert field in caught.value.fields
