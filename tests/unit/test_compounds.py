"""Which salt a label means."""

import pytest

from charley.knowledge.compounds import FORMS, atoms, compounds, forms, molar_mass, recognise, share


def test_a_formula_is_counted_through_brackets_and_water():
    assert atoms("4MgCO3·Mg(OH)2·5H2O") == {"Mg": 5, "C": 4, "O": 19, "H": 12}
    assert molar_mass("MgO") == pytest.approx(40.304)


@pytest.mark.parametrize("formula", ["Mg(OH", "Mg)2", "mgO", "MgO?"])
def test_a_formula_that_cannot_be_read_is_an_error(formula):
    with pytest.raises(ValueError, match=r"formula|bracket"):
        atoms(formula)


@pytest.mark.parametrize("compound", compounds().values(), ids=lambda compound: compound.id)
def test_the_tabled_share_agrees_with_the_formula(compound):
    assert share(compound.id) == pytest.approx(compound.elemental_share, abs=2e-4)


def test_every_form_of_the_contract_has_a_card():
    assert tuple(sorted(forms())) == tuple(sorted(FORMS))


@pytest.mark.parametrize(
    ("written", "named"),
    [
        ("Magnesium (as magnesium bisglycinate)", ("glycinate",)),
        ("magnesium glycinate", ("glycinate",)),
        ("glycinate/oxide", ("glycinate", "oxide")),
        ("Epsom salt", ("sulfate",)),
        ("milk of magnesia", ("hydroxide",)),
        ("Magnesiumcitrat", ("citrate",)),
        ("magnesium sulphate", ("sulfate",)),
        ("Calcium carbonate and magnesium oxide", ("oxide",)),
        ("tablet with magnesium stearate", ()),
        ("Magnesium-Potassium Aspartate", ("aspartate",)),
        ("Calcium Citrate + Magnesium", ()),
        ("daily multivitamin", ()),
    ],
)
def test_the_salts_named_on_a_label(written, named):
    assert recognise(written).forms == named


def test_glycinate_and_bisglycinate_are_one_form():
    assert recognise("bisglycinate") == recognise("glycinate")


@pytest.mark.parametrize("written", ["glycinate/oxide", "buffered glycinate", "magnesium citrate and malate"])
def test_blends_are_marked(written):
    assert recognise(written).blend


def test_orotate_is_not_advised():
    assert [form.id for form in forms().values() if not form.advised] == ["orotate"]
