"""The warnings that cannot wait are heard in Spanish too; what is harmless stays unknown there, and is asked about.

Only warnings are known in Spanish. If the words for tiredness and heavy legs were, a text that also tells of something
worse in words we do not know would count as understood.
"""

import pytest

from charley.knowledge import red_flags


@pytest.mark.parametrize(
    "written",
    [
        "dolor en el pecho",
        "me duele el pecho desde hoy",
        "calambres en el pecho",
        "no puedo respirar",
        "me falta el aire",
        "tengo una pierna hinchada y roja",
        "la pantorrilla derecha está hinchada",
        "toso sangre",
        "el pie frío y pálido, muy dormido",
        "orina marrón",
        "tengo la cara torcida de repente",
        "debilidad repentina en las piernas",
        "no puedo orinar y me duele la espalda",
        "palpitaciones",
        "me desmayé ayer",
        "tuve una convulsión",
        "estoy muy confusa",
        "no puedo hablar",
        "la mandíbula agarrotada",
    ],
)
def test_a_warning_is_heard(written: str) -> None:
    assert {hit.flag.urgency for hit in red_flags.recognise([written])} & {"emergency", "urgent"}


@pytest.mark.parametrize("written", ["duermo mal", "estoy cansado", "piernas pesadas"])
def test_what_is_harmless_stays_unknown_and_so_is_treated_with_care(written: str) -> None:
    found = red_flags.read([written])
    assert not found.hits
    assert found.not_understood == (written,)


@pytest.mark.parametrize("written", ["no tengo dolor de pecho", "no hay palpitaciones"])
def test_what_is_denied_is_not_there(written: str) -> None:
    assert not red_flags.recognise([written])
