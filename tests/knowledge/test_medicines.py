"""Names as people write them, and the rules that follow. The tables below are read by the manual too."""

import json
from datetime import date
from pathlib import Path

import pytest

from charley.knowledge import medicines, tables
from charley.knowledge.medicines import recognise

TABLES = [
    (medicines.MedicineRule, "medicine_rules"),
    (medicines.MedicineClass, "medicine_classes"),
    (medicines.Combinations, "medicine_products"),
    (medicines.ClassWord, "medicine_words"),
    (medicines.MagnesiumProduct, "magnesium_products"),
]


@pytest.mark.parametrize(("kind", "name"), TABLES)
def test_tables_hold_and_no_review_is_overdue(kind, name) -> None:
    rows, faults = tables.parse(
        kind, name, (tables.data_folder() / f"{name}.toml").read_text("utf-8"), today=date.today()
    )

    assert faults == ()
    assert rows


# What is written, and the ingredients meant. One line an ingredient or combination; names apart by semicolons.
WRITTEN = """
levothyroxine: Euthyrox 75; levothyroxine 50 micrograms; L-thyroxine; L-Thyroxin 100; Synthroid 88 mcg; thyroxine
levothyroxine: Eltroxin; levo thyroxine; Levoxyl; Tirosint
liothyronine: Cytomel; liothyronine 20 mcg; T3
desiccated thyroid: Armour Thyroid; NP Thyroid 60
doxycycline: doxycycline 100mg cap; Vibramycin-D; Doryx; doxycycline hyclate 100 mg; Efracea
minocycline: Minocin MR; minocycline; Solodyn
lymecycline: Tetralysal 300; lymecycline
tetracycline: tetracycline 250mg; Sumycin
oxytetracycline: oxytetracycline; Oxymycin
demeclocycline: demeclocycline; Declomycin
ciprofloxacin: Cipro; Ciproxin 500; ciprofloxacin 500 mg twice a day; CIPROFLOXACIN
levofloxacin: Levaquin; Tavanic; levofloxacin 500mg
moxifloxacin: Avelox; moxifloxacin 400
ofloxacin: Tarivid; ofloxacin
norfloxacin: Noroxin; norfloxacin
delafloxacin: Baxdela
gemifloxacin: Factive
alendronate: Fosamax once weekly 70mg; alendronic acid 70 mg; Binosto; sodium alendronate
risedronate: Actonel 35 mg; Atelvia; risedronate sodium
ibandronate: Boniva; Bonviva; ibandronic acid 150
etidronate: Didronel
clodronate: Bonefos; sodium clodronate
gabapentin: Neurontin 300mg tds; gabapentin; Gralise
phenytoin: Dilantin; Epanutin; phenytoin sodium
dolutegravir: Tivicay; dolutegravir
raltegravir: Isentress; raltegravir potassium
rilpivirine: Edurant
atazanavir: Reyataz
cabotegravir: Vocabria
mycophenolate: CellCept; Myfortic; mycophenolate mofetil 500mg; MMF
eltrombopag: Promacta; Revolade
penicillamine: Distamine; D-penicillamine; Cuprimine
trientine: Syprine
deferasirox: Exjade; Jadenu
ferrous sulfate: ferrous sulphate 200mg; Feosol; ferrous sulfate; Feospan
ferrous fumarate: Galfer; Fersamal; ferrous fumarate
ferrous gluconate: ferrous gluconate 300; Fergon
iron: iron tablets; Floradix; iron bisglycinate; liquid iron
nitrofurantoin: Macrobid; Macrodantin; nitrofurantoin MR 100
hydroxychloroquine: Plaquenil; hydroxychloroquine 200; HCQ
chloroquine: Avloclor; chloroquine
proguanil: Paludrine
azithromycin: Zithromax; Z-Pak; azithromycin 250
cefuroxime: Zinnat; Ceftin
cefpodoxime: Vantin; cefpodoxime proxetil
itraconazole: Sporanox; itraconazole
ketoconazole: Nizoral tablets; ketoconazole
posaconazole: Noxafil; posaconazole suspension
rifampicin: rifampin 300; Rifadin; rifampicin
isoniazid: isoniazid; INH
rosuvastatin: Crestor 10 mg; rosuvastatin calcium
fexofenadine: Telfast; Allegra 180; fexofenadine
ulipristal: ellaOne; ulipristal acetate
baloxavir marboxil: Xofluza
nilotinib: Tasigna
erlotinib: Tarceva
dasatinib: Sprycel 100
captopril: Capoten; captopril
enalapril: Vasotec; Innovace; enalapril maleate
digoxin: Lanoxin; digoxin 125 micrograms; Digitek
glibenclamide: glyburide; Daonil
glipizide: Glucotrol
gliclazide: Diamicron; gliclazide 80mg bd
misoprostol: Cytotec
chlorpromazine: Largactil; Thorazine
prochlorperazine: Stemetil; Compazine
ursodeoxycholic acid: Ursofalk; ursodiol
dipyridamole: Persantin
dexamethasone: Decadron; dexamethasone 2mg
deflazacort: Emflaza
lithium: Priadel 400; Lithobid; lithium carbonate
rocuronium: rocuronium; Zemuron
gentamicin: gentamicin; gentamycin
amlodipine: Norvasc; Istin; amlodipine besylate 5mg; amlodipine
nifedipine: Adalat LA; Procardia XL
diltiazem: Cardizem CD; Tildiem Retard; diltiazem
verapamil: Isoptin SR; Calan; verapamil
felodipine: Plendil
spironolactone: Aldactone; spironolactone 25
eplerenone: Inspra
amiloride: Midamor; amiloride
triamterene: Dyrenium
furosemide: Lasix 40; frusemide; furosemide
bumetanide: Bumex; Burinex
torasemide: torsemide; Demadex; Torem
hydrochlorothiazide: HCTZ; hydrochlorothiazide 25; Microzide
bendroflumethiazide: bendrofluazide; bendroflumethiazide 2.5mg
chlortalidone: chlorthalidone; Hygroton
indapamide: Natrilix SR; indapamide
omeprazole: Losec; Prilosec OTC; omeprazole 20mg
esomeprazole: Nexium; esomeprazole magnesium
lansoprazole: Zoton FasTab; Prevacid; lansoprazole
pantoprazole: Protonix; pantoprazole sodium
rabeprazole: Pariet; Aciphex
dexlansoprazole: Dexilant
cisplatin: cisplatin
ciclosporin: cyclosporine; Neoral; ciclosporin
tacrolimus: Prograf; Advagraf; tacrolimus 1 mg
cetuximab: Erbitux
amphotericin b: AmBisome; amphotericin B
calcitriol: Rocaltrol
alfacalcidol: One-Alpha; alfacalcidol
patiromer: Veltassa
sodium polystyrene sulfonate: Kayexalate; Resonium A
methenamine: Hiprex; methenamine hippurate
quinidine: quinidine sulfate
atenolol: Tenormin; atenolol 50
metoprolol: metoprolol succinate; Toprol XL 50; Lopressor
propranolol: Inderal LA; propranolol
bisoprolol: Cardicor; bisoprolol fumarate 2.5
salmeterol: Serevent
salbutamol: albuterol inhaler; Ventolin; salbutamol
zinc: zinc picolinate; Solvazinc
calcium: Calcichew; Citracal; calcium carbonate
potassium: Slow-K; Klor-Con; potassium chloride
dolutegravir, abacavir, lamivudine: Triumeq
dolutegravir, lamivudine: Dovato
dolutegravir, rilpivirine: Juluca; dolutegravir/rilpivirine
bictegravir, emtricitabine, tenofovir: Biktarvy
elvitegravir, cobicistat, emtricitabine, tenofovir: Stribild; Genvoya
levodopa, carbidopa: Sinemet; co-careldopa 25/100
levodopa, benserazide: Madopar
levodopa, carbidopa, entacapone: Stalevo
diclofenac, misoprostol: Arthrotec
amiloride, furosemide: co-amilofruse; Frumil
amiloride, hydrochlorothiazide: co-amilozide; Moduretic
losartan, hydrochlorothiazide: losartan/HCTZ; Hyzaar; losartan HCT
spironolactone, hydrochlorothiazide: Aldactazide
triamterene, hydrochlorothiazide: Dyazide; Maxzide
atovaquone, proguanil: Malarone; atovaquone and proguanil
ledipasvir, sofosbuvir: Harvoni
velpatasvir, sofosbuvir: Epclusa
calcium, vitamin d: Adcal-D3; calcium + D3 tablets; Calcichew D3 Forte; calcium and vitamin D
multivitamin, iron: multivitamin with iron
alendronate, vitamin d: Fosavance; Fosamax Plus D
lisinopril, hydrochlorothiazide: Zestoretic
fluticasone, salmeterol: Seretide; Advair Diskus
budesonide, formoterol: Symbicort
ezetimibe, rosuvastatin: Roszet
dipyridamole, aspirin: Aggrenox
"""

