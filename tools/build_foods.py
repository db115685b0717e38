"""Build ``knowledge/data/foods.csv`` from USDA figures.

    python tools/build_foods.py FOLDER

FOLDER holds ``foods_core.csv`` and ``dishes_fndds.csv`` (figures per 100 g by FDC id and by FNDDS code) and, under
``usda``, the SR Legacy CSV zip and the FNDDS "Portions and Weights" workbook, from which household portions are taken.
What a food contains (meat, fish, egg, milk, nut, peanut, honey) is judged here by its name and group; ``?`` says that
it may contain more than is named.
"""

import csv
import io
import re
import sys
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

OUT = Path(__file__).resolve().parents[1] / "src/charley/knowledge/data/foods.csv"
FIGURES = [
    "energy_kcal",
    "magnesium_mg",
    "potassium_mg",
    "calcium_mg",
    "sodium_mg",
    "fibre_g",
    "vitamin_d_mcg",
    "vitamin_b6_mg",
    "vitamin_b12_mcg",
    "folate_mcg",
    "vitamin_e_mg",
    "thiamine_mg",
]
COLUMNS = [
    "id",
    "name",
    "also",
    "plainly",
    "group",
    "contains",
    "cheap",
    "as_eaten",
    "listed",
    "cocoa_from",
    "cocoa_to",
    "portions",
    *FIGURES,
    "sources",
]

ALSO = {
    "Pumpkin seeds": "pepitas",
    "Chickpeas": "garbanzo beans chana",
    "Swiss chard": "silverbeet mangold",
    "Arugula": "rucola",
    "Rolled oats": "porridge oatmeal haferflocken",
    "Oatmeal porridge": "oats",
    "Flaxseed": "linseed",
    "Courgette": "marrow",
    "Coriander": "cilantro",
    "Prawns": "shrimps",
    "Yogurt": "yoghurt",
    "Greek yogurt": "yoghurt",
    "Peanut": "groundnut",
    "Soya milk": "soy milk",
    "Soybeans": "soya beans",
    "Sweetcorn": "corn on the cob maize",
    "Broad beans": "favas",
    "Lima": "butterbeans",
    "Beef mince": "ground beef hamburger",
    "Turkey mince": "ground turkey",
    "Milk powder": "dried milk",
    "Potato crisps": "potato chips",
    "Chips (French fries)": "fries",
    "Spring onions": "scallions green onions",
    "Beetroot": "beets",
    "Bok choy": "pak choi",
    "Rapeseed": "canola",
    "Wheat bran": "bran",
    "Whole-wheat bread": "wholemeal wholegrain brown bread",
    "White bread": "toast",
    "Egg, hard-boiled": "eggs",
    "Tap water": "drinking water",
    "Gerolsteiner": "mineral water",
    "Water spinach": "kangkong",
    "Dates": "date",
    "Cola": "coke pepsi soda",
    "Tofu": "bean curd",
    "Cocoa powder": "cacao",
    "Dark chocolate": "bitter chocolate cacao",
    "Granola": "muesli",
    "Lettuce": "salad",
}
#: What a single everyday word means first, by the name of the food.
PLAINLY = {
    "Whole milk, unfortified": "milk",
    "Whole milk, vitamin D added": "milk",
    "Reduced-fat milk (2%), vitamins A and D added": "milk",
    "Chicken breast, roasted, no skin": "chicken",
    "Chicken thigh, roasted, no skin": "chicken",
    "Beef sirloin steak, grilled": "beef steak",
    "Beef mince, 85% lean, cooked": "beef",
    "Black tea, brewed": "tea",
    "Green tea, brewed": "tea",
    "Potato, boiled, without skin": "potato",
    "Potato, baked, with skin": "potato",
    "Butter, salted": "butter",
    "Cod, cooked": "fish",
    "Salmon, canned": "fish",
    "Tuna, light, canned in water": "fish",
    "Corn flakes, fortified": "cereal",
    "Granola, homemade": "cereal muesli",
    "Almonds": "nut",
    "Tap water": "water",
    "Tap water, municipal (US average)": "water",
    "Kidney beans, cooked": "beans",
    "Black beans, cooked": "beans",
}
NUTS = r"almond|brazil|cashew|walnut|pecan|pistachio|hazelnut|macadamia|pine nut|chestnuts, roasted|trail mix"
BY_WORD = (
    (
        r"beef|pork|ham\b|chicken|turkey|lamb|meat|bacon|salami|jerky|bratwurst|gyro|hamburger|ramen|pho\b|pozole",
        "meat",
    ),
    (r"fish|salmon|shrimp|paella|ceviche|cod liver|sushi|tuna", "fish"),
    (r"egg\b|eggs|quiche|mayonnaise|pancake|crepe|egg noodle|egg roll|macaroni|croissant|muffin|cookies", "egg"),
    (
        r"cheese|paneer"
        r"|milk (?:choc|powder|and butter)|^butter|ghee|cream|whey|hot cocoa|lasagne|pizza|enchilada"
        r"|quiche|stroganoff|kefir|pesto|spanakopita"
        r"|made with milk|crepe|pancake|muffin|croissant|cornbread|hazelnut spread",
        "milk",
    ),
    (NUTS + r"|pesto|hazelnut spread|with nuts|nut bar", "nut"),
    (r"peanut|trail mix|kung pao|pad thai", "peanut"),
    (r"honey", "honey"),
)
PLAIN_GROUPS = {
    "Nuts and seeds", "Leafy greens", "Vegetables", "Fruit", "Legumes and soya", "Plant milks", "Grains and pasta",
    "Water", "Drinks", "Alcoholic drinks", "Fats and oils", "Herbs, spices and condiments", "Fish and seafood",
    "Meat and poultry", "Eggs and dairy",
}  # fmt: skip
ALWAYS = {"Meat and poultry": "meat", "Fish and seafood": "fish"}
OPEN = (
    r"refried|kimchi|baked beans, canned|mashed|margarine|horchata|chocolate, |granola|cookies|naan|arepa|bar\b|trail"
    r"|spread"
)
NONE_NAMED = (
    r"bread$|pita|chapati|tortilla|bagel|crispbread|crackers|sugar|molasses|syrup|jam|popcorn|chips|pretzel|cakes|honey"
    r"|cocoa powder|bran flakes|shredded wheat|weetabix|corn flakes|oat rings|grape-nuts|wheat germ|instant oatmeal"
)
CHEAP_GROUPS = {"Legumes and soya", "Grains and pasta", "Breakfast cereals", "Bread and bakery"}
CHEAP = (
    r"^(?:peanut|sunflower seed|spinach, frozen|kale|cabbage|carrots|onion|potato, |banana$|apple, |egg, "
    r"|egg white|egg yolk"
    r"|milk powder|whole milk|sardines|mackerel, canned"
    r"|tap water|collard|beet greens|flaxseed, whole|cocoa powder)"
)
DEAR = (
    r"quinoa|wild rice|teff|amaranth|soba|hummus, bought|tempeh|natto|croissant|buckwheat groats|khorasan|fonio|spelt"
)


