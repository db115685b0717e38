"""The releases of the U.S. Department of Agriculture as published, read into the food store.

- SR Legacy and Foundation Foods: the "CSV" zips of FoodData Central;
- Foundation Foods and SR Legacy: the "JSON" files, zipped or not;
- FNDDS: the "At A Glance" workbooks (nutrient values; portions; foods and beverages).

What is particular in them: ``food.csv`` of Foundation Foods lists thousands of samples beside the foods; energy often
stands only under other ids; vitamin D stands twice; SR Legacy keeps the words of a portion in ``modifier``; workbooks
begin with a title row.
"""

import csv
import hashlib
import io
import json
import re
import zipfile
import zlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import IO, Any, NamedTuple

from charley.errors import BadInput, Problem
from charley.interop.food_store import FoodStore, Release, StoredFood, one_line

#: Told how many of how many bytes have been read.
Progress = Callable[[int, int], None]

#: FoodData Central's nutrient ids for each figure, the first that is there is taken, and the factor to our unit.
NUTRIENT_IDS: Mapping[str, tuple[tuple[int, float], ...]] = {
    "energy_kcal": ((1008, 1.0), (2048, 1.0), (2047, 1.0)),
    "magnesium_mg": ((1090, 1.0),),
    "potassium_mg": ((1092, 1.0),),
    "calcium_mg": ((1087, 1.0),),
    "sodium_mg": ((1093, 1.0),),
    "fibre_g": ((1079, 1.0), (2033, 1.0)),
    "vitamin_d_mcg": ((1114, 1.0), (1110, 0.025)),
    "vitamin_b6_mg": ((1175, 1.0),),
    "vitamin_b12_mcg": ((1178, 1.0),),
    "folate_mcg": ((1190, 1.0), (1177, 1.0)),
    "vitamin_e_mg": ((1109, 1.0),),
    "thiamine_mg": ((1165, 1.0),),
}
#: The workbook's column for each figure, without line breaks.
WORKBOOK_COLUMNS: Mapping[str, str] = {
    "Energy (kcal)": "energy_kcal",
    "Magnesium (mg)": "magnesium_mg",
    "Potassium (mg)": "potassium_mg",
    "Calcium (mg)": "calcium_mg",
    "Sodium (mg)": "sodium_mg",
    "Fiber, total dietary (g)": "fibre_g",
    "Vitamin D (D2 + D3) (mcg)": "vitamin_d_mcg",
    "Vitamin B-6 (mg)": "vitamin_b6_mg",
    "Vitamin B-12 (mcg)": "vitamin_b12_mcg",
    "Folate, DFE (mcg_DFE)": "folate_mcg",
    "Vitamin E (alpha-tocopherol) (mg)": "vitamin_e_mg",
    "Thiamin (mg)": "thiamine_mg",
}
FDC_URL = "https://fdc.nal.usda.gov/download-datasets"
FNDDS_URL = "https://www.ars.usda.gov/nea/bhnrc/fsrg"
#: Milligrams in 100 g; no figure of ours can be larger, in whatever unit it stands.
MOST_PER_100G = 100_000.0
#: Unpacked, the largest release of USDA's that is read here has some 60 MB.
MOST_UNPACKED = 2_000_000_000
UNDETERMINED = "9999"


class Imported(NamedTuple):
    """What an import did.

    Attributes:
        release: its name.
        foods: how many foods it holds.
        rows: how many rows of figures were read.
        skipped: reasons with how many rows they left out.
        already: whether this very file had been imported before, so that nothing was done.
    """

    release: str
    foods: int
    rows: int
    skipped: Mapping[str, int]
    already: bool = False


def import_release(path: Path, store: FoodStore, *, today: date, progress: Progress | None = None) -> Imported:
    """Read one file of USDA's into the store, whole or not at all.

    Args:
        path: a CSV zip, a JSON file or zip, or an At-A-Glance workbook.
        store: where the foods go.
        today: the day of the import.
        progress: told how far it is.

    Raises:
        BadInput: for a file that is none of these, is cut off or damaged, or lacks a table, sheet or column.
    """
    digest = _digest(path)
    held = next((release for release in store.releases().values() if release.digest == digest), None)
    if held is not None:
        return Imported(held.name, 0, 0, {}, already=True)
    if path.suffix.lower() == ".json":
        with path.open("rb") as file:
            return _import_json(_json(file), digest, store, today)
    if not zipfile.is_zipfile(path):
        raise BadInput([Problem("", _what_it_is(path))])
    try:
        with zipfile.ZipFile(path) as archive:
            return _import_zip(path, archive, digest, store, today, progress)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as fault:
        raise BadInput([Problem("", f"the file is damaged or cut off ({fault}); please download it again")]) from None


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as fault:
        raise BadInput([Problem("", f"the file cannot be read: {fault.strerror}")]) from None