#: Medicines without a rule about magnesium: they have to be known, and raise nothing.
ORDINARY = """
Tylenol; paracetamol 500mg; Panadol; acetaminophen; ibuprofen 400; Advil; Nurofen; metformin 500 mg bd; Glucophage;
sertraline 50mg; Zoloft; citalopram; Lexapro; fluoxetine; Prozac; apixaban 5mg; Eliquis; Xarelto; warfarin; Plavix;
salbutamol; Ventolin inhaler; atorvastatin 20mg; Lipitor; simvastatin; Zocor; pravastatin; cetirizine; Zyrtec; Claritin;
loratadine; amoxicillin; Augmentin; flucloxacillin; penicillin V; cefalexin; Keflex; aspirin 75mg; baby aspirin 81 mg;
clopidogrel; naproxen; Aleve; diclofenac gel; codeine; co-codamol 30/500; tramadol; oxycodone; pregabalin; Lyrica;
amitriptyline 10mg; nortriptyline; duloxetine; venlafaxine; mirtazapine; bupropion; Wellbutrin; zopiclone; zolpidem;
diazepam; lorazepam; melatonin; quetiapine; olanzapine; risperidone; lamotrigine; levetiracetam; Keppra; topiramate;
sumatriptan; prednisolone 5mg; prednisone; hydrocortisone; folic acid 5mg; vitamin B12; vitamin D3 1000 IU; vitamin C;
fish oil; famotidine; Pepcid; loperamide; Imodium; senna; lactulose; Movicol; psyllium; tamsulosin; Flomax; finasteride;
sildenafil; Viagra; estradiol patch; Evorel; Microgynon; desogestrel; levonorgestrel; tamoxifen; letrozole; anastrozole;
methotrexate; sulfasalazine; adalimumab; Humira; allopurinol; colchicine; insulin glargine; Lantus; Ozempic; Jardiance;
sitagliptin; Januvia; latanoprost eye drops; Xalatan; ezetimibe; montelukast; Singulair; tiotropium; Spiriva; donepezil;
memantine; baclofen; tizanidine; methocarbamol; quinine sulphate; Nytol; Benadryl; hydroxyzine; oxybutynin; mirabegron;
varenicline; naltrexone; modafinil; Ritalin; Adderall XR; Paxlovid; aciclovir; fluconazole; terbinafine; turmeric
"""


