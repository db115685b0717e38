"""Plain words, misspelt and half asleep, find what was meant among the first three."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charley.evidence.cards import find_answers, find_cards
from charley.evidence.search import Index, Text, stems
from support.drawn import rows

#: What somebody types -> the answer and the card that must stand among the first three; a dash where there is none.
TYPED = """
| typed                                          | answer                | card                  |
|------------------------------------------------|-----------------------|-----------------------|
| why do I get cramps at night                   | why-cramps            | mg-night-cramps       |
| why does my calf cramp                         | why-cramps            | -                     |
| what causes leg cramps                         | why-cramps            | one-cause             |
| cramp wont stop help                           | during-a-cramp        | -                     |
| what to do right now                           | during-a-cramp        | -                     |
| how to stop a leg cramp fast                   | during-a-cramp        | -                     |
| charlie horse                                  | during-a-cramp        | mg-night-cramps       |
| toe cramps                                     | during-a-cramp        | -                     |
| how long do cramps last                        | -                     | cramp-length          |
| am i alone                                     | -                     | cramps-common         |
| should i go to the hospital                    | see-a-doctor          | -                     |
| chest pain                                     | see-a-doctor          | -                     |
| blood clot                                     | see-a-doctor          | -                     |
| one leg is swolen                              | see-a-doctor          | -                     |
| when to worry                                  | see-a-doctor          | -                     |
| is it dangerous                                | too-much              | too-much              |
| too much                                       | too-much              | too-much              |
| took too many tablets                          | too-much              | -                     |
| overdose                                       | too-much              | too-much              |
| how long until it works                        | how-fast              | works-in-days         |
| how long does it take to work                  | how-fast              | works-in-days         |
| when will i notice somthing                    | how-fast              | works-in-days         |
| does it work                                   | does-it-work          | before-and-after      |
| is magnesium a scam                            | does-it-work          | -                     |
| placebo                                        | -                     | before-and-after      |
| best magnesium for leg cramps                  | best-form             | best-form             |
| glycinate vs citrate                           | best-form             | citrate-gentle        |
| magnesum glycinate                             | best-form             | best-form             |
| bisglycinate                                   | -                     | glycinate-bisglycinate |
| oxide any good                                 | oxide                 | oxide-useless         |
| diarrhea                                       | loose-stools          | citrate-gentle        |
| it gives me the runs                           | loose-stools          | citrate-gentle        |
| how much should i take                         | how-much              | cramp-range           |
| can I take 500mg                               | five-hundred          | -                     |
| is 1000 mg ok                                  | five-hundred          | -                     |
| with food or empty stomach                     | with-food             | with-food             |
| morning or night                               | before-bed            | bedtime-extra         |
| best time to take                              | before-bed            | bedtime-extra         |
| can i take it every day forever                | long-term             | -                     |
| alcohol                                        | alcohol               | alcohol               |
| does wine make it worse                        | alcohol               | alcohol               |
| coffee                                         | -                     | sweat-alcohol-coffee  |
| viagra                                         | medicines             | two-hours             |
| blood presure pills                            | medicines             | -                     |
| amlodipine                                     | medicines             | two-hours             |
| levothyroxin                                   | medicines             | two-hours             |
| warfarin                                       | medicines             | two-hours             |
| can i take it with my other meds               | medicines             | two-hours             |
| statin                                         | cramps-from-medicines | statins               |
| atorvastatin                                   | medicines             | statins               |
| asthma inhaler                                 | cramps-from-medicines | inhalers              |
| water pills                                    | water-tablets         | diuretics             |
| kidny disease                                  | kidneys               | kidneys               |
| parkinsons                                     | illness               | -                     |
| heart failure                                  | illness               | -                     |
| diabetes                                       | illness               | mg-blood-sugar        |
| pregnant                                       | pregnancy             | mg-pregnancy          |
| im 30 weeks pregnant is it safe                | pregnancy             | mg-pregnancy          |
| breast feeding                                 | breastfeeding         | -                     |
| my daughter is 8                               | children              | -                     |
| my mum is 80                                   | older                 | older-need-more       |
| restles legs                                   | restless-legs         | mg-restless-legs      |
| cant sleep                                     | sleep                 | mg-sleep              |
| eye twitching                                  | twitches              | one-cause             |
| anxiety                                        | -                     | mg-mood               |
| bananna                                        | bananas               | banana                |
| potasium                                       | potassium             | potassium-foods       |
| pickel juice                                   | pickle                | pickle-juice          |
| tonic watter                                   | quinine               | quinine               |
| epson salt bath                                | epsom                 | epsom-bath            |
| magnesium spray                                | oil                   | skin-magnesium        |
| hot water bottle                               | -                     | heat                  |
| calf stretches before bed                      | stretching            | stretching            |
| dehydrated                                     | water                 | more-water            |
| running marathon cramps                        | athletes              | mg-sport-cramps       |
| vitamin d                                      | -                     | vitamin-d-and-fat     |
| k2                                             | k2                    | vitamin-k2            |
| blood test normal but still cramps             | blood-test            | blood-test            |
| am i deficient                                 | am-i-low              | cramps-mean-low       |
"""


@pytest.mark.parametrize("row", rows(TYPED), ids=lambda row: row["typed"])
def test_what_is_meant_stands_among_the_first_three(row):
    if row["answer"] != "-":
        assert row["answer"] in find_answers(row["typed"])[:3]
    if row["card"] != "-":
        assert row["card"] in find_cards(row["typed"])[:3]


@pytest.mark.parametrize("typed", ["", "   ", "asdf", "xyzzy blorp", "the of and", "???", "<script>alert(1)</script>"])
def test_nonsense_finds_nothing(typed):
    assert find_answers(typed) == ()
    assert find_cards(typed) == ()


@pytest.mark.parametrize("typed", ["bananas", "Bananas?", "BANANAS!!", "  bananas  ", "bänanas", "banana's"])
def test_marks_capitals_and_accents_change_nothing(typed):
    assert find_answers(typed)[0] == "bananas"


@given(st.text(max_size=300))
def test_whatever_is_typed_there_is_an_answer_or_none(typed):
    assert len(find_answers(typed)) <= 3
    assert len(find_cards(typed)) <= 8


def test_only_the_beginning_of_a_flood_of_words_is_read():
    assert find_answers("bananas " * 20_000)[0] == "bananas"


SMALL = Index(
    [
        Text("one", "Does a long walk help?", ("walking the dog",), "Nobody has tested it."),
        Text("two", "Does a cat help?", (), "A cat does not walk far."),
    ]
)


def test_a_title_goes_before_a_body():
    assert SMALL.find("walk", 2)[0] == "one"
    assert SMALL.find("far", 2) == ("two",)


def test_a_phrase_that_is_named_goes_before_its_words():
    assert SMALL.find("walking the dog or the cat", 2)[0] == "one"


def test_stems_are_those_of_all_forms_of_a_word():
    assert set(stems("stretch stretches stretching stretched")) == {"stretch"}
    assert set(stems("cramp cramps cramping")) == {"cramp"}
    assert list(stems("less is loss")) == ["less", "loss"]
