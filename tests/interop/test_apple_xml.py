"""Apple's XML from the outside: what is broken by Apple is mended, what would do harm is refused."""

import zipfile

import pytest

from charley.errors import BadInput
from charley.interop import apple_xml
from support.imports import FILES

RECORD = '<Record type="HKQuantityTypeIdentifierStepCount" sourceName="W" unit="count" value="5"/>'


class Heard:
    def __init__(self) -> None:
        self.names: list[str] = []
        self.fields: list[dict[str, str]] = []

    def begins(self, name, fields):
        self.names.append(name)
        self.fields.append(fields)

    def ends(self, name):
        self.names.append(f"/{name}")


def parse(tmp_path, data, name="export.xml"):
    path = tmp_path / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    heard = Heard()
    for _ in apple_xml.parse(path, heard):
        pass
    return heard


def refusal(tmp_path, data):
    with pytest.raises(BadInput) as caught:
        parse(tmp_path, data)
    return str(caught.value)


def test_a_document_type_that_ios_broke_does_no_harm():
    heard = Heard()
    for _ in apple_xml.parse(FILES / "export.xml", heard):
        pass

    assert heard.names[0] == "HealthData"
    assert heard.names[-1] == "/HealthData"


def test_control_characters_are_taken_out(tmp_path):
    heard = parse(tmp_path, f"<HealthData>{RECORD.replace('W', chr(11) + 'W' + chr(1))}</HealthData>")

    assert heard.fields[1]["sourceName"] == "W"


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize(
    "prologue",
    [
        f'<!DOCTYPE HealthData [<!ENTITY l0 "ha">{LAUGHS}]>',
        '<!DOCTYPE HealthData [<!ENTITY file SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE HealthData [<!ENTITY % p SYSTEM "http://example.invalid/x">%p;]>',
        '<!-- <HealthData> --><!DOCTYPE HealthData [<!ENTITY l0 "ha">]>',
    ],
)
def test_entities_are_refused_before_they_unfold(tmp_path, prologue):
    assert "made to do harm" in refusal(tmp_path, f"{prologue}<HealthData>{RECORD}</HealthData>")


def test_an_entity_that_nobody_declared_is_a_fault(tmp_path):
    assert "undefined entity" in refusal(tmp_path, "<HealthData><Me name='&laugh;'/></HealthData>")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (f"<HealthData>{RECORD}", "cut off"),
        (f"<HealthData>{RECORD}</HealthData><Workout/>", "junk after document element"),
        (b"<HealthData>\x00</HealthData>", "damaged"),
        (b"<HealthData a='\xff'/>", "damaged"),
        ("<ClinicalDocument><HealthDatum/></ClinicalDocument>", "choose export.xml beside it"),
        ("<feed/>", "not an Apple Health export"),
        (" " * 3_000_000, "not an Apple Health export"),
    ],
)
def test_other_and_damaged_xml_is_refused_by_name(tmp_path, data, said):
    assert said in refusal(tmp_path, data)


@pytest.mark.parametrize("name", ["export.xml", "Export.xml", "Exportieren.xml", "exportar.xml"])
def test_the_zip_is_read_in_every_language_and_its_medical_document_is_passed_by(tmp_path, name):
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("apple_health_export/export_cda.xml", "<ClinicalDocument/>")
        archive.writestr("apple_health_export/electrocardiograms/a.xml", "<x/>")
        archive.writestr(f"apple_health_export/{name}", f"<HealthData>{RECORD}</HealthData>")

    heard = Heard()
    for _ in apple_xml.parse(path, heard):
        pass

    assert heard.names == ["HealthData", "Record", "/Record", "/HealthData"]