def lines(table: str) -> list[tuple[str, set[str]]]:
    found = []
    for line in table.strip().splitlines():
        meant, _, names = line.partition(":")
        for name in names.split(";"):
            found.append((name.strip(), {each.strip() for each in meant.split(",")}))
    return found


@pytest.mark.parametrize(("written", "meant"), lines(WRITTEN))
def test_a_written_name_is_recognised(written: str, meant: set[str]) -> None:
    answer = recognise(written)

    assert answer.known
    assert answer.sure
    assert set(answer.ingredients) == meant


@pytest.mark.parametrize("written", [name.strip() for name in ORDINARY.replace("\n", " ").split(";")])
def test_an_ordinary_medicine_is_known_and_raises_nothing(written: str) -> None:
    answer = recognise(written)

    assert answer.known
    assert answer.sure
    assert answer.ingredients
    assert answer.rules == ()


def test_the_tables_reach_the_promised_width() -> None:
    with_rule = {ingredient for rule in medicines.rules() for ingredient in rule.ingredients}
    assert len(with_rule) >= 60
    assert len(lines(WRITTEN)) >= 250
    assert len(ORDINARY.split(";")) >= 130


def test_every_ingredient_of_a_rule_can_be_recognised_and_carries_that_rule() -> None:
    for rule in medicines.rules():
        for ingredient in rule.ingredients:
            if ingredient != "magnesium antacid or laxative":
                answer = recognise(ingredient)
                assert rule in answer.rules, (rule.id, ingredient)
                assert answer.sure


