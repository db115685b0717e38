"""Medicines as people write them, and what each is taken for: brands of three countries, combinations, slips, classes.

``meaning``: the ingredients, with a question mark where it is asked about; ``asked``: the question is which one it is;
``unknown``: said so, and a pharmacist comes first; ``no magnesium``: a product that is often thought to hold some.
Names: the lists that ``knowledge/data/medicine_classes.toml`` cites.
"""

import pytest

from charley.knowledge import medicines
from support.drawn import rows
from support.people import plan_for, topics

NAMES = """
| written                      | meaning                                 |
|------------------------------|-----------------------------------------|
| Tylenol PM Extra Strength    | paracetamol                             |
| Advil 200                    | ibuprofen                               |
| Nurofen Plus                 | ibuprofen + codeine                     |
| co-codamol 30/500            | paracetamol + codeine                   |
| Panadol Actifast             | paracetamol                             |
| Doliprane 1000               | paracetamol                             |
| aspirin 81 mg EC             | aspirin                                 |
| baby aspirin                 | aspirin                                 |
| Eliquis 5mg bd               | apixaban                                |
| Xarelto                      | rivaroxaban                             |
| warfarin (coumadin)          | warfarin                                |
| Plavix                       | clopidogrel                             |
| amlodipine besylate 5 mg     | amlodipine                              |
| Norvasc                      | amlodipine                              |
| Lisinopril-HCTZ 20-12.5      | lisinopril + hydrochlorothiazide        |
| ramipril 2.5 caps            | ramipril                                |
| Bendroflumethiazide 2.5mg    | bendroflumethiazide                     |
| Lasix 40                     | furosemide                              |
| frusemide                    | furosemide                              |
| Aldactone                    | spironolactone                          |
| Entresto 49/51               | sacubitril + valsartan                  |
| bisoprolol                   | bisoprolol                              |
| Concor Cor 2,5               | bisoprolol                              |
| metoprolol succ ER           | metoprolol                              |
| Digoxin 125 mcg              | digoxin                                 |
| Lanoxin                      | digoxin                                 |
| amiodarone                   | amiodarone                              |
| Synthroid 88                 | levothyroxine                           |
| L-Thyroxin Henning 75        | levothyroxine                           |
| Eltroxin                     | levothyroxine                           |
| Armour Thyroid               | desiccated thyroid                      |
| metformin xr 500             | metformin                               |
| Glucophage                   | metformin                               |
| Jardiance                    | empagliflozin                           |
| Ozempic                      | semaglutide                             |
| Mounjaro pen                 | tirzepatide                             |
| Lantus Solostar              | insulin                                 |
| omeprazole                   | omeprazole                              |
| Losec                        | omeprazole                              |
| Nexium 24HR                  | esomeprazole                            |
| pantoprazol                  | pantoprazole                            |
| Prilosec OTC                 | omeprazole                              |
| Zantac                       | ranitidine                              |
| Pepcid                       | famotidine                              |
| Gaviscon Advance             | no magnesium                            |
| Rennie                       | magnesium                               |
| Rolaids                      | magnesium                               |
| Maalox                       | magnesium                               |
| Mylanta                      | magnesium                               |
| Tums                         | no magnesium                            |
| Milk of Magnesia             | magnesium                               |
| Phillips caplets             | magnesium                               |
| Andrews Salts                | magnesium                               |
| Epsom salt drink             | magnesium                               |
| Movicol                      | macrogol                                |
| Miralax                      | macrogol                                |
| Senokot                      | senna                                   |
| Dulcolax                     | bisacodyl                               |
| lactulose                    | lactulose                               |
| Picolax                      | magnesium                               |
| CitraFleet                   | magnesium                               |
| Magnaspartate sachets        | magnesium                               |
| Magnesium Verla              | magnesium                               |
| Slow-Mag                     | magnesium                               |
| Mag-Ox 400                   | magnesium                               |
| MagTab SR                    | magnesium                               |
| Natural Calm                 | magnesium                               |
| ZMA                          | zinc + magnesium + vitamin b6           |
| cipro 500                    | ciprofloxacin                           |
| ciproflaxin                  | ciprofloxacin?                          |
| levofloxacine                | levofloxacin?                           |
| Avelox                       | moxifloxacin                            |
| doxycyclin                   | doxycycline                             |
| minocin                      | minocycline                             |
| amoxicillin                  | amoxicillin                             |
| augmentin                    | amoxicillin + clavulanic acid           |
| co-amoxiclav                 | amoxicillin + clavulanic acid           |
| nitrofurantoin               | nitrofurantoin                          |
| Macrobid                     | nitrofurantoin                          |
| trimethoprim                 | trimethoprim                            |
| azithromycin z-pak           | azithromycin                            |
| clarithromycin               | clarithromycin                          |
| flucloxacillin               | flucloxacillin                          |
| metronidazole                | metronidazole                           |
| Fosamax                      | alendronate                             |
| alendronic acid 70mg weekly  | alendronate                             |
| Actonel                      | risedronate                             |
| Prolia injection             | denosumab                               |
| zoledronate infusion         | zoledronic acid                         |
| prednisolone                 | prednisolone                            |
| Medrol dose pack             | methylprednisolone                      |
| lithium carbonate            | lithium                                 |
| Priadel                      | lithium                                 |
| gabapentin                   | gabapentin                              |
| Neurontin                    | gabapentin                              |
| Lyrica                       | pregabalin                              |
| sertraline                   | sertraline                              |
| Zoloft                       | sertraline                              |
| Cipralex                     | escitalopram                            |
| amitriptyline 10mg nocte     | amitriptyline                           |
| quinine sulphate 300         | quinine                                 |
| Requip                       | ropinirole                              |
| Mirapex                      | pramipexole                             |
| Sinemet                      | levodopa + carbidopa                    |
| Madopar                      | levodopa + benserazide                  |
| atorvastatin                 | atorvastatin                            |
| Lipitor 20                   | atorvastatin                            |
| Crestor                      | rosuvastatin                            |
| simvastatine                 | simvastatin                             |
| ezetimibe                    | ezetimibe                               |
| Ventolin                     | salbutamol                              |
| salbutamol inhaler           | salbutamol                              |
| Symbicort turbohaler         | budesonide + formoterol                 |
| Seretide 500 accuhaler       | fluticasone + salmeterol                |
| Spiriva                      | tiotropium                              |
| Fostair                      | beclometasone + formoterol              |
| tamsulosin                   | tamsulosin                              |
| Flomax                       | tamsulosin                              |
| finasteride                  | finasteride                             |
| sildenafil                   | sildenafil                              |
| Viagra                       | sildenafil                              |
| HRT patches                  | estradiol + progestogen                 |
| Evorel                       | estradiol                               |
| Yasmin                       | ethinylestradiol + drospirenone         |
| the pill                     | ethinylestradiol + progestogen          |
| Microgynon                   | ethinylestradiol + levonorgestrel       |
| methotrexate 15mg weekly     | methotrexate                            |
| Humira                       | adalimumab                              |
| mycophenolate                | mycophenolate                           |
| tacrolimus (Prograf)         | tacrolimus                              |
| ciclosporin                  | ciclosporin                             |
| tamoxifen                    | tamoxifen                               |
| letrozole                    | letrozole                               |
| cisplatin                    | cisplatin                               |
| Dolutegravir                 | dolutegravir                            |
| Biktarvy                     | bictegravir + emtricitabine + tenofovir |
| ferrous fumarate             | ferrous fumarate                        |
| Feroglobin                   | ferrous sulfate                         |
| iron tablets                 | iron                                    |
| calcium + vit D              | calcium + vitamin d                     |
| Adcal D3                     | calcium + vitamin d                     |
| Caltrate                     | calcium                                 |
| vitamin D3 5000 IU           | vitamin d                               |
| B12 injection                | vitamin b12                             |
| folic acid                   | folic acid                              |
| multivitamin                 | multivitamin                            |
| Centrum Silver               | multivitamin + minerals                 |
| Berocca                      | multivitamin + minerals                 |
| zinc picolinate              | zinc                                    |
| potassium chloride Slow-K    | potassium                               |
| turmeric                     | turmeric                                |
| ashwagandha                  | ashwagandha                             |
| St Johns wort                | St John's wort                          |
| valerian                     | valerian                                |
| ginkgo biloba                | ginkgo                                  |
| omega 3 fish oil             | omega-3                                 |
| glucosamine                  | glucosamine                             |
| melatonin                    | melatonin                               |
| CBD oil                      | cannabidiol                             |
| hydrocortisone cream         | hydrocortisone                          |
| Voltarol gel                 | diclofenac                              |
| fusidic acid cream           | fusidic acid                            |
| Canesten                     | clotrimazole                            |
| latanoprost eye drops        | latanoprost                             |
| timolol drops                | timolol                                 |
| botox injection              | unknown                                 |
| paracetmol                   | paracetamol?                            |
| ibuprofin                    | ibuprofen?                              |
| levothyroxin                 | levothyroxine                           |
| omeprazol                    | omeprazole                              |
| furosemid                    | furosemide                              |
| bisoprol                     | bisoprolol + magnesium?                 |
| amlodapine                   | amlodipine?                             |
| gabapentine                  | gabapentin                              |
| allopurinol                  | allopurinol                             |
| colchicine                   | colchicine                              |
| penicillamine                | penicillamine                           |
| deferasirox                  | deferasirox                             |
| bisacodyl                    | bisacodyl                               |
| sevelamer                    | sevelamer                               |
| Kayexalate                   | sodium polystyrene sulfonate            |
| baclofen                     | baclofen                                |
| tizanidine                   | tizanidine                              |
| diazepam                     | diazepam                                |
| zopiclone                    | zopiclone                               |
| cetirizine                   | cetirizine                              |
| loratadine                   | loratadine                              |
| Benadryl                     | diphenhydramine                         |
| pseudoephedrine              | pseudoephedrine                         |
| tramadol                     | tramadol                                |
| oxycodone                    | oxycodone                               |
| morphine sulphate            | morphine                                |
| mirtazapine                  | mirtazapine                             |
| venlafaxine                  | venlafaxine                             |
| quetiapine                   | quetiapine                              |
| Depakote                     | valproate                               |
| lamotrigine                  | lamotrigine                             |
| levetiracetam                | levetiracetam                           |
| phenytoin                    | phenytoin                               |
| hydroxychloroquine           | hydroxychloroquine                      |
| sulfasalazine                | sulfasalazine                           |
| mesalazine                   | mesalazine                              |
| Creon                        | pancreatin                              |
| rifampicin                   | rifampicin                              |
| isoniazid                    | isoniazid                               |
| Paxlovid                     | nirmatrelvir + ritonavir                |
| Wegovy                       | semaglutide                             |
| Trulicity                    | dulaglutide                             |
| insulin                      | insulin                                 |
| EpiPen                       | adrenaline                              |
| nicotine patches             | nicotine                                |
| Champix                      | varenicline                             |
| water tablets                | asked                                   |
| blood pressure pills         | asked                                   |
| heart pill                   | asked                                   |
| tablets for my waterworks    | unknown                                 |
| little white pill            | unknown                                 |
| something for sleep          | unknown                                 |
| Blorpamab                    | unknown                                 |
| Zyxquil                      | unknown                                 |
| grandma's tonic              | unknown                                 |
| homeopathic cuprum           | unknown                                 |
| amox 500                     | unknown                                 |
| esomeprazole magnesium 20 mg | esomeprazole                            |
| magnesium citrate powder     | magnesium                               |
| Solgar magnesium with B6     | magnesium + vitamin b6                  |
| magnesium malate 1000        | magnesium                               |
| magnesum glycinate           | magnesium?                              |
| magnesium oil spray          | on the skin                             |
| Epsom salt bath              | on the skin                             |
| Seidlitz powders             | unknown                                 |
| Bisodol                      | magnesium                               |
| Eno                          | sodium bicarbonate                      |
| Alka-Seltzer                 | aspirin + sodium bicarbonate            |
| Remegel                      | no magnesium                            |
| Milpar                       | unknown                                 |
| Aludrox                      | unknown                                 |
| Asilone                      | magnesium                               |
| Cream of magnesia            | magnesium                               |
| co-magaldrox                 | magnesium                               |
| Titralac                     | no magnesium                            |
| Pepto-Bismol                 | bismuth subsalicylate                   |
| Imodium                      | loperamide                              |
| levodopa/carbidopa           | levodopa + carbidopa                    |
| penicillin V                 | penicillin v                            |
| mesna                        | unknown                                 |
| Thyrax                       | levothyroxine                           |
| Novothyral                   | unknown                                 |
| Marcumar                     | phenprocoumon                           |
| Ciprobay                     | ciprofloxacin                           |
| Triplixam                    | perindopril + indapamide + amlodipine   |
| Levothyrox                   | levothyroxine                           |
| espironolactona              | spironolactone                          |
| hidroclorotiazida            | hydrochlorothiazide                     |
| litio                        | lithium                                 |
| Firdapse                     | amifampridine                           |
| Pepcid Complete              | magnesium                               |
| Tums Dual Action             | magnesium                               |
| Bufferin                     | aspirin + magnesium                     |
| Doan's pills                 | magnesium                               |
| MagneVie B6                  | magnesium                               |
| Panangin                     | magnesium                               |
| Mag-64                       | magnesium                               |
| magnesio                     | magnesium                               |
| Magnefortix                  | magnesium?                              |
| Mg 250                       | magnesium?                              |
| mag threonate                | magnesium                               |
| Natural Vitality Calm        | magnesium                               |
| triam/hctz                   | triamterene + hydrochlorothiazide       |
| One-A-Day                    | asked                                   |
| electrolyte powder           | asked                                   |
| LMNT                         | asked                                   |
| Caltrate Plus                | asked                                   |
| no antibiotics               | none                                    |
| not on anything              | none                                    |
| no                           | none                                    |
| ninguno                      | none                                    |
| Feminax Ultra                | unknown                                 |
| Xyzmyc, nothing else         | unknown                                 |
| Xyzmyc none                  | unknown                                 |
| Xarelto 20                   | rivaroxaban                             |
| Torem                        | torasemide                              |
| HCT 12.5                     | hydrochlorothiazide                     |
| ibandronate                  | ibandronate                             |
| Bonviva                      | ibandronate                             |
"""


