"""Looking foods up: only when turned on, only what is needed is sent, and odd answers are named.

A server on the loopback answers in the shape of the two services.
"""

import json
import os
import threading
import time
from collections.abc import Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import ClassVar

import pytest

from charley.errors import BadInput
from charley.interop import food_lookup
from charley.interop.food_lookup import FoodLookup

WATER = {
    "status": 1,
    "code": "4000000000017",
    "product": {
        "product_name": "Still mineral water",
        "brands": "Quelle, Other",
        "serving_size": "250 ml",
        "serving_quantity": "250",
        "nutriments": {"magnesium_100g": 0.0108, "calcium_100g": 0.035, "sodium_100g": 0.0118, "energy_100g": 0},
    },
}
ALMONDS = {
    "foods": [
        {
            "fdcId": 2000001,
            "description": "DRY ROASTED ALMONDS",
            "brandOwner": "NUTS AND CO",
            "foodCategory": "Nuts",
            "servingSize": 28.0,
            "servingSizeUnit": "GRM",
            "householdServingFullText": "1 oz",
            "foodNutrients": [
                {"nutrientId": 1090, "nutrientName": "Magnesium, Mg", "unitName": "MG", "value": 268},
                {"nutrientId": 1110, "nutrientName": "Vitamin D", "unitName": "IU", "value": 40},
                {"nutrientId": 1008, "nutrientName": "Energy", "unitName": "KCAL", "value": 607},
            ],
        },
        {"description": "no id"},
    ]
}


class Service(BaseHTTPRequestHandler):
    answers: ClassVar[dict[str, tuple[int, bytes, float]]] = {}
    asked: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        type(self).asked.append(self.path)
        status, body, wait = self.answers.get(self.path.split("?")[0], (404, b"{}", 0.0))
        time.sleep(wait)
        try:
            self.send_response(status)
            self.end_headers()
            self.wfile.write(body)
        except BrokenPipeError:
            pass

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def service() -> Iterator[str]:
    Service.answers, Service.asked = {}, []
    server = HTTPServer(("127.0.0.1", 0), Service)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def lookup(service: str, cache: Path, *, enabled: bool = True, key: str | None = "secret-key") -> FoodLookup:
    return FoodLookup(
        enabled=enabled, cache=cache, today=date(2026, 3, 14), key=key, fdc=service, open_food_facts=service
    )


def answers(path: str, body: object, status: int = 200, wait: float = 0.0) -> None:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    Service.answers[path] = (status, raw, wait)


def test_nothing_is_asked_unless_it_is_turned_on(service, tmp_path):
    with pytest.raises(BadInput, match="is off"):
        lookup(service, tmp_path, enabled=False).by_barcode("4000000000017")
    assert Service.asked == []


def test_a_barcode_gives_minerals_in_milligrams_though_they_come_in_grams(service, tmp_path):
    answers("/product/4000000000017.json", WATER)
    food = lookup(service, tmp_path).by_barcode("4000 0000-00017")
    assert food is not None
    assert food.name == "Still mineral water (Quelle)"
    assert food.magnesium_mg == pytest.approx(10.8)
    assert food.potassium_mg is None
    assert food.portion == ("250 ml", 250.0)
    assert "openfoodfacts" in food.sources[0].url


def test_a_name_is_looked_up_with_the_key_and_the_answer_kept_without_it(service, tmp_path):
    answers("/foods/search", ALMONDS)
    for _ in range(2):
        (food,) = lookup(service, tmp_path).by_name("roasted almonds")
    assert food.magnesium_mg == 268
    assert food.vitamin_d_mcg == 1.0
    assert food.portion == ("1 oz", 28.0)
    assert len(Service.asked) == 1
    assert "api_key=secret-key" in Service.asked[0]
    assert all(b"secret-key" not in file.read_bytes() for file in tmp_path.iterdir())