# written, action, minutes before, minutes after, pause during the course
RULES = [
    ("ciprofloxacin", "separate", 360, 120, True),
    ("levofloxacin", "separate", 240, 120, True),
    ("moxifloxacin", "separate", 480, 240, True),
    ("doxycycline", "separate", 360, 240, True),
    ("alendronate", "separate", 360, 240, False),
    ("levothyroxine", "separate", 240, 240, False),
    ("gabapentin", "separate", 120, 120, False),
    ("dolutegravir", "separate", 360, 120, False),
    ("raltegravir", "avoid", None, None, False),
    ("iron tablets", "separate", 240, 240, False),
    ("nitrofurantoin", "separate", 240, 240, True),
    ("mycophenolate", "separate", 120, 120, False),
    ("digoxin", "clinician-first", 120, 120, False),
    ("spironolactone", "clinician-first", 0, 0, False),
    ("furosemide", "monitor", 0, 0, False),
    ("omeprazole", "monitor", 0, 0, False),
    ("amlodipine", "monitor", 0, 0, False),
    ("lithium", "clinician-first", 120, 120, False),
    ("penicillamine", "clinician-first", 240, 240, False),
    ("gefitinib", "clinician-first", 360, 360, False),
    ("neratinib", "clinician-first", 180, 180, False),
    ("Milk of Magnesia", "avoid", 0, 0, False),
    ("patiromer", "clinician-first", 180, 180, False),
    ("eltrombopag", "separate", 240, 240, False),
    ("atazanavir", "separate", 60, 120, False),
    ("rilpivirine", "separate", 120, 240, False),
]


@pytest.mark.parametrize(("written", "action", "before", "after", "pause"), RULES)
def test_the_rule_of_a_medicine(written, action, before, after, pause) -> None:
    first = recognise(written).rules[0]

    assert (first.action, first.mg_before_min, first.mg_after_min, first.pause_during_course) == (
        action,
        before,
        after,
        pause,
    )


def test_two_rules_of_one_medicine_both_hold() -> None:
    lansoprazole = {rule.id: rule for rule in recognise("lansoprazole").rules}

    assert lansoprazole["ppi"].action == "monitor"
    assert lansoprazole["lansoprazole-absorption"].mg_before_min == 60


# a near miss, the name to ask about, an ingredient to screen as
NEAR = [
    ("doxicyclin", "doxycycline", "doxycycline"),
    ("levothyroxin sodum", None, "levothyroxine"),
    ("ciprofloxacine 500mg", None, "ciprofloxacin"),
    ("synthriod", "Synthroid", "levothyroxine"),
    ("alendronat", "alendronate", "alendronate"),
    ("furosimide", "furosemide", "furosemide"),
    ("spironolactne", "spironolactone", "spironolactone"),
    ("amlodapine", "amlodipine", "amlodipine"),
    ("metropolol", "metoprolol", "metoprolol"),
    ("omeprazol 20", None, "omeprazole"),
    ("ibuprofin", "ibuprofen", "ibuprofen"),
    ("warfrin", "warfarin", "warfarin"),
    ("gabapentine", None, "gabapentin"),
    ("hydroxycloroquine", "hydroxychloroquine", "hydroxychloroquine"),
    ("Fosomax", "Fosamax", "alendronate"),
    ("lisinoprol", "lisinopril", "lisinopril"),
    ("simvastatn", "simvastatin", "simvastatin"),
    ("predisone", "prednisone", "prednisone"),
]


