"""Looking a food up by name or barcode in FoodData Central and Open Food Facts, over their public web services.

Nothing is asked of the network unless the person has turned this on. What is sent is the name or barcode alone, and to
FoodData Central the key from the person's own environment. Answers are kept for a month. Open Food Facts gives
minerals and vitamins in grams; what its contributors left out is unknown.
"""

import hashlib
import json
import re
import secrets
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from charley.errors import BadInput, Problem
from charley.interop.food_store import Release, one_line
from charley.interop.usda import NUTRIENT_IDS
from charley.knowledge.foods import Food
from charley.knowledge.sources import Source

#: Under these names foods that were looked up are kept, if the person wishes; they have no year, so that a release of
#: USDA's with the same food goes before them.
KEPT_AS: Mapping[str, Release] = {
    "off": Release("open_food_facts", "Open Food Facts (ODbL)", "https://world.openfoodfacts.org", None, ""),
    "fdc": Release("fdc_looked_up", "USDA FoodData Central, looked up", "https://fdc.nal.usda.gov/", None, ""),
}
FDC = "https://api.nal.usda.gov/fdc/v1"
OPEN_FOOD_FACTS = "https://world.openfoodfacts.org/api/v2"
AGENT = "Charley/0.1 (a personal diary)"
TIMEOUT_S = 6.0
MOST_BYTES = 8_000_000
KEPT_S = 30 * 86_400.0

#: Open Food Facts' names, all in grams per 100 g, and the factor to our unit.
_IN_GRAMS: Mapping[str, tuple[str, float]] = {
    "magnesium_mg": ("magnesium", 1e3),
    "potassium_mg": ("potassium", 1e3),
    "calcium_mg": ("calcium", 1e3),
    "sodium_mg": ("sodium", 1e3),
    "fibre_g": ("fiber", 1.0),
    "vitamin_d_mcg": ("vitamin-d", 1e6),
    "vitamin_b6_mg": ("vitamin-b6", 1e3),
    "vitamin_b12_mcg": ("vitamin-b12", 1e6),
    "folate_mcg": ("vitamin-b9", 1e6),
    "vitamin_e_mg": ("vitamin-e", 1e3),
    "thiamine_mg": ("vitamin-b1", 1e3),
}
KJ_PER_KCAL = 4.184


class FoodLookup:
    """Asks the two services, if it may.

    Args:
        enabled: whether the person has turned looking up on.
        cache: the folder where answers are kept.
        today: the day, for the date of what is read.
        key: the person's own key for FoodData Central; without it only Open Food Facts is asked.
        fdc: base address of FoodData Central.
        open_food_facts: base address of Open Food Facts.
    """

    def __init__(
        self,
        *,
        enabled: bool,
        cache: Path,
        today: date,
        key: str | None = None,
        fdc: str = FDC,
        open_food_facts: str = OPEN_FOOD_FACTS,
    ) -> None:
        self._enabled, self._cache, self._today, self._key = enabled, cache, today, key
        self._fdc, self._off = fdc, open_food_facts

    def by_name(self, written: str, limit: int = 10) -> list[Food]:
        """Foods by name in FoodData Central.

        Raises:
            BadInput: where looking up is off, there is no key, or the service gave no usable answer.
        """
        if not self._key:
            message = "looking up by name needs your own free key of FoodData Central in CHARLEY_FDC_KEY"
            raise BadInput([Problem("key", message)])
        words = urllib.parse.urlencode({"query": written.strip()[:100], "pageSize": min(limit, 50)})
        answer = self._ask(f"{self._fdc}/foods/search?{words}", "FoodData Central", _is_list_of_foods, key=self._key)
        found = [self._from_fdc(raw) for raw in answer["foods"] if isinstance(raw, dict)]
        return [food for food in found if food is not None][:limit]

    def by_barcode(self, written: str) -> Food | None:
        """The product with a barcode in Open Food Facts; None where it does not know it.

        Raises:
            BadInput: for something that is no barcode, where looking up is off, or for an unusable answer.
        """
        code = re.sub(r"[\s-]", "", written)
        if not re.fullmatch(r"[0-9]{8,14}", code):
            raise BadInput([Problem("barcode", "should be the 8 to 14 digits under the bars")])
        answer = self._ask(f"{self._off}/product/{code}.json", "Open Food Facts", _is_about_a_product)
        return None if answer.get("status") == 0 else self._from_off(code, answer["product"])

    def _ask(
        self, address: str, who: str, expected: Callable[[Mapping[str, Any]], bool], *, key: str | None = None
    ) -> dict[str, Any]:
        """The answer, kept for a while where it is of the form that is expected; a damaged copy is asked for anew."""
        if not self._enabled:
            raise BadInput([Problem("online", "looking foods up on the internet is off; turn it on first")])
        kept = self._cache / (hashlib.sha256(address.encode()).hexdigest()[:32] + ".json")
        body = _read_kept(kept)
        if body is not None:
            with suppress(BadInput):
                return _document(body)
        body = _fetch(address if key is None else f"{address}&api_key={urllib.parse.quote(key)}")
        answer = _document(body)
        if not expected(answer):
            raise _odd(who)
        _keep(kept, body)
        return answer

    def _from_fdc(self, raw: Mapping[str, Any]) -> Food | None:
        number, name, rows = raw.get("fdcId"), one_line(raw.get("description")), raw.get("foodNutrients")
        if not isinstance(number, int) or number <= 0 or not name:
            return None
        read = (
            (row.get("nutrientId"), _number(row.get("value")))
            for row in (rows if isinstance(rows, list) else ())
            if isinstance(row, dict)
        )
        found = {known: value for known, value in read if isinstance(known, int) and value is not None}
        figures = {}
        for figure, ids in NUTRIENT_IDS.items():
            amount = next((found[i] * factor for i, factor in ids if i in found), None)
            if amount is not None and 0 <= amount <= 100_000:
                figures[figure] = amount
        brand = one_line(raw.get("brandName") or raw.get("brandOwner"))
        return self._food(
            f"fdc:{number}",
            name if not brand else f"{name.title()} ({brand.title()})",
            one_line(raw.get("foodCategory")) or "Looked up",
            _serving(raw.get("servingSize"), raw.get("servingSizeUnit"), raw.get("householdServingFullText")),
            Source(title="USDA FoodData Central", url=f"https://fdc.nal.usda.gov/food-details/{number}/nutrients"),
            figures,
        )

    def _from_off(self, code: str, product: Mapping[str, Any]) -> Food:
        given = product.get("nutriments")
        nutriments: Mapping[str, Any] = given if isinstance(given, dict) else {}
        figures = {}
        for figure, (word, factor) in _IN_GRAMS.items():
            grams = _number(nutriments.get(f"{word}_100g"))
            if grams is not None and 0 <= grams <= 100:
                figures[figure] = grams * factor
        kcal, kj = _number(nutriments.get("energy-kcal_100g")), _number(nutriments.get("energy_100g"))
        if kcal is not None or kj is not None:
            figures["energy_kcal"] = kcal if kcal is not None else round((kj or 0.0) / KJ_PER_KCAL, 1)
        name = one_line(product.get("product_name")) or f"Product {code}"
        brand = one_line(product.get("brands")).split(",")[0].strip()
        return self._food(
            f"off:{code}",
            name if not brand or brand.lower() in name.lower() else f"{name} ({brand})",
            "Looked up",
            _serving(product.get("serving_quantity"), "g", product.get("serving_size")),
            Source(title="Open Food Facts (ODbL)", url=f"https://world.openfoodfacts.org/product/{code}"),
            figures,
        )

    def _food(
        self, food_id: str, name: str, group: str, portions: str, source: Source, figures: Mapping[str, Any]
    ) -> Food:
        return Food(
            id=food_id,
            name=name[:150],
            group=group[:80],
            contains="?",
            portions=portions,
            confidence="read",
            sources=(source,),
            reviewed=self._today,
            review_by=self._today + timedelta(days=365),
            **figures,
        )