def _what_it_is(path: Path) -> str:
    with path.open("rb") as file:
        start = file.read(512).lstrip().lower()
    if not start:
        return "the file is empty"
    if start.startswith(b"pk"):
        return "this zip or workbook is damaged or cut off; please download it again"
    if start.startswith((b"<!doctype html", b"<html")):
        return "this is a web page and not the download itself; please use the page's download link"
    return "this is no USDA release: a CSV or JSON zip of FoodData Central or an FNDDS workbook is read here"


def _import_zip(
    path: Path, archive: zipfile.ZipFile, digest: str, store: FoodStore, today: date, progress: Progress | None
) -> Imported:
    if sum(entry.file_size for entry in archive.infolist()) > MOST_UNPACKED:
        raise BadInput([Problem("", "unpacked, this file is larger than any release of USDA's that is read here")])
    names = {name.rsplit("/", 1)[-1]: name for name in archive.namelist()}
    if "[Content_Types].xml" in names:
        return _import_workbook(path, digest, store, today)
    inner = [name for name in names if name.lower().endswith(".json")]
    if inner and "food.csv" not in names:
        with archive.open(names[inner[0]]) as file:
            return _import_json(_json(file), digest, store, today)
    wanted = ("food.csv", "food_nutrient.csv", "nutrient.csv", "food_category.csv", "food_portion.csv")
    missing = [name for name in wanted if name not in names]
    if missing:
        message = "this is no CSV release of FoodData Central: it holds no " + ", ".join(missing)
        raise BadInput([Problem("", message)])
    return _import_csv(_Tables(archive, names, progress), digest, store, today)


class _Tables:
    """The CSV tables of one zip, read by column name; rows that cannot be are counted with their reason."""

    def __init__(self, archive: zipfile.ZipFile, names: Mapping[str, str], progress: Progress | None) -> None:
        self._archive, self._names, self._progress = archive, names, progress
        self.skipped: Counter[str] = Counter()
        self.rows = 0

    def __contains__(self, table: str) -> bool:
        return table in self._names

    def rows_of(self, table: str, *columns: str) -> Iterator[tuple[str, ...]]:
        """The named columns of every row."""
        with self._archive.open(self._names[table]) as raw:
            size = self._archive.getinfo(self._names[table]).file_size
            rows = csv.reader(io.TextIOWrapper(raw, "utf-8-sig", newline=""))
            try:
                header = next(rows, [])
                missing = [column for column in columns if column not in header]
                if missing:
                    raise BadInput([Problem(table, "has no column " + ", ".join(missing))])
                places = [header.index(column) for column in columns]
                for number, row in enumerate(rows):
                    if len(row) != len(header):
                        self.skipped[f"{table}: a row with {len(row)} cells instead of {len(header)}"] += 1
                        continue
                    if self._progress is not None and number % 20_000 == 0:
                        self._progress(raw.tell(), size)
                    yield tuple(row[place] for place in places)
            except UnicodeDecodeError:
                raise BadInput([Problem(table, "is not text in UTF-8")]) from None
            except csv.Error as fault:
                raise BadInput([Problem(table, f"cannot be read as a table ({fault})")]) from None
            if self._progress is not None:
                self._progress(size, size)


