"""Warning signs from free text: what raises one, how soon to act, and what must not raise one."""

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charley.knowledge import conditions, medicines, red_flags, tables
from charley.knowledge.red_flags import RedFlag, Sign, raises, read, recognise
from charley.knowledge.words import URGENCIES


@pytest.mark.parametrize(("kind", "name"), [(Sign, "symptom_signs"), (RedFlag, "red_flags")])
def test_tables_hold_and_no_review_is_overdue(kind, name) -> None:
    text = (tables.data_folder() / f"{name}.toml").read_text("utf-8")

    rows, faults = tables.parse(kind, name, text, today=date.today())

    assert faults == ()
    assert rows


def test_every_sign_named_by_a_flag_exists() -> None:
    known = {sign.id for sign in red_flags.signs()}
    for flag in red_flags.flags():
        named = {each for group in flag.needs for each in group} | set(flag.unless)
        assert {each for each in named if not each.startswith("context:")} <= known, flag.id


def test_every_word_of_context_can_come_true() -> None:
    """A misspelt word would silently switch a warning off."""
    told = {row.id for row in conditions.rows()} | {rule.id for rule in medicines.rules()}
    told |= set(medicines.ingredients()) | {"child", "magnesium", *medicines.class_words()}
    for flag in red_flags.flags():
        words = {each.removeprefix("context:") for each in (*sum(flag.needs, ()), *flag.unless) if ":" in each}
        assert words <= told, (flag.id, words - told)


def test_a_word_with_a_slip_is_read() -> None:
    for written in ("swolen left calf", "my left calf is sweling", "left calf swollne"):
        assert {hit.flag.id for hit in recognise([written])} == {"dvt"}, written


def test_a_warning_word_that_nothing_explains_is_not_taken_for_an_everyday_complaint() -> None:
    assert read(["my toe has gone a funny colour in bed"]).not_understood
    assert not read(["no funny colour of the toe, cramps in bed"]).not_understood


# written, topic, urgency
RAISED = [
    ("my left calf is swollen, red and hot", "dvt", "urgent"),
    ("one-sided hot swollen calf", "dvt", "urgent"),
    ("right leg swollen and painful", "dvt", "urgent"),
    ("one leg bigger than the other", "dvt", "urgent"),
    ("swelling on one side", "dvt", "urgent"),
    ("calf tender after a long flight", "dvt", "urgent"),
    ("hot and tender calf", "dvt", "urgent"),
    ("I think it might be a blood clot", "dvt", "urgent"),
    ("swollen calf and short of breath", "dvt", "emergency"),
    ("coughing up blood, sore calf that is swollen", "dvt", "emergency"),
    ("cold pale leg", "limb_ischaemia", "emergency"),
    ("my foot suddenly went cold, white and numb", "limb_ischaemia", "emergency"),
    ("toe turned black", "limb_ischaemia", "urgent"),
    ("foot pain at night relieved by hanging it out of bed", "limb_ischaemia", "urgent"),
    ("calf pain when walking that goes away when I stop", "claudication", "soon"),
    ("pain on walking relieved by rest", "claudication", "soon"),
    ("saddle numbness", "cauda_equina", "emergency"),
    ("numb between my legs", "cauda_equina", "emergency"),
    ("I cannot pee and my back hurts", "cauda_equina", "emergency"),
    ("lost control of my bladder, both legs weak", "cauda_equina", "emergency"),
    ("sudden weakness in both legs", "neuro_red_flag", "emergency"),
    ("my face is drooping and speech slurred", "neuro_red_flag", "emergency"),
    ("weakness with wasting", "neuro_red_flag", "soon"),
    ("my thigh muscle is shrinking", "neuro_red_flag", "soon"),
    ("twitching and weakness in my hand", "neuro_red_flag", "soon"),
    ("foot drop", "neuro_red_flag", "soon"),
    ("numbness in the feet all the time", "neuro_red_flag", "soon"),
    ("dark urine after a marathon", "rhabdomyolysis", "emergency"),
    ("cola coloured urine and very sore muscles", "rhabdomyolysis", "emergency"),
    ("my pee was brown after crossfit", "rhabdomyolysis", "emergency"),
    ("urine like tea", "rhabdomyolysis", "urgent"),
    ("palpitations", "arrhythmia", "urgent"),
    ("irregular heartbeat", "arrhythmia", "urgent"),
    ("my heart races and I nearly fainted", "arrhythmia", "emergency"),
    ("chest pain", "arrhythmia", "emergency"),
    ("trouble breathing", "arrhythmia", "emergency"),
    ("I passed out", "arrhythmia", "urgent"),
    ("a seizure", "neuro_red_flag", "emergency"),
    ("hands claw up in spasm", "low_calcium", "emergency"),
    ("drowsy and weak since taking magnesium", "hypermagnesaemia_present", "emergency"),
    ("muscle weakness and trouble breathing", "hypermagnesaemia_present", "emergency"),
    ("took too much magnesium", "hypermagnesaemia_present", "urgent"),
    ("cramp lasting 20 minutes", "neuro_red_flag", "urgent"),
    ("locked jaw and spasms", "neuro_red_flag", "urgent"),
    ("diarrhoea for 3 days", "diarrhoea", "routine"),
    ("restless legs in the evening", "restless_legs", "routine"),
    ("an urge to move my legs in bed", "restless_legs", "routine"),
]