def _read_kept(kept: Path) -> bytes | None:
    try:
        return kept.read_bytes() if time.time() - kept.stat().st_mtime < KEPT_S else None
    except OSError:
        return None


def _keep(kept: Path, body: bytes) -> None:
    """Keep an answer, whole; where there is no room it is asked for again next time."""
    with suppress(OSError):
        kept.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = kept.with_suffix(f".{secrets.token_hex(4)}.part")
        try:
            draft.write_bytes(body)
            draft.replace(kept)
        finally:
            draft.unlink(missing_ok=True)


def _is_list_of_foods(answer: Mapping[str, Any]) -> bool:
    return isinstance(answer.get("foods"), list)


def _is_about_a_product(answer: Mapping[str, Any]) -> bool:
    return answer.get("status") == 0 or isinstance(answer.get("product"), dict)


def _fetch(address: str) -> bytes:
    """The answer's bytes. Messages never hold the address, for it may hold the key or what was searched."""
    request = urllib.request.Request(address, headers={"User-Agent": AGENT, "Accept": "application/json"})  # noqa: S310 - our own two https addresses
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT_S) as answer:  # noqa: S310
            body: bytes = answer.read(MOST_BYTES + 1)
    except urllib.error.HTTPError as fault:
        raise BadInput([Problem("online", _refusal(fault.code))]) from None
    except (urllib.error.URLError, TimeoutError, OSError, ValueError):
        message = f"the service did not answer within {TIMEOUT_S:g} seconds, or there is no connection"
        raise BadInput([Problem("online", message)]) from None
    if len(body) > MOST_BYTES:
        raise BadInput([Problem("online", "the answer is far too long to be a food")])
    return body


def _refusal(status: int) -> str:
    return {
        403: "the service refuses the key; please check CHARLEY_FDC_KEY",
        404: "the service does not know this food",
        429: "too many questions for now; please try again in an hour",
    }.get(status, f"the service answered with an error ({status}); please try later")


def _document(body: bytes) -> dict[str, Any]:
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):  # also a number of thousands of digits
        what = "a web page" if body.lstrip()[:1] == b"<" else "something that is not JSON"
        raise BadInput([Problem("online", f"the service answered with {what}; please try later")]) from None
    if not isinstance(answer, dict):
        raise _odd("The service")
    return answer


def _odd(who: str) -> BadInput:
    return BadInput([Problem("online", f"{who} answered in a form that is not known here; please try later")])


def _number(value: object) -> float | None:
    """A number, also as text with a comma, as contributors type it."""
    try:
        number = float(str(value).replace(",", "."))
    except ValueError:
        return None
    return number if 0 <= number < 1e6 else None


def _serving(size: object, unit: object, words: object) -> str:
    grams = _number(size)
    if not grams or str(unit or "").lower() not in ("g", "grm", "ml", "mlt"):
        return ""
    named = re.sub(r"[|=]", " ", one_line(words)).strip()[:60] or "serving"
    return f"{named if named[:1].isdigit() else '1 ' + named}={grams:g}"