def _import_csv(tables: _Tables, digest: str, store: FoodStore, today: date) -> Imported:
    kept = _foods_kept(tables)
    foundation = "foundation_food.csv" in tables
    name = "foundation" if foundation else "sr_legacy"
    release = Release(name, _title(name), FDC_URL, max(year for _, _, year in kept.values()), digest)
    categories = {row[0]: row[1] for row in tables.rows_of("food_category.csv", "id", "description")}
    portions = _portions(tables, kept)
    figures: dict[str, dict[int, float]] = defaultdict(dict)

    def amounts() -> Iterator[tuple[str, int, float]]:
        for food, nutrient, written in tables.rows_of("food_nutrient.csv", "fdc_id", "nutrient_id", "amount"):
            tables.rows += 1
            if food not in kept:
                if not foundation:
                    tables.skipped["food_nutrient.csv: a food that is not in food.csv"] += 1
                continue
            try:
                amount, number = float(written), int(nutrient)
            except ValueError:
                tables.skipped["food_nutrient.csv: no amount given, or no number"] += 1
                continue
            if not _can_be(amount, number):
                tables.skipped["food_nutrient.csv: an amount that cannot be"] += 1
                continue
            if number in _FACTORS:
                figures[food][number] = amount
            yield f"fdc:{food}", number, amount

    def foods() -> Iterator[StoredFood]:
        for food, (description, category, _) in kept.items():
            yield StoredFood(
                f"fdc:{food}", description, categories.get(category, ""), _chosen(figures[food]), portions.get(food, "")
            )

    nutrients = ((int(i), n, u.lower()) for i, n, u in tables.rows_of("nutrient.csv", "id", "name", "unit_name"))
    count = store.replace(release, foods(), nutrients=nutrients, amounts=amounts(), imported=today)
    return Imported(name, count, tables.rows, dict(tables.skipped))


#: From each nutrient id that is wanted to our unit.
_FACTORS = {number: factor for ids in NUTRIENT_IDS.values() for number, factor in ids}


def _can_be(amount: float, nutrient: int) -> bool:
    """Whether 100 g of anything can hold so much; not less than nothing, and not what is no number."""
    most = MOST_PER_100G / _FACTORS[nutrient] if nutrient in _FACTORS else 1e9
    return 0 <= amount <= most and 0 < nutrient < 10**9


def _chosen(found: Mapping[int, float]) -> dict[str, float]:
    """One figure for each nutrient, by the first of its ids that is there."""
    figures = {}
    for name, ids in NUTRIENT_IDS.items():
        amount = next((found[number] * factor for number, factor in ids if number in found), None)
        if amount is not None:
            figures[name] = amount
    return figures


def _foods_kept(tables: _Tables) -> dict[str, tuple[str, str, int]]:
    """Description, category and year by id: of Foundation Foods only those that are current, and no samples."""
    current = {row[0] for row in tables.rows_of("foundation_food.csv", "fdc_id")} if _is_foundation(tables) else None
    kept = {}
    columns = ("fdc_id", "data_type", "description", "food_category_id", "publication_date")
    for food, kind, description, category, published in tables.rows_of("food.csv", *columns):
        if kind not in ("sr_legacy_food", "foundation_food") or (current is not None and food not in current):
            continue
        name = one_line(description)
        if not name or not _is_number(food):
            tables.skipped["food.csv: a food without id or name"] += 1
        elif food in kept:
            tables.skipped["food.csv: a food that stands there twice"] += 1
        else:
            kept[food] = (name, category, int(published[:4]) if published[:4].isdigit() else 0)
    if not kept:
        raise BadInput([Problem("food.csv", "holds no food of SR Legacy or Foundation Foods")])
    return kept


def _is_number(food: str) -> bool:
    """Whether it is a food's number, as USDA gives one to each."""
    return food.isascii() and food.isdigit() and len(food) <= 12


def _is_foundation(tables: _Tables) -> bool:
    return "foundation_food.csv" in tables


def _title(name: str) -> str:
    return {
        "foundation": "USDA FoodData Central, Foundation Foods",
        "sr_legacy": "USDA FoodData Central, SR Legacy",
        "fndds": "USDA Food and Nutrient Database for Dietary Studies",
    }[name]


def _portions(tables: _Tables, kept: Mapping[str, object]) -> dict[str, str]:
    measures = tables.rows_of("measure_unit.csv", "id", "name") if "measure_unit.csv" in tables else iter(())
    units = {row[0]: row[1] for row in measures}
    found: dict[str, list[tuple[int, str]]] = defaultdict(list)
    columns = ("fdc_id", "seq_num", "amount", "measure_unit_id", "portion_description", "modifier", "gram_weight")
    for food, order, count, unit, described, modifier, grams in tables.rows_of("food_portion.csv", *columns):
        if food not in kept:
            continue
        name = "" if unit == UNDETERMINED else units.get(unit, "")
        words = _portion_words(count, name, described, modifier)
        weight = _positive(grams)
        if weight is None or not words:
            tables.skipped["food_portion.csv: a portion without words or weight"] += 1
            continue
        found[food].append((int(order) if order.isdigit() else 99, f"{words}={weight:g}"))
    return {food: "|".join(text for _, text in sorted(portions)) for food, portions in found.items()}