def test_odd_parts_of_an_answer_stay_unknown_and_do_not_stop_the_rest(service, tmp_path):
    figures = [{"nutrientId": [1090], "value": 5}, {"nutrientId": 1090, "value": -4}, {"nutrientId": 1087, "value": 40}]
    odd = [{"nutrientId": 1092, "value": 10**400}, {"nutrientId": 1093, "value": float("nan")}, "salt"]
    foods = [{"fdcId": 5, "description": "Oats\ud800\x00", "brandName": ["x"], "foodNutrients": figures + odd}]
    answers("/foods/search", {"foods": [*foods, {"fdcId": 6, "description": "Rye", "foodNutrients": 7}]})
    oats, rye = lookup(service, tmp_path).by_name("oats")
    assert (oats.name, oats.calcium_mg) == ("Oats", 40)
    assert oats.magnesium_mg is oats.potassium_mg is oats.sodium_mg is rye.magnesium_mg is None
    answers("/product/12345678.json", {"product": {"product_name": "Wa\ud800ter", "serving_size": ["x"]}})
    assert lookup(service, tmp_path).by_barcode("12345678").name == "Water"


def test_without_a_key_a_name_is_not_asked(service, tmp_path):
    with pytest.raises(BadInput, match="CHARLEY_FDC_KEY"):
        lookup(service, tmp_path, key=None).by_name("almonds")


def test_a_barcode_that_is_unknown_there_gives_nothing(service, tmp_path):
    answers("/product/12345678.json", {"status": 0, "status_verbose": "product not found"})
    assert lookup(service, tmp_path).by_barcode("12345678") is None


@pytest.mark.parametrize(
    ("body", "status", "says"),
    [
        (b"<!DOCTYPE html><html></html>", 200, "a web page"),
        (b"{broken", 200, "not JSON"),
        (b"[1, 2]", 200, "form that is not known"),
        (b'{"error": "over the limit"}', 200, "form that is not known"),
        (b'{"foods": ' + b"9" * 5000 + b"}", 200, "not JSON"),
        (b"{}", 429, "too many"),
        (b"{}", 403, "refuses the key"),
        (b"{}", 500, "error"),
    ],
)
def test_an_answer_that_cannot_be_used_is_named_and_not_kept(service, tmp_path, body, status, says):
    answers("/foods/search", body, status)
    with pytest.raises(BadInput, match=says) as fault:
        lookup(service, tmp_path).by_name("almonds")
    assert "secret-key" not in str(fault.value)
    assert not list(tmp_path.iterdir())


def test_a_kept_answer_that_is_old_or_damaged_is_asked_for_anew(service, tmp_path):
    answers("/product/12345678.json", WATER)
    lookup(service, tmp_path).by_barcode("12345678")
    [kept] = tmp_path.iterdir()
    whole = kept.read_bytes()

    os.utime(kept, (0, 0))
    lookup(service, tmp_path).by_barcode("12345678")
    kept.write_bytes(whole[:20])
    lookup(service, tmp_path).by_barcode("12345678")
    lookup(service, tmp_path).by_barcode("12345678")

    assert len(Service.asked) == 3
    assert kept.read_bytes() == whole


def test_where_nothing_can_be_kept_the_answer_is_given_all_the_same(service, tmp_path):
    (tmp_path / "file").touch()
    answers("/product/12345678.json", WATER)
    assert lookup(service, tmp_path / "file" / "cache").by_barcode("12345678") is not None


def test_a_service_that_does_not_answer_is_left_alone_after_the_time_limit(service, tmp_path, monkeypatch):
    monkeypatch.setattr(food_lookup, "TIMEOUT_S", 0.2)
    answers("/product/12345678.json", WATER, wait=1.0)
    with pytest.raises(BadInput, match="did not answer"):
        lookup(service, tmp_path).by_barcode("12345678")


@pytest.mark.parametrize("written", ["", "abc", "123", "1" * 20, "٣" * 12])
def test_what_is_no_barcode_is_refused(service, tmp_path, written):
    with pytest.raises(BadInput) as fault:
        lookup(service, tmp_path).by_barcode(written)
    assert fault.value.fields == ("barcode",)


@pytest.mark.shared
@pytest.mark.parametrize(
    ("code", "figure", "amount"),
    [
        ("0737628064502", "calcium_mg", 38),
        ("5010251168577", "vitamin_b12_mcg", 0.9),
        ("6194002510064", "potassium_mg", 200),
        ("8424259826051", "fibre_g", 0.5),
        ("9300650658615", "magnesium_mg", None),
    ],
)
def test_real_answers_of_open_food_facts(service, tmp_path, shared, code, figure, amount):
    answers(f"/product/{code}.json", (shared / f"data/exports/openfoodfacts/{code}.json").read_bytes())
    food = lookup(service, tmp_path).by_barcode(code)
    assert food is not None
    assert getattr(food, figure) == (None if amount is None else pytest.approx(amount))