@pytest.mark.parametrize(("written", "topic", "urgency"), RAISED)
def test_a_warning_is_raised(written: str, topic: str, urgency: str) -> None:
    assert (topic, urgency) in {(hit.flag.topic, hit.flag.urgency) for hit in recognise([written])}


#: Said in other words, all of them more than routine.
SERIOUS = [
    "My left calf has been swollen since yesterday",
    "left calf swelling",
    "calf is red, hot and painful",
    "swollen leg after knee surgery",
    "My right leg is swollen and warm to touch",
    "one calf is bigger and hurts",
    "pain and swelling in one leg",
    "I have swelling in my right calf and it's sore to touch",
    "leg swelled up after flight",
    "leg is cold and pale",
    "foot is blue and cold",
    "my foot has turned white and cold",
    "no feeling in my foot and it is pale",
    "pain in calf after walking 100 metres, stops when I rest",
    "my calves hurt when I walk and get better when I stop",
    "cramp in calves on walking uphill which goes away with rest",
    "numbness in the saddle area",
    "can't feel when I wipe",
    "numb groin and can't control my bladder",
    "bladder incontinence new and leg weakness",
    "leg weakness getting worse",
    "weakness in legs",
    "muscles wasting away",
    "muscle twitching all over with weakness",
    "tripping over my foot a lot",
    "urine the colour of coke after gym",
    "tea coloured pee after a long run",
    "brown urine and muscle pain",
    "very dark urine after hard training",
    "heart skipping beats",
    "heart fluttering",
    "racing heart and dizziness",
    "fainting",
    "passed out yesterday",
    "chest tightness",
    "shortness of breath at rest",
    "difficulty breathing",
    "I feel breathless",
    "struggling to breathe",
    "very drowsy since starting magnesium",
    "slow heartbeat and drowsy after Epsom salts",
    "extreme weakness after taking laxative with magnesium",
    "confusion",
    "seizure last night",
    "my hands cramp up and go into claws",
    "cramp that lasts half an hour",
    "spasm lasting more than 10 minutes",
    "jaw stiffness and spasms after a rusty nail",
    "swelling in one leg during pregnancy",
    "calf pain with redness",
    "sudden severe pain in leg",
    "severe leg pain, leg is cold",
    "ulcer on my foot that won't heal",
    "slurred speech",
    "trouble swallowing",
    "both legs numb and can't pee",
    "sudden loss of leg strength",
    "cannot lift my foot",
    "legs gave way, paralysed",
    "palpatations",
    "heart beats irregularly",
    "irregular pulse",
    "Unilateral leg oedema",
    "calf asymmetry 4 cm",
    "hot, swollen, red calf on one side",
    "swollen ankle and calf on left",
]


@pytest.mark.parametrize("written", SERIOUS)
def test_a_warning_in_other_words_is_not_missed(written: str) -> None:
    assert any(hit.flag.urgency != "routine" for hit in recognise([written]))