def _portion_words(count: str, unit: str, described: str, modifier: str) -> str:
    words = " ".join(part for part in (unit, described, modifier) if part and part != "Quantity not specified")
    number = _positive(count)
    prefix = f"{number:g} " if number is not None and not words[:1].isdigit() else ""
    return (prefix + words).replace("|", "/").replace("=", "is").strip() if words else ""


def _positive(written: object) -> float | None:
    try:
        value = float(str(written))
    except ValueError:
        return None
    return value if 0 < value < 1e6 else None


def _json(file: IO[bytes]) -> Any:
    try:
        return json.load(file)
    except (ValueError, RecursionError) as fault:  # also a number of thousands of digits
        raise BadInput([Problem("", f"this is not JSON that can be read, or it is cut off ({fault})")]) from None


def _import_json(document: Any, digest: str, store: FoodStore, today: date) -> Imported:
    names = {"FoundationFoods": "foundation", "SRLegacyFoods": "sr_legacy"}
    key = next((key for key in names if isinstance(document, dict) and isinstance(document.get(key), list)), None)
    if key is None:
        message = "this JSON is no release of FoodData Central: it holds no list FoundationFoods or SRLegacyFoods"
        raise BadInput([Problem("", message)])
    skipped: Counter[str] = Counter()
    foods: dict[str, StoredFood] = {}
    amounts: list[tuple[str, int, float]] = []
    nutrients: dict[int, tuple[int, str, str]] = {}
    years = [0]
    for raw in document[key]:
        food = _json_food(raw, amounts, nutrients, skipped)
        if food is None:
            skipped["a food without id or name"] += 1
        elif food.id in foods:
            skipped["a food that stands there twice"] += 1
        else:
            foods[food.id] = food
            years += [int(year) for year in re.findall(r"\b(20\d\d)\b", str(raw.get("publicationDate", "")))]
    if not foods:
        raise BadInput([Problem(key, "holds no food that can be read")])
    release = Release(names[key], _title(names[key]), FDC_URL, max(years) or None, digest)
    count = store.replace(release, foods.values(), nutrients=nutrients.values(), amounts=amounts, imported=today)
    return Imported(names[key], count, len(amounts), dict(skipped))


def _json_food(
    raw: Any,
    amounts: list[tuple[str, int, float]],
    nutrients: dict[int, tuple[int, str, str]],
    skipped: Counter[str],
) -> StoredFood | None:
    name = one_line(raw.get("description")) if isinstance(raw, dict) else ""
    if not name or not _is_number(str(raw.get("fdcId"))):
        return None
    food, found = f"fdc:{raw['fdcId']}", {}
    for row in _dicts(raw.get("foodNutrients")):
        nutrient, amount = row.get("nutrient"), row.get("amount")
        if not isinstance(nutrient, dict) or not isinstance(nutrient.get("id"), int):
            continue
        if not isinstance(amount, int | float) or isinstance(amount, bool):
            continue
        number = nutrient["id"]
        if not _can_be(amount, number):
            skipped["an amount that cannot be"] += 1
            continue
        nutrients[number] = (number, one_line(nutrient.get("name")), one_line(nutrient.get("unitName")).lower())
        found[number] = float(amount)
        amounts.append((food, number, float(amount)))
    portions = []
    for row in _dicts(raw.get("foodPortions")):
        measure = row.get("measureUnit")
        unit = one_line(measure.get("name")) if isinstance(measure, dict) else ""
        words = _portion_words(
            str(row.get("amount") or ""),
            "" if unit == "undetermined" else unit,
            one_line(row.get("portionDescription")),
            one_line(row.get("modifier")),
        )
        weight = _positive(row.get("gramWeight"))
        if words and weight is not None:
            portions.append(f"{words}={weight:g}")
    category = raw.get("foodCategory")
    group = one_line(category.get("description")) if isinstance(category, dict) else ""
    return StoredFood(food, name, group, _chosen(found), "|".join(portions))


def _dicts(rows: Any) -> Iterator[dict[str, Any]]:
    return (row for row in rows if isinstance(row, dict)) if isinstance(rows, list) else iter(())


