"""Foods from other tables in one local SQLite file, with a search that forgives typing.

A release (one file of USDA's) is kept whole or not at all, in a single transaction: whatever stops an import leaves the
store as it was, and the next try begins anew. The same file again changes nothing. A food may stand in several
releases under one id, for USDA publishes it again; each release keeps its own figures, and the latest one answers.
"""

import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from rapidfuzz import fuzz, process

from charley.errors import StorageFault
from charley.knowledge.foods import Food, tokens
from charley.knowledge.nutrients import UNITS
from charley.knowledge.sources import Source

FILE = "foods.sqlite3"
#: Raised with every change of the tables.
SCHEMA = 2

#: A word in fewer names than this may be a slip.
COMMON = 3

#: The columns of figures per 100 g, named as in :class:`~charley.knowledge.foods.Food`.
FIGURES: tuple[str, ...] = ("energy_kcal", *(f"{nutrient}_{unit}" for nutrient, unit in UNITS.items()))

_TABLES = f"""
CREATE TABLE release (name TEXT PRIMARY KEY, title TEXT NOT NULL, url TEXT NOT NULL, year INTEGER,
    digest TEXT NOT NULL, imported TEXT NOT NULL);
CREATE TABLE food (key INTEGER PRIMARY KEY, id TEXT NOT NULL, release TEXT NOT NULL, name TEXT NOT NULL,
    also TEXT NOT NULL, category TEXT NOT NULL, portions TEXT NOT NULL, {", ".join(f"{f} REAL" for f in FIGURES)},
    UNIQUE (id, release));
CREATE TABLE nutrient (id INTEGER PRIMARY KEY, name TEXT NOT NULL, unit TEXT NOT NULL);
CREATE TABLE amount (release TEXT NOT NULL, food TEXT NOT NULL, nutrient INTEGER NOT NULL, per_100g REAL NOT NULL,
    PRIMARY KEY (release, food, nutrient)) WITHOUT ROWID;
CREATE VIRTUAL TABLE words USING fts5(name, also, content='', tokenize="unicode61 remove_diacritics 2", prefix='2 3');
CREATE VIRTUAL TABLE vocabulary USING fts5vocab(words, 'row');
"""


class Release(NamedTuple):
    """What was imported: the name of the table, its source, and a digest of the file."""

    name: str
    title: str
    url: str
    year: int | None
    digest: str


class StoredFood(NamedTuple):
    """One food on its way into the store; figures as in :data:`FIGURES`, those not known left out."""

    id: str
    name: str
    category: str
    figures: Mapping[str, float]
    portions: str = ""
    also: str = ""


#: As long as the name of a food can be in the diary; USDA's own are a little shorter.
MOST_LETTERS = 200


def one_line(written: object) -> str:
    """A name from elsewhere on one line, without signs that cannot be printed or kept; empty for what is no text."""
    words = " ".join(written.split()) if isinstance(written, str) else ""
    return "".join(letter for letter in words if letter.isprintable())[:MOST_LETTERS]