@pytest.mark.parametrize(("written", "suggestion", "ingredient"), NEAR)
def test_a_near_miss_is_asked_about_and_screened_as_if_meant(written, suggestion, ingredient) -> None:
    answer = recognise(written)

    assert ingredient in answer.ingredients
    if suggestion is not None:
        assert not answer.sure
        assert answer.suggestion == suggestion


LOOK_ALIKES = [
    ("hydroxyzine", "hydralazine"),
    ("clonidine", "clonazepam"),
    ("prednisone", "primidone"),
    ("chlorpromazine", "chlorpropamide"),
    ("quinine", "quinidine"),
    ("carbimazole", "carbamazepine"),
    ("penicillin", "penicillamine"),
    ("risedronate", "ibandronate"),
    ("losartan", "lisinopril"),
    ("Losec", "Lasix"),
    ("amiloride", "amlodipine"),
    ("amantadine", "amiodarone"),
    ("tramadol", "trazodone"),
]


@pytest.mark.parametrize(("one", "other"), LOOK_ALIKES)
def test_names_that_look_alike_are_kept_apart(one: str, other: str) -> None:
    first, second = recognise(one), recognise(other)

    assert first.sure
    assert second.sure
    assert set(first.ingredients).isdisjoint(second.ingredients)
    assert first.alternatives == second.alternatives == ()


def test_a_misspelling_between_two_names_is_screened_as_both() -> None:
    answer = recognise("losex")

    assert {answer.suggestion, *answer.alternatives} >= {"Losec"}
    assert not answer.sure
    both = recognise("quinidin")
    assert {"quinidine", "quinine"} & set(both.ingredients)


CLASS_WORDS = [
    ("water tablet", {"potassium-sparing", "loop-diuretics", "thiazides"}),
    ("statin", {"rosuvastatin"}),
    ("blood pressure pill", {"blood-pressure-lowering", "calcium-channel-blockers", "ace-inhibitors"}),
    ("antibiotic", {"antibiotic-unknown"}),
    ("thyroid tablet", {"levothyroxine"}),
    ("PPI", {"ppi"}),
    ("bone tablet", {"bisphos-alendronate"}),
    ("HIV medicine", {"insti-raltegravir"}),
    ("heart tablets", set()),
    ("blood thinner", set()),
    ("sleeping pills", set()),
]


@pytest.mark.parametrize(("written", "rules"), CLASS_WORDS)
def test_a_class_word_asks_which_and_is_screened_as_its_class(written: str, rules: set[str]) -> None:
    answer = recognise(written)

    assert rules <= {rule.id for rule in answer.rules}
    assert not answer.sure
    if answer.known:
        assert answer.ask


def test_an_unnamed_antibiotic_pauses_magnesium_with_the_longest_interval_of_its_kind() -> None:
    unnamed = recognise("antibiotics").rules[0]
    named = [rule for rule in medicines.rules() if rule.pause_during_course]

    assert unnamed.pause_during_course
    assert unnamed.mg_before_min == max(rule.mg_before_min for rule in named)
    assert unnamed.mg_after_min == max(rule.mg_after_min for rule in named)


@pytest.mark.parametrize(
    "written", ["asdf", "pill", "", "💊", "xqzzv 20mg", "腎臓の薬", "<script>x</script>", "a", "12 mg"]
)
def test_what_is_not_known_is_unknown_and_keeps_the_general_rule(written: str) -> None:
    answer = recognise(written)

    assert not answer.known
    assert not answer.sure
    assert answer.suggestion is None
    assert [rule.id for rule in answer.rules] == [medicines.UNKNOWN]
    assert answer.rules[0].mg_before_min == answer.rules[0].mg_after_min == 120
    assert answer.rules[0].refers_to == ("pharmacist",)


@pytest.mark.parametrize("written", ["none", "None", "no medication", "nothing", "n/a"])
def test_nothing_taken_is_not_an_unknown_medicine(written: str) -> None:
    answer = recognise(written)

    assert answer.known
    assert answer.rules == ()