def test_there_are_many_names():
    assert len({row["written"] for row in rows(NAMES)}) >= 200


@pytest.mark.parametrize("row", rows(NAMES), ids=lambda row: row["written"])
def test_each_name_is_recognised_or_asked_about_or_said_to_be_unknown(row):
    written, meaning = row["written"], row["meaning"]
    found = medicines.recognise(written)
    plan = plan_for(medicines=[{"name": written, "times": ["08:00"]}])
    if meaning == "unknown":
        assert "unknown_name" in topics(plan)
        assert plan.not_understood
        assert plan.steps == ()
        return
    assert written in plan.recognised
    assert plan.not_understood == ()
    if meaning == "asked":
        assert any(question.ask for question in plan.confirm)
    elif meaning in ("no magnesium", "on the skin"):
        assert found.ingredients == ()
        assert plan.current.counted_mg == 0
    else:
        assert " + ".join(found.ingredients) == meaning.removesuffix("?")
    if meaning.endswith("?"):
        assert any(question.suggestion for question in plan.confirm)


@pytest.mark.parametrize(
    "written",
    ["morphine sulphate", "quinine sulphate", "esomeprazole magnesium 20 mg", "lithium carbonate", "sevelamer"],
)
def test_the_salt_of_a_medicine_is_no_magnesium_product(written):
    assert plan_for(medicines=[{"name": written, "times": ["08:00"]}]).current.items == ()


def test_a_strength_in_the_name_of_a_multivitamin_is_not_its_magnesium():
    plan = plan_for(supplements=[{"name": "multivitamin and minerals 75 mcg"}])
    assert plan.current.items[0].elemental_mg_per_day is None
    assert plan.steps == ()


def test_a_near_miss_between_two_is_screened_as_both():
    plan = plan_for(medicines=[{"name": "quinoone", "times": ["08:00"]}])
    assert plan.confirm[0].suggestion == "quinolone"
    assert plan.waits_for or plan.status != "ok" or any(f.topic == "drug_binding" for f in plan.findings)


def test_a_course_that_is_over_is_still_named_and_bears_on_nothing():
    plan = plan_for(medicines=[{"name": "zyxwv", "since": "2020-01-01", "duration_days": 3}])
    assert plan.not_understood == ("zyxwv",)
    assert plan.status == "ok"