class FoodStore:
    """The store in one data folder.

    Args:
        folder: where its file is or will be.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE
        self._words: dict[str, int] | None = None

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with closing(sqlite3.connect(self.path, timeout=20, isolation_level=None)) as connection:
                version = connection.execute("PRAGMA user_version").fetchone()[0]
                if version > SCHEMA:
                    raise StorageFault(f"{self.path.name} was made by a newer version of Charley")
                if 0 < version < SCHEMA:  # nothing of the person's own is in it: it is filled by importing again
                    connection.executescript(f"BEGIN IMMEDIATE; {_dropped(connection)} COMMIT;")
                if version < SCHEMA:
                    connection.executescript(f"BEGIN IMMEDIATE; {_TABLES} PRAGMA user_version = {SCHEMA}; COMMIT;")
                yield connection
        except (sqlite3.Error, OSError) as fault:
            raise StorageFault(f"the food table cannot be read or written now: {fault}") from fault

    @property
    def exists(self) -> bool:
        """Whether anything was ever imported."""
        return self.path.is_file()

    def releases(self) -> dict[str, Release]:
        """What is held, by name."""
        if not self.exists:
            return {}
        with self._open() as connection:
            rows = connection.execute("SELECT name, title, url, year, digest FROM release").fetchall()
        return {row[0]: Release(*row) for row in rows}

    def replace(
        self,
        release: Release,
        foods: Iterable[StoredFood],
        *,
        nutrients: Iterable[tuple[int, str, str]] = (),
        amounts: Iterable[tuple[str, int, float]] = (),
        imported: date,
    ) -> int:
        """Keep a release in the place of an earlier one of the same name, whole or not at all.

        Args:
            release: what it is.
            foods: all its foods; read lazily, after ``amounts``.
            nutrients: id, name and unit of the nutrients that ``amounts`` speak of.
            amounts: food, nutrient and amount per 100 g, every row of the release.
            imported: today.

        Returns:
            how many foods it holds.
        """
        with self._open() as connection:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("BEGIN IMMEDIATE")
            try:
                count = self._fill(connection, release, foods, nutrients, amounts, imported)
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:  # SQLite itself goes back where the disk is full
                    connection.execute("ROLLBACK")
                raise
        self._words = None
        return count

    def keep(self, release: Release, foods: Iterable[Food], *, imported: date) -> None:
        """Add single foods to what is held under a name, each in the place of an earlier copy of itself."""
        held = {food.id: food for food in self._held(release.name)}
        new = {food.id: _stored(food) for food in foods}
        self.replace(release, (held | new).values(), imported=imported)

    def _held(self, release: str) -> list[StoredFood]:
        with self._open() as connection:
            connection.row_factory = sqlite3.Row
            rows = connection.execute("SELECT * FROM food WHERE release = ?", (release,)).fetchall()
        return [
            StoredFood(
                row["id"],
                row["name"],
                row["category"],
                {name: row[name] for name in FIGURES if row[name] is not None},
                row["portions"],
                row["also"],
            )
            for row in rows
        ]

    def _fill(
        self,
        connection: sqlite3.Connection,
        release: Release,
        foods: Iterable[StoredFood],
        nutrients: Iterable[tuple[int, str, str]],
        amounts: Iterable[tuple[str, int, float]],
        imported: date,
    ) -> int:
        old = connection.execute("SELECT key, name, also FROM food WHERE release = ?", (release.name,)).fetchall()
        for key, name, also in old:
            connection.execute(
                "INSERT INTO words(words, rowid, name, also) VALUES ('delete', ?, ?, ?)", (key, name, also)
            )
        connection.execute("DELETE FROM amount WHERE release = ?", (release.name,))
        connection.execute("DELETE FROM food WHERE release = ?", (release.name,))
        connection.executemany("INSERT OR REPLACE INTO nutrient VALUES (?, ?, ?)", nutrients)
        rows = ((release.name, *amount) for amount in amounts)
        connection.executemany("INSERT OR REPLACE INTO amount VALUES (?, ?, ?, ?)", rows)
        marks = ", ".join("?" * (6 + len(FIGURES)))
        connection.executemany(
            f"INSERT INTO food(id, release, name, also, category, portions, {', '.join(FIGURES)}) VALUES ({marks})",  # noqa: S608
            (
                (
                    food.id,
                    release.name,
                    food.name,
                    food.also,
                    food.category,
                    food.portions,
                    *map(food.figures.get, FIGURES),
                )
                for food in foods
            ),
        )
        connection.execute(
            "INSERT INTO words(rowid, name, also) SELECT key, name, also FROM food WHERE release = ?", (release.name,)
        )
        connection.execute("INSERT OR REPLACE INTO release VALUES (?, ?, ?, ?, ?, ?)", (*release, imported.isoformat()))
        return int(connection.execute("SELECT count(*) FROM food WHERE release = ?", (release.name,)).fetchone()[0])

    def search(self, written: str, limit: int = 10) -> list[Food]:
        """Foods by name, best first; a word that is not in the store is replaced by those most like it."""
        wanted = tokens(written)
        if not wanted or not self.exists:
            return []
        with self._open() as connection:
            query = " AND ".join(self._alternatives(connection, word) for word in wanted)
            rows = self._rows(connection, query, limit) if query else []
            if not rows:
                loose = " OR ".join(self._alternatives(connection, word) for word in wanted)
                rows = self._rows(connection, loose, limit)
            return [_food(row) for row in rows]

    def get(self, food_id: str) -> Food | None:
        """The food with an id such as ``fdc:170567``."""
        if not self.exists:
            return None
        with self._open() as connection:
            connection.row_factory = sqlite3.Row
            row = connection.execute(f"{_SELECT} WHERE food.id = ? {_LATEST}", (food_id,)).fetchone()
        return None if row is None else _food(row)

    def amounts(self, food_id: str) -> dict[str, tuple[float, str]]:
        """Every nutrient of a food as its latest release publishes it: name to amount per 100 g and unit."""
        with self._open() as connection:
            held = connection.execute(f"{_RELEASE} WHERE food.id = ? {_LATEST}", (food_id,)).fetchone()
            rows = connection.execute(
                "SELECT name, per_100g, unit FROM amount JOIN nutrient ON nutrient.id = nutrient "
                "WHERE amount.release = ? AND food = ?",
                (None if held is None else held[0], food_id),
            ).fetchall()
        return {name: (value, unit) for name, value, unit in rows}

    def _rows(self, connection: sqlite3.Connection, query: str, limit: int) -> list[sqlite3.Row]:
        connection.row_factory = sqlite3.Row
        return connection.execute(_FOUND, (query, limit)).fetchall()

    def _alternatives(self, connection: sqlite3.Connection, word: str) -> str:
        """The word as a full-text expression: itself or its beginnings; where it is rare, also the words most like it.

        A rare word may be a slip of USDA's own: "chedar" stands once in its tables, "cheddar" some hundred times.
        """
        if self._words is None:
            connection.row_factory = None
            self._words = dict(connection.execute("SELECT term, doc FROM vocabulary"))
        held = sum(count for known, count in self._words.items() if known.startswith(word))
        if held >= COMMON or word.isdigit():
            return f'"{word}"*'
        near = process.extract(word, self._words.keys(), scorer=fuzz.ratio, score_cutoff=72, limit=4)
        either = [f'"{word}"*'] if held else []
        return "(" + " OR ".join(either + [f'"{known}"' for known, _, _ in near] or [f'"{word}"']) + ")"


def _dropped(connection: sqlite3.Connection) -> str:
    """Statements that drop every table of an older file; those that full-text search made for itself go with it."""
    held = connection.execute("SELECT name, sql LIKE 'CREATE VIRTUAL%' FROM sqlite_master WHERE type = 'table'")
    names = dict(held.fetchall())
    virtual = [name for name, is_virtual in names.items() if is_virtual]
    own = [name for name in names if not any(name.startswith(f"{each}_") for each in virtual)]
    return " ".join(f'DROP TABLE "{name}";' for name in sorted(own, key=lambda name: name != "vocabulary"))


_RELEASE = "SELECT release.name FROM food JOIN release ON release.name = food.release"
_LATEST = "ORDER BY ifnull(release.year, 0) DESC, release.name DESC LIMIT 1"
_SELECT = "SELECT food.*, title, url, year, imported FROM food JOIN release ON release.name = food.release"
#: The foods that fit, each as its latest release has it; of names as good as each other the shorter first.
_FOUND = f"""{_SELECT} JOIN words ON words.rowid = food.key WHERE words MATCH ? AND NOT EXISTS (
    SELECT 1 FROM food AS other JOIN release AS later ON later.name = other.release
    WHERE other.id = food.id AND (ifnull(later.year, 0), later.name) > (ifnull(release.year, 0), release.name)
) ORDER BY bm25(words, 4.0, 1.0) + length(food.name) / 40.0 LIMIT ?"""  # noqa: S608


def _stored(food: Food) -> StoredFood:
    figures = {name: getattr(food, name) for name in FIGURES}
    known = {name: amount for name, amount in figures.items() if amount is not None}
    return StoredFood(food.id, food.name, food.group, known, food.portions, food.also)


def _food(row: sqlite3.Row) -> Food:
    """A row as a :class:`Food`, with the release as its source."""
    imported = date.fromisoformat(row["imported"])
    figures: dict[str, Any] = {name: row[name] for name in FIGURES}
    return Food(
        id=re.sub(r"[^a-z0-9:+._-]", "-", row["id"].lower()),
        name=row["name"],
        also=row["also"],
        group=row["category"],
        contains="?",
        portions=row["portions"],
        confidence="read",
        sources=(Source(title=row["title"], url=row["url"], year=row["year"]),),
        reviewed=imported,
        review_by=imported + timedelta(days=730),
        **figures,
    )