def test_an_unknown_part_of_a_list_is_not_lost() -> None:
    answer = recognise("metformin 500mg, blorbixan and ramipril")

    assert answer.ingredients == ("metformin", "ramipril")
    assert answer.unread == ("blorbixan",)
    assert medicines.UNKNOWN in {rule.id for rule in answer.rules}


def test_a_name_does_not_reach_over_a_comma_into_a_longer_one() -> None:
    """ "Patiromer calcium" is a name; here the calcium belongs to the next."""
    answer = recognise("patiromer, calcium polystyrene sulfonate")

    assert answer.ingredients == ("patiromer", "calcium polystyrene sulfonate")
    assert set(recognise("calcium, magnesium and zinc").ingredients) >= {"calcium", "zinc"}


NOT_SWALLOWED = [
    ("ciprofloxacin eye drops", "eye", "fq-ciprofloxacin"),
    ("Ciloxan", "eye", "fq-ciprofloxacin"),
    ("Ciprodex", "ear", "fq-ciprofloxacin"),
    ("tacrolimus ointment", "skin", "calcineurin"),
    ("gentamicin ear drops", "ear", "aminoglycosides"),
    ("timolol eye drops", "eye", "beta-blockers"),
    ("ketoconazole shampoo", "skin", "azoles"),
    ("azithromycin infusion", "injection", "azithromycin"),
    ("Cabenuva", "injection", "cabotegravir-oral"),
]


@pytest.mark.parametrize(("written", "route", "rule"), NOT_SWALLOWED)
def test_a_medicine_that_is_surely_not_swallowed_does_not_bind_in_the_gut(written, route, rule) -> None:
    answer = recognise(written)

    assert answer.route == route
    assert rule in {each.id for each in answer.set_aside}
    assert rule not in {each.id for each in answer.rules}


@pytest.mark.parametrize("written", ["GTN spray", "gtn spray 400 mcg", "Nitrolingual"])
def test_a_spray_under_the_tongue_meets_nothing_in_the_gut(written) -> None:
    answer = recognise(written)

    assert answer.route == "under_tongue"
    assert answer.ingredients == ("glyceryl trinitrate",)


@pytest.mark.parametrize("written", ["ciprofloxacin", "ciprofloxacin tablets", "ciprofloxacin eye drops and tablets"])
def test_what_may_be_swallowed_keeps_its_rule(written: str) -> None:
    assert "fq-ciprofloxacin" in {rule.id for rule in recognise(written).rules}


def test_an_injected_medicine_that_acts_in_the_body_keeps_its_rule() -> None:
    assert "aminoglycosides" in {rule.id for rule in recognise("gentamicin injection").rules}


DOSES = [
    ("Euthyrox 75", 75, "", None),
    ("doxycycline 100mg cap", 100, "mg", 100),
    ("levothyroxine 75 mcg", 75, "mcg", 0.075),
    ("digoxin 62.5 micrograms", 62.5, "micrograms", 0.0625),
    ("metformin 1 g", 1, "g", 1000),
    ("insulin 20 units", 20, "units", None),
]


@pytest.mark.parametrize(("written", "value", "unit", "mg"), DOSES)
def test_a_strength_in_the_name_is_read(written, value, unit, mg) -> None:
    dose = recognise(written).dose

    assert dose is not None
    assert (dose.value, dose.unit) == (value, unit)
    assert dose.mg == (None if mg is None else pytest.approx(mg))


def test_a_strength_beside_the_name_goes_first() -> None:
    assert recognise("aspirin", dose="75 mg").rules == ()
    assert [rule.id for rule in recognise("aspirin", dose="600 mg").rules] == ["aspirin-high"]


def test_an_unknown_strength_is_not_taken_for_a_low_one() -> None:
    assert [rule.id for rule in recognise("aspirin").rules] == ["aspirin-high"]


