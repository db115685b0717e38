"""``charley foods``: find a food, import USDA's releases, look a food up on the internet."""

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import App, Parameter
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from charley.cli import output, taking_in
from charley.errors import BadInput, Problem
from charley.knowledge.foods import Food
from charley.profile import Profile
from charley.services import intake

if TYPE_CHECKING:
    from charley.interop.usda import Imported

foods = App(name="foods", help="Find foods and what they hold; import USDA's food tables.")

Data = Annotated[Path | None, Parameter(help="The folder that holds your data.")]


@foods.command
def search(name: str, /, *, limit: int = 10, profile: Path | None = None, data: Data = None, json: bool = False) -> int:
    """Find foods by name, as you remember it, or by a nutrient: calcium, magnesium, fibre.

    Example: charley foods search "pumpkin seeds"

    Parameters
    ----------
    name
        A food ("punkin seed", "70% chocolate") or a nutrient.
    limit
        At most so many.
    profile
        Your profile, a JSON file. Potassium foods are shown only if it says that they are safe for you.
    json
        Write one JSON document.
    """
    from charley.interop.food_store import FoodStore

    store = FoodStore(_folder(data))
    found = intake.find_foods(name, limit=limit, more=store.search, profile=_profile(profile))
    if json:
        document = {"query": name, "foods": [intake.food_as_dict(food) for food in found.foods], "note": found.note}
        output.print_json(document)
    else:
        _show(found.foods)
        if found.note:
            output.console.print(found.note, markup=False)
    return output.DONE if found.foods else output.NO


@foods.command(name="import")
def import_foods(
    files: Annotated[list[Path], Parameter(consume_multiple=True)], /, *, data: Data = None, json: bool = False
) -> int:
    """Import USDA's tables as downloaded: SR Legacy, Foundation Foods (CSV zip, JSON) or the FNDDS workbooks.

    A second import of the same file changes nothing; one that was stopped can simply be begun again.

    Example: charley foods import FoodData_Central_sr_legacy_food_csv_2018-04.zip

    Parameters
    ----------
    files
        One or more files.
    json
        Write one JSON document.
    """
    from charley.interop import usda
    from charley.interop.food_store import FoodStore
    from charley.interop.opening import see

    store = FoodStore(_folder(data))
    done: list[tuple[Path, usda.Imported]] = []
    problems: list[Problem] = []
    today = datetime.now(UTC).date()
    for file in files:
        try:
            see(file)
            with _progress(file.name) as tell:
                done.append((file, usda.import_release(file, store, today=today, progress=tell)))
        except BadInput as fault:
            problems += fault.under(file.name).problems
    if json:
        faults = BadInput(problems).as_dict() if problems else {}
        output.print_json({"imported": [{**each._asdict(), "file": str(f)} for f, each in done], **faults})
        return output.BAD_INPUT if problems else output.DONE
    for file, each in done:
        _told(each, file)
    if problems:
        raise BadInput(problems)
    return output.DONE


@foods.command
def lookup(what: str, /, *, online: bool = False, keep: bool = False, data: Data = None, json: bool = False) -> int:
    """Look a barcode up in Open Food Facts, or a name in FoodData Central. Nothing is sent without --online.

    Only the barcode or the name leaves this machine; FoodData Central needs your own free key in CHARLEY_FDC_KEY.

    Example: charley foods lookup 4008452011007 --online

    Parameters
    ----------
    what
        The digits under the bars, or a name.
    online
        Allow this one question over the internet.
    keep
        Keep what was found, so that the search and the app find it too.
    json
        Write one JSON document.
    """
    from charley.interop.food_lookup import FDC, KEPT_AS, OPEN_FOOD_FACTS, FoodLookup
    from charley.interop.food_store import FoodStore

    service = FoodLookup(
        enabled=online,
        cache=_folder(data) / "lookup",
        today=datetime.now(UTC).date(),
        key=os.environ.get("CHARLEY_FDC_KEY"),
        fdc=os.environ.get("CHARLEY_FDC_ADDRESS", FDC),
        open_food_facts=os.environ.get("CHARLEY_OFF_ADDRESS", OPEN_FOOD_FACTS),
    )
    if what.replace(" ", "").isdigit():
        product = service.by_barcode(what)
        found = [] if product is None else [product]
    else:
        found = service.by_name(what)
    if keep and found:
        release = KEPT_AS[found[0].id.partition(":")[0]]
        FoodStore(_folder(data)).keep(release, found, imported=datetime.now(UTC).date())
    if json:
        output.print_json({"query": what, "foods": [intake.food_as_dict(food) for food in found]})
    elif found:
        _show(found)
    else:
        output.console.print("It is not known there.")
    return output.DONE if found else output.NO


def _folder(data: Path | None) -> Path:
    from charley.db.folder import data_folder

    return data_folder(data)


def _profile(path: Path | None) -> Profile | None:
    if path is None:
        return None
    try:
        return taking_in.profile(str(path))
    except BadInput as fault:
        raise fault.under("profile") from None


def _show(found: Sequence[Food]) -> None:
    table = Table(box=None, pad_edge=False)
    for heading, side in (("Food", "left"), ("Portion", "left"), ("Magnesium", "right"), ("in 100 g", "right")):
        table.add_column(heading, justify=side)  # type: ignore[arg-type]
    for food in found:
        in_portion, in_100g = food.magnesium_per_portion_mg, food.magnesium_mg
        name, portion = output.as_it_stands(food.name), output.as_it_stands(food.portion.words)
        table.add_row(name, portion, _mg(in_portion), _mg(in_100g))
    if found:
        output.console.print(table)
        titles = dict.fromkeys(source.title for food in found for source in food.sources)
        output.console.print("From: " + "; ".join(titles), style="dim", markup=False)


def _mg(amount: float | None) -> str:
    return "not known" if amount is None else f"{amount:.0f} mg"


def _told(done: "Imported", file: Path) -> None:
    say = output.console.print
    if done.already:
        say(f"{file.name}: was imported before; nothing changed.", markup=False)
        return
    say(f"{file.name}: {done.foods:,} foods from {done.rows:,} figures.", markup=False)
    for reason, count in done.skipped.items():
        say(f"  left out: {count:,} × {reason}", markup=False)


@contextmanager
def _progress(name: str) -> Iterator[Callable[[int, int], None]]:
    """A bar on standard error, where that is a terminal."""
    columns = (TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn())
    with Progress(*columns, console=output.errors, transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task(name, total=None)

        def tell(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        yield tell