def _import_workbook(path: Path, digest: str, store: FoodStore, today: date) -> Imported:
    """The workbook of nutrient values; portions and other names come from the two workbooks beside it, if there."""
    sheets = _Workbook(path)
    columns = ("Food code", "Main food description", "WWEIA Category description", *WORKBOOK_COLUMNS)
    values = sheets.rows("FNDDS Nutrient Values", *columns)
    beside = {name: _beside(path, name) for name in ("Portions and Weights", "Foods and Beverages")}
    portions = _workbook_portions(beside["Portions and Weights"])
    others = _workbook_names(beside["Foods and Beverages"])
    skipped: Counter[str] = Counter()
    foods: dict[str, StoredFood] = {}
    for code, name, category, *cells in values:
        food = f"fndds:{code}"
        if not _is_number(str(code)) or not one_line(name):
            skipped["a row without food code or name"] += 1
        elif food in foods:
            skipped["a food that stands there twice"] += 1
        else:
            figures = {
                column: float(cell)
                for column, cell in zip(WORKBOOK_COLUMNS.values(), cells, strict=True)
                if isinstance(cell, int | float) and 0 <= cell <= MOST_PER_100G
            }
            foods[food] = StoredFood(
                food, one_line(name), one_line(category), figures, portions.get(food, ""), others.get(food, "")
            )
    if not foods:
        raise BadInput([Problem("FNDDS Nutrient Values", "holds no food")])
    years = re.findall(r"20\d\d", sheets.title)
    title = f"{_title('fndds')} {'-'.join(years[:2])}".strip()
    release = Release("fndds", title, FNDDS_URL, int(years[-1]) if years else None, digest)
    count = store.replace(release, foods.values(), imported=today)
    return Imported("fndds", count, len(foods) * len(WORKBOOK_COLUMNS), dict(skipped))


class _Workbook:
    """One sheet of a workbook, read by column name. The title stands above the header, which may hold line breaks."""

    def __init__(self, path: Path) -> None:
        import openpyxl
        from openpyxl.utils.exceptions import InvalidFileException

        try:
            self._book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        except (InvalidFileException, KeyError, ValueError, TypeError) as fault:
            raise BadInput([Problem("", f"this workbook cannot be read ({fault})")]) from None
        self.title = ""

    def rows(self, sheet: str, *columns: str) -> Iterator[tuple[Any, ...]]:
        """The named columns of every row below the header."""
        if sheet not in self._book.sheetnames:
            held = ", ".join(self._book.sheetnames)
            message = f"has no sheet “{sheet}” (it has: {held}); the workbook “FNDDS Nutrient Values” is read here"
            raise BadInput([Problem("", message)])
        rows = self._book[sheet].iter_rows(values_only=True)
        for _ in range(10):
            row = next(rows, None)
            if row is None:
                break
            header = [" ".join(str(cell or "").split()) for cell in row]
            if "Food code" in header:
                missing = [column for column in columns if column not in header]
                if missing:
                    raise BadInput([Problem(sheet, "has no column " + ", ".join(missing))])
                places = [header.index(column) for column in columns]
                return (tuple(row[place] if place < len(row) else None for place in places) for row in rows)
            self.title = self.title or header[0]
        raise BadInput([Problem(sheet, "has no header row with “Food code”")])


def _beside(path: Path, name: str) -> Path | None:
    """The other workbook of the same release in the same folder."""
    return next((each for each in sorted(path.parent.glob("*.xlsx")) if name in each.name), None)


def _workbook_portions(path: Path | None) -> dict[str, str]:
    if path is None:
        return {}
    found: dict[str, list[str]] = defaultdict(list)
    columns = ("Food code", "Portion description", "Portion weight (g)")
    for code, described, grams in _Workbook(path).rows("Portions and Weights", *columns):
        words, weight = _portion_words("", "", str(described or ""), ""), _positive(grams)
        if words and weight is not None:
            found[f"fndds:{code}"].append(f"{words}={weight:g}")
    return {food: "|".join(portions) for food, portions in found.items()}


def _workbook_names(path: Path | None) -> dict[str, str]:
    if path is None:
        return {}
    columns = ("Food code", "Additional food description")
    rows = _Workbook(path).rows("Food and Beverages", *columns)
    return {f"fndds:{code}": " ".join(str(other).split())[:500] for code, other in rows if other}
