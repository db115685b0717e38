"""What stands behind a sentence to a person: publications, authorities, labels and professional references."""

import re
from urllib.parse import urlsplit

import pytest

from charley.knowledge import tables

#: Tables whose rows decide what a plan says and does.
PLANNING = (
    "advice",
    "conditions",
    "cramp_causes",
    "lab_bands",
    "lab_tests",
    "magnesium_products",
    "medicine_classes",
    "medicine_products",
    "medicine_rules",
    "medicine_words",
    "red_flags",
    "symptom_signs",
)
#: Endings of hosts: journals and indexes, authorities and health services, labels, references for professionals.
PROFESSIONAL = (
    *("nih.gov", "fda.gov", "doi.org", "nice.org.uk", "nhs.uk", "scot.nhs.uk", "efsa.europa.eu", "ema.europa.eu"),
    *("echa.europa.eu", "nidirect.gov.uk", "nap.edu", "nationalacademies.org", "cochranelibrary.com", "who.int"),
    *("whocc.no", "bmj.com", "cambridge.org", "biomedcentral.com", "asnjournals.org", "neurology.org", "jst.go.jp"),
    *("elsevierpure.com", "scilit.net", "doaj.org", "acc.org", "pure.eur.nl", "pure.fujita-hu.ac.jp", "mdpi.com"),
    *("medicines.org.uk", "dailymed.nlm.nih.gov", "rxreasoner.com", "myhealthbox.eu", "medine.co.uk", "pdr.net"),
    *("mims.com", "mimsdev.com", "medscape.com", "medscape.co.uk", "merckmanuals.com", "drugs.com"),
    *("statpearls.com", "fpnotebook.com", "medicalalgorithms.com", "primarycarenotebook.com", "guidelines.co.uk"),
    *("redwhale.co.uk", "practicenurse.co.uk", "rcemlearning.co.uk", "rcemlearning.org", "qehbpathology.uk"),
    *(
        "clinlabnavigator.com",
        "hnyppr.org.uk",
        "tam.nhsh.scot",
        "aaamedicines.org.uk",
        "soc-bdr.org",
        "csmu.edu.tw",
        "gov.uk",
    ),
    *("hiv-druginteractions.org", "guidetherapeutiquevih.com", "ucsf.edu", "biktarvyhcp.com", "aeped.es"),
    *("firstline.org", "nni.com.sg", "oddb.org", "pharmazeutische-zeitung.de", "medthority.com", "3-rx.com"),
)
#: Newspapers, pages for consumers, copies of unknown origin: what they say was once read here, and the
#: document they quote is to be cited instead. A shop may stand for the label of what it sells, in ``products`` alone.
CONSUMER = (
    *("indianexpress.com", "dw.com", "newslanes.com", "thetimes.co.uk", "express.co.uk", "dailymail.co.uk"),
    *("gurufitness.com", "lasaltco.com", "sportsreplenished.co.za", "lrrk2inhibitor.com", "ltd4-receptor.com"),
    *("healthscout.com", "webmd.com", "symptomfacts.com", "goodrx.com", "optinghealth.com", "reference.com"),
    *("healthline.com", "verywellhealth.com", "medicalnewstoday.com", "everydayhealth.com", "tuasaude.com"),
    *("mafiadoc.com", "mgwater.com", "rrnursingschool.biz", "brungbosh.com", "yourhealthbase.com", "ntro.it.com"),
    *("eco-supplements.com", "go-green.info"),
)
#: Stores of uploaded files and pages that repeat what others wrote: the document itself is to be cited.
COPIES = (
    *("scribd.com", "yumpu.com", "studylib.net", "studylibde.com", "docslib.org", "pdfslide.net", "mydokument.com"),
    *("docplayer.net", "docplayer.es", "pdfcoke.com", "fdocuments.net", "vdocuments.site", "medpill.info"),
    *("ptmasterguide.com", "drugsdose.com", "wikidoc.org", "theswissbay.ch", "elispot.biz", "booksci.cn"),
    *("spinics.net", "druglib.com", "sctimst.ac.in", "biomaterialdatabase.com", "jioinstitute.edu.in"),
    *("mdedge9-ma1.mdedge.com", "core-prod.cambridgecore.org", "pubmedhh.nlm.nih.gov", "pesquisa.bvsalud.org"),
)
#: Nothing here may stand behind any sentence: blogs, answer machines, bare addresses of machines.
NEVER = re.compile(r"blogspot|blogg\.se|droracle|wordpress|quora|reddit|^\d+\.\d+\.\d+\.\d+$")


def host(url: str) -> str:
    return urlsplit(url).hostname or ""


def belongs(found: str, hosts: tuple[str, ...]) -> bool:
    return f".{found}".endswith(tuple(f".{each}" for each in hosts))


@pytest.mark.parametrize("name", PLANNING)
def test_every_row_of_a_plan_has_a_professional_source(name: str) -> None:
    head, rows = tables.unread(name)
    professional = {key for key, source in head["sources"].items() if host(source["url"]).endswith(PROFESSIONAL)}
    weak = [row["id"] for row in rows if row["confidence"] != "unverified" and not professional & set(row["sources"])]
    assert weak == []


@pytest.mark.parametrize("name", tables.names())
def test_no_sentence_leans_on_a_blog_or_an_answer_machine(name: str) -> None:
    head, _ = tables.unread(name)
    assert [source["url"] for source in head.get("sources", {}).values() if NEVER.search(host(source["url"]))] == []


@pytest.mark.parametrize("name", tables.names())
def test_no_sentence_leans_on_an_article_for_consumers(name: str) -> None:
    head, _ = tables.unread(name)
    hosts = {key: host(source["url"]) for key, source in head.get("sources", {}).items()}
    assert {key: each for key, each in hosts.items() if belongs(each, CONSUMER)} == {}


@pytest.mark.parametrize("name", tables.names())
def test_the_document_is_cited_and_no_copy_of_it(name: str) -> None:
    head, _ = tables.unread(name)
    hosts = {key: host(source["url"]) for key, source in head.get("sources", {}).items()}
    assert {key: each for key, each in hosts.items() if belongs(each, COPIES)} == {}