MAGNESIUM = [
    ("Milk of Magnesia", "yes", 500),
    ("Phillips' Milk of Magnesia", "yes", 500),
    ("Maalox", "yes", 85),
    ("Mylanta", "yes", None),
    ("Rennie", "yes", 20),
    ("Gaviscon", "perhaps", None),
    ("Gaviscon Advance", "no", None),
    ("Gaviscon Extra Strength", "yes", None),
    ("Tums", "no", None),
    ("Rolaids", "yes", None),
    ("Picolax", "yes", 2110),
    ("CitraFleet", "yes", 2110),
    ("Andrews Salts", "yes", None),
    ("Epsom salt", "yes", None),
    ("citrate of magnesia", "yes", 290),
    ("antacid", "perhaps", None),
    ("laxative", "perhaps", None),
    ("multivitamin", "perhaps", None),
    ("Centrum", "perhaps", None),
    ("magnesium citrate 200 mg", "yes", None),
]


@pytest.mark.parametrize(("written", "contains", "mg"), MAGNESIUM)
def test_magnesium_is_found_wherever_it_is_written(written, contains, mg) -> None:
    product = recognise(written).magnesium

    assert product is not None
    assert (product.contains, product.mg_per_unit) == (contains, mg)


def test_a_bath_is_not_swallowed() -> None:
    answer = recognise("Epsom salt bath")

    assert answer.magnesium is not None
    assert not answer.magnesium.swallowed
    assert "magnesium" not in answer.ingredients


@pytest.mark.parametrize("written", ["lisinopril", "losartan", "spironolactone", "Slow-K", "Entresto", "water tablet"])
def test_medicines_that_keep_potassium_are_told(written: str) -> None:
    assert recognise(written).keeps_potassium or written == "Slow-K"


@pytest.mark.parametrize("written", ["doxycycline", "amoxicillin", "antibiotic", "nitrofurantoin"])
def test_antibiotics_are_told(written: str) -> None:
    assert recognise(written).antibiotic


def test_rules_speak_plainly() -> None:
    forbidden = ("proves", "cures", "guarantee", "natural", "detox", "boost", "deficiency", "should have")
    for rule in medicines.rules():
        text = rule.message.lower()
        assert not any(word in text for word in forbidden), rule.id
        assert max(len(sentence.split()) for sentence in text.replace(":", ".").replace(";", ".").split(".")) <= 26, (
            rule.id
        )


@pytest.mark.shared
def test_every_interaction_of_the_reference_facts_is_met_at_least_as_strictly(shared: Path) -> None:
    facts = json.loads((shared / "facts" / "interactions.json").read_text("utf-8"))
    for record in facts["records"]:
        by_agent = record.get("spacing_by_agent", {})
        for name in [*record["ingredients"], *record["brands"]]:
            if name.startswith("Stalevo") or name == "aspirin high dose":
                continue
            answer = recognise(name)
            assert answer.known, name
            assert any(rule.action == record["action"] for rule in answer.rules), (name, record["action"])
            wanted = by_agent.get(name, record)
            for side, ours in (("mg_before_drug_min", "mg_before_min"), ("mg_after_drug_min", "mg_after_min")):
                if wanted[side]:
                    assert max(getattr(rule, ours) or 0 for rule in answer.rules) >= wanted[side], (name, side)
            if record.get("pause_during_course"):
                assert any(rule.pause_during_course for rule in answer.rules), name


@pytest.mark.parametrize(
    ("written", "beside"),
    [
        ("lisinopril foobarix", "foobarix"),
        ("foobarix lisinopril 10 mg", "foobarix"),
        ("lisinopril Teva 10 mg tablets", None),
        ("aspirin for my bad heart", None),
        ("levothyroxine 50 mcg before breakfast", None),
        ("doxycycline (finished)", "finished"),
        ("allergic to penicillin", "allergic"),
    ],
)
def test_a_word_beside_a_name_is_asked_about_and_not_dropped(written: str, beside: str | None) -> None:
    meaning = medicines.recognise(written)

    assert meaning.beside == beside
    assert (meaning.ask is None) == (beside is None)


def test_a_medicine_that_may_be_over_is_screened_and_asked_about() -> None:
    meaning = medicines.recognise("stopped doxycycline last month")

    assert {rule.id for rule in meaning.rules} == {"tetracyclines"}
    assert meaning.ask == "Do you take it now? If it is over, or was never taken, leave it off the list."