def contains(name: str, group: str) -> str:
    """What the food contains, as far as its name and group say."""
    low = name.lower()
    found = {tag for pattern, tag in BY_WORD if re.search(pattern, low)}
    if group in ALWAYS:
        found = {ALWAYS[group]}
    if group == "Eggs and dairy":
        found = {"egg"} if low.startswith("egg") and "scrambled" not in low else {"milk"}
        if "scrambled" in low:
            found = {"egg", "milk"}
    if group in ("Plant milks", "Vegetables", "Fruit", "Leafy greens", "Legumes and soya"):
        found -= {"meat", "fish", "egg", "nut", "peanut"}
        found = found if "mashed" in low else set()
    if group == "Plant milks" and "almond" in low:
        found = {"nut"}
    if re.search(r"butternut|coconut water|water", low) and group in ("Vegetables", "Drinks", "Water"):
        found = set()
    closed = group in PLAIN_GROUPS or re.search(NONE_NAMED, low)
    if re.search(OPEN, low) or not closed:
        found.add("?")
    return " ".join(sorted(found))


def cheap(name: str, group: str) -> str:
    """``1`` for a staple that is usually among the cheaper foods of a shop: our own coarse judgement."""
    low = name.lower()
    return "1" if (group in CHEAP_GROUPS or re.search(CHEAP, low)) and not re.search(DEAR, low) else ""


def as_eaten(name: str, group: str) -> str:
    """``0`` for what is bought to be cooked or baked first, such as dry beans, flour or raw fish."""
    low = name.lower()
    to_cook = {"Grains and pasta", "Legumes and soya", "Meat and poultry", "Fish and seafood"}
    if (
        name != "Salami, dry"
        and group in to_cook
        and re.search(r"\b(?:raw|dry|uncooked|flour)\b|cornmeal|masa|sorghum|starch", low)
    ):
        return "1" if low in ("rolled oats, dry", "oat bran, raw") else "0"
    return "0" if re.search(r"^potato, raw|okra, raw|egg, whole, raw|cassava|powder|seed$|ground$", low) else "1"


#: The foods that advice on magnesium names most, under the heading they stand under.
LISTED = (
    ("Greens", r"^(?:spinach, |kale|swiss chard)"),
    ("Nuts and seeds", r"^(?:almonds|cashews|pumpkin seeds)\b"),
    ("Pulses", r"^(?:black beans|chickpeas|lentils|red lentils|(?:kidney|pinto|navy|white|lima|mung|adzuki)\b.*beans)"),
    ("Grains", r"^(?:brown rice|quinoa|rolled oats|oatmeal porridge|steel-cut oats)"),
    ("Fruit", r"^(?:avocado|banana)$"),
    ("Dairy", r"^(?:yogurt|greek yogurt)"),
    ("Fish", r"salmon|mackerel"),
    ("Chocolate", r"^dark chocolate, 70"),
)


def listed(name: str) -> str:
    heads = (head for head, pattern in LISTED if re.search(pattern, name.lower()))
    return next(heads, "") if "sushi" not in name.lower() else ""


def also(name: str) -> str:
    return " ".join(words for start, words in ALSO.items() if name.startswith(start))