#: Nothing here is more than ordinary: no warning beyond "routine".
CALM = [
    "painful calf cramps in bed",
    "cramp in left calf",
    "sore calf after cramp",
    "legs feel heavy",
    "cramps wake me at night, walking around helps",
    "calf cramp at 2 am, stretching helps",
    "my calf is tight after running",
    "foot cramps when swimming",
    "charley horse in the right leg",
    "both calves cramp after football",
    "heat pack on the calf helps",
    "a hot bath relaxes my legs",
    "hamstring spasm after the gym",
    "toes curl up and cramp",
    "cramps for two weeks",
    "ache in calf for 2 days after a cramp",
    "eyelid twitching",
    "calf twitches after coffee",
    "tired in the morning",
    "poor sleep because of cramps",
    "cold feet in winter",
    "legs ache after standing all day",
    "left foot goes numb when I sit cross-legged",
    "pins and needles now and then",
    "constipation",
    "headache",
    "stress",
    "dark yellow urine",
    "thirsty after exercise",
    "leg cramps since the summer heat",
    "stiff legs",
    "night sweats",
    "cramp in the arch of my foot when I point my toes",
    "cramp lets go after 2 minutes",
    "cramps after long walks",
    "knots in my calves",
    "growing pains",
    "period cramps",
    "stomach cramps",
    "calf muscle feels hard for a minute",
    "cramps in both calves at night two or three times a week",
    "leg cramp while sleeping, lasts a minute",
    "my left calf cramps most nights",
    "calf sore the next day",
    "pain in calf muscle at night",
    "cramp in my right foot when driving",
    "toes cramp in swimming pool",
    "hot weather makes cramps worse",
    "my legs are restless when I sit",
    "tired legs after work",
    "leg cramps since starting atorvastatin",
    "cramps after a long flight",
    "cramps when I drink wine",
    "thigh cramp during cycling",
    "my calf feels tight",
    "muscle spasms in back",
    "twitching eyelid",
    "cramp wakes me at 3am, I have to stand up and walk",
    "it stops when I stretch",
    "the cramp goes away when I stand up",
    "ankles a bit puffy in summer",
    "tingling toes when sitting",
    "cold hands",
    "sore muscles after gym",
    "calf muscle knots up hard as a rock",
    "cramps at night relieved by walking",
    "walking helps",
    "I run 30 km a week",
    "I sweat a lot when I exercise",
    "cramps in fingers when writing",
    "pain in both legs",
    "night cramps for years",
    "my wife has restless legs",
    "heart is fine",
    "no other symptoms",
    "I drink a lot of tea",
    "urine is pale",
    "drinking less water",
    "hungry at night",
    "flat feet",
    "cramp for 30 seconds",
    "cramps 3 times a night",
    "lasting 5 minutes",
    "cramp lasts up to 5 minutes",
    "the pain is severe but short",
    "excruciating calf cramp",
    "severe cramp in left calf at night",
    "sudden severe cramp in my calf",
    "terrible calf pain from cramp",
    "sudden cramp in the thigh",
    "my foot cramps and turns inward",
    "toes locked",
    "leg jumps when falling asleep",
    "leg jerks at night",
    "charley horses",
    "feels like a knot in my calf",
    "bruise on my shin from the table",
    "warm bath eases legs",
    "leg heavy in the evening",
    "varicose veins ache",
    "cramps in pregnancy at night",
    "sleepy during the day",
    "drowsy in the afternoon",
    "dizzy sometimes",
    "headaches",
    "period pains",
    "hot flushes",
    "legs feel hot at night",
    "legs feel cold in bed",
    "one foot colder than the other in bed",
    "skin dry",
    "calf cramps every other day",
    "calf ache for a week after hill walking",
    "calf cramps when walking upstairs",
    "calf cramps after walking",
]


@pytest.mark.parametrize("written", CALM)
def test_an_ordinary_complaint_raises_no_alarm(written: str) -> None:
    answer = read([written])

    assert [hit.flag.id for hit in answer.hits if hit.flag.urgency != "routine"] == []
    assert answer.not_understood == ()


DENIED = [
    "no swelling",
    "no swelling in my left calf",
    "no swelling, redness or warmth in the leg",
    "denies chest pain",
    "no chest pain or breathlessness",
    "my calf is not swollen",
    "no dark urine",
    "without palpitations",
    "never had a seizure",
    "no weakness, no numbness",
    "cramps but no swelling of the leg",
]


@pytest.mark.parametrize("written", DENIED)
def test_what_is_denied_raises_nothing(written: str) -> None:
    answer = read([written])

    assert answer.hits == ()
    assert answer.denied
    assert answer.not_understood == ()


DOUBTFUL = [
    "swelling of the left leg, gone last year",
    "maybe my calf is swollen",
    "not sure if my left leg is swollen",
    "no pain, hot swollen calf",
    "calf swelling resolved",
]


@pytest.mark.parametrize("written", DOUBTFUL)
def test_what_is_left_open_counts_as_present_but_unsure(written: str) -> None:
    (hit, *_) = recognise([written])

    assert hit.flag.topic == "dvt"
    assert not hit.sure


def test_a_denial_ends_where_a_new_statement_begins() -> None:
    (hit,) = recognise(["no fever but my left calf is swollen"])

    assert (hit.flag.id, hit.sure) == ("dvt", True)


def test_signs_add_up_over_several_texts() -> None:
    apart = recognise(["my urine is dark"])
    together = recognise(["my urine is dark", "I ran a marathon yesterday"])

    assert [hit.flag.urgency for hit in apart] == ["soon"]
    assert together[0].flag.urgency == "emergency"
    assert together[0].written == ("my urine is dark", "I ran a marathon yesterday")


CONTEXT = [
    ("calf is tender", "pregnancy", "dvt", "urgent"),
    ("palpitations", "digoxin", "arrhythmia", "emergency"),
    ("palpitations", "ppi", "arrhythmia", "emergency"),
    ("palpitations", "loop-diuretics", "arrhythmia", "emergency"),
    ("dark urine", "simvastatin", "rhabdomyolysis", "emergency"),
    ("muscle ache and weakness in my thighs", "atorvastatin", "statin_muscle", "urgent"),
    ("bruising", "quinine", "arrhythmia", "emergency"),
    ("drowsy with a slow pulse", "magnesium", "hypermagnesaemia_present", "emergency"),
]