def without_inches(portions: dict[str, float]) -> dict[str, float]:
    """``1 medium`` for ``1 medium (7" to 7-7/8" long)``, where no other portion is called so."""
    short = {words: re.sub(r'\s*\([^)]*"[^)]*\)', "", words).strip() for words in portions}
    taken = list(short.values())
    return {
        short[words] if taken.count(short[words]) == 1 and short[words][-1:].isalpha() else words: grams
        for words, grams in portions.items()
    }


#: Parts of a measure as people write them.
PARTS = {"0.25": "¼", "0.33": "⅓", "0.5": "½", "0.67": "⅔", "0.75": "¾"}


def spelt(words: str) -> str:
    """``½ cup`` for ``0.5 cup``."""
    number, _, measure = words.partition(" ")
    return f"{PARTS[number]} {measure}" if number in PARTS and measure else words


def glass_first(name: str, group: str, portions: dict[str, float]) -> dict[str, float]:
    """A drink's glass, can or bottle before its fluid ounce; eight ounces where none is named."""
    is_small = name in ("Espresso", "Sake")  # drunk by the ounce or two
    if is_small or group not in ("Water", "Drinks", "Alcoholic drinks") or next(iter(portions)) != "1 fl oz":
        return portions
    served = [words for words in portions if re.search(r"8 fl oz|5 fl oz|\b(?:can|cup|jigger)\b", words)]
    first = served[0] if served else "1 glass (8 fl oz)"
    return {first: portions.get(first, round(8 * portions["1 fl oz"], 1)), **portions}


def cocoa(name: str) -> tuple[str, str]:
    match = re.search(r"(\d+)-(\d+)% cocoa", name)
    if match:
        return match[1], match[2]
    return ("100", "100") if name.startswith("Cocoa powder") else ("", "")


def legacy_portions(folder: Path) -> dict[str, list[tuple[str, float]]]:
    """Household portions of SR Legacy by FDC id; the words stand in ``modifier``."""
    found: dict[str, list[tuple[str, float]]] = defaultdict(list)
    path = next((folder / "usda").glob("*sr_legacy*.zip"))
    with zipfile.ZipFile(path) as archive:
        name = next(n for n in archive.namelist() if n.endswith("/food_portion.csv"))
        rows = csv.DictReader(io.TextIOWrapper(archive.open(name), "utf-8"))
        for row in sorted(rows, key=lambda r: (r["fdc_id"], int(r["seq_num"] or 0))):
            if row["modifier"]:
                words = f"{float(row['amount']):g} {row['modifier']}"
                found[row["fdc_id"]].append((words, float(row["gram_weight"])))
    return found


def fndds_portions(folder: Path) -> dict[str, list[tuple[str, float]]]:
    import openpyxl

    found: dict[str, list[tuple[str, float]]] = defaultdict(list)
    path = next((folder / "usda").rglob("*Portions and Weights.xlsx"))
    for row in openpyxl.load_workbook(path, read_only=True).worksheets[0].iter_rows(min_row=3, values_only=True):
        code, words, grams = str(row[0]), row[5], row[6]
        if words and grams and not str(words).lower().startswith("quantity not"):
            found[code].append((str(words), float(grams)))
    return found


def rows(folder: Path) -> Iterator[dict[str, str]]:
    legacy, survey = legacy_portions(folder), fndds_portions(folder)
    for file, key, prefix in (("foods_core.csv", "fdc_id", "fdc"), ("dishes_fndds.csv", "fndds_code", "fndds")):
        for row in csv.DictReader((folder / file).open(encoding="utf-8")):
            name, group = row["name"], row["group"]
            own = [(row["portion_name"], float(row["portion_g"]))]
            if group == "Nuts and seeds" and own[0][1] > 40:  # a cup of nuts is a measure for cooks, no serving
                own.insert(0, ("1 oz", 28.35))
            if re.match(r"wheat germ|wheat bran|oat bran", name.lower()):
                own.insert(0, ("0.25 cup", own[0][1] / 4))
            more = legacy[row[key]] if prefix == "fdc" else survey[row[key]]
            portions = dict(own + [p for p in more if p[0] not in dict(own) and not p[0].startswith("1 oz (")])
            portions = without_inches(glass_first(name, group, portions))
            lower, upper = cocoa(name)
            yield {
                "id": f"{prefix}:{row[key]}",
                "name": name,
                "also": also(name),
                "plainly": PLAINLY.get(name, ""),
                "group": group,
                "contains": contains(name, group),
                "cheap": cheap(name, group),
                "as_eaten": as_eaten(name, group),
                "listed": listed(name),
                "cocoa_from": lower,
                "cocoa_to": upper,
                "portions": "|".join(
                    f"{spelt(words).replace('|', '/')}={grams:g}" for words, grams in portions.items()
                ),
                **{figure: row[figure.replace("_mcg", "_ug")] for figure in FIGURES},
                "sources": "fdc" if prefix == "fdc" else "fndds",
            }


def main() -> None:
    with OUT.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows(Path(sys.argv[1])))


if __name__ == "__main__":
    main()