@pytest.mark.parametrize(("written", "context", "topic", "urgency"), CONTEXT)
def test_what_else_is_known_bears_on_the_urgency(written, context, topic, urgency) -> None:
    with_it = {(hit.flag.topic, hit.flag.urgency) for hit in recognise([written], context=[context])}
    without = {(hit.flag.topic, hit.flag.urgency) for hit in recognise([written])}

    assert (topic, urgency) in with_it
    assert (topic, urgency) not in without


def test_what_is_not_understood_comes_back() -> None:
    assert read(["painful cramps", "blorb in the zzyx", ""]).not_understood == ("blorb in the zzyx",)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("leg cramps", "cramp"),
        ("twitching", "twitching"),
        ("tingling hands", "numbness or tingling"),
        ("fatigue", "tiredness"),
        ("weak legs", "weakness"),
        ("irregular heartbeat", "palpitations or irregular heartbeat"),
    ],
)
def test_the_low_magnesium_checklist(written: str, name: str) -> None:
    assert name in read([written]).low_magnesium


# The fixed table of single signs: how soon each should be looked at.
LEVELS = {
    "numb-tingling": "routine",
    "lasting-numbness": "soon",
    "fatigue": "routine",
    "weakness": "soon",
    "irregular-heart": "urgent",
    "diarrhoea": "routine",
    "nausea": "routine",
    "belly-cramps": "routine",
    "low-pressure": "soon",
    "drowsy": "soon",
    "slow-pulse": "urgent",
    "slow-breathing": "emergency",
    "breathless": "emergency",
    "chest-pain": "emergency",
    "both-legs-swollen": "soon",
    "one-leg-swollen": "urgent",
    "saddle-numbness": "emergency",
    "twitch": "routine",
    "restless": "routine",
    "fainted": "urgent",
}


@pytest.mark.parametrize(("sign", "urgency"), LEVELS.items())
def test_each_sign_has_its_level(sign: str, urgency: str) -> None:
    assert {row.id: row.urgency for row in red_flags.signs()}[sign] == urgency


_SIGNS = sorted({each for flag in red_flags.flags() for group in flag.needs for each in group})


@given(some=st.sets(st.sampled_from(_SIGNS), max_size=6), more=st.sets(st.sampled_from(_SIGNS), max_size=3))
def test_one_more_sign_never_removes_a_topic_nor_makes_it_less_urgent(some: set[str], more: set[str]) -> None:
    def worst(known: set[str]) -> dict[str, int]:
        found: dict[str, int] = {}
        for flag in red_flags.flags():
            if raises(flag, known):
                found[flag.topic] = min(found.get(flag.topic, 9), URGENCIES.index(flag.urgency))
        return found

    before, after = worst(some), worst(some | more)

    assert all(topic in after and after[topic] <= urgency for topic, urgency in before.items())


def test_warnings_speak_plainly_and_say_where_to_go() -> None:
    for flag in red_flags.flags():
        assert flag.refers_to, flag.id
        assert not any(word in flag.message.lower() for word in ("proves", "cures", "you have a clot", "deficien"))
        if flag.urgency == "emergency":
            assert "emergency" in flag.refers_to


@pytest.mark.shared
def test_every_read_red_flag_of_the_reference_facts_has_a_row_as_urgent(shared: Path) -> None:
    said = {
        "dvt": "one leg swollen",
        "pe-signs": "sudden breathlessness and a swollen calf",
        "acute-limb": "sudden severe leg pain, leg pale and cold",
        "claudication-rest": "black toe",
        "claudication": "calf pain when walking, eases with rest",
        "cauda-equina": "numb around the anus",
        "cord": "weakness spreading over hours in the legs",
        "mnd": "muscle wasting and weakness",
        "rhabdo": "severe muscle pain and cola urine after extreme exercise",
        "electrolyte-severe": "palpitations, fainting",
        "mg-excess": "very drowsy and weak after magnesium",
        "mg-diarrhoea": "loose stools for 3 days",
        "tetanus-toxin": "cramps and lockjaw",
        "long-cramp": "cramp lasts 15 minutes despite stretching",
        "weakness-shrink": "leg muscles getting weaker",
    }
    level = {"emergency": 0, "urgent-same-day": 1, "see-gp-soon": 2, "routine": 3}
    facts = {r["id"]: r for r in json.loads((shared / "facts" / "red_flags.json").read_text("utf-8"))["records"]}
    for name, written in said.items():
        hits = recognise([written])
        assert hits, name
        assert URGENCIES.index(hits[0].flag.urgency) <= level[facts[name]["urgency"]], name
