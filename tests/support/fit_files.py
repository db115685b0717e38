"""Writes small FIT files by hand: header, definitions, data, checksum (FIT protocol 1.0)."""

import struct
from datetime import UTC, datetime

EPOCH = datetime(1989, 12, 31, tzinfo=UTC)
#: Base type of a field -> (its number, its size in bytes, how struct packs it).
TYPES = {"enum": (0x00, 1, "B"), "uint16": (0x84, 2, "H"), "uint32": (0x86, 4, "I"), "uint32z": (0x8C, 4, "I"),
         "byte": (0x0D, 1, "B")}  # fmt: skip
_NIBBLES = (0x0000, 0xCC01, 0xD801, 0x1400, 0xF001, 0x3C00, 0x2800, 0xE401,
            0xA001, 0x6C00, 0x7800, 0xB401, 0x5000, 0x9C01, 0x8801, 0x4400)  # fmt: skip

Field = tuple[int, str, int]


def seconds(moment: datetime) -> int:
    """A stamp as FIT counts it."""
    return int((moment - EPOCH).total_seconds())


def checksum(data: bytes) -> int:
    """FIT's checksum of 16 bits."""
    crc = 0
    for byte in data:
        for nibble in (byte & 0xF, byte >> 4):
            crc = ((crc >> 4) & 0x0FFF) ^ _NIBBLES[crc & 0xF] ^ _NIBBLES[nibble]
    return crc


def fit(*messages: tuple[int, list[Field]]) -> bytes:
    """A FIT file. A message is its global number and its fields: (number, base type, value)."""
    body = b""
    for number, fields in messages:
        body += struct.pack("<BBBHB", 0x40, 0, 0, number, len(fields))
        body += b"".join(struct.pack("<BBB", field, TYPES[kind][1], TYPES[kind][0]) for field, kind, _ in fields)
        body += b"\x00" + b"".join(struct.pack("<" + TYPES[kind][2], value) for _, kind, value in fields)
    head = struct.pack("<BBHI4s", 14, 0x10, 2132, len(body), b".FIT")
    data = head + struct.pack("<H", checksum(head)) + body
    return data + struct.pack("<H", checksum(data))


def activity(start: datetime, *, minutes: float, offset_min: int | None, sport: int = 1, serial: int = 7) -> bytes:
    """A file with one session; ``sport`` 1 is running, 2 cycling. ``offset_min`` None leaves the local stamp out."""
    ended = seconds(start) + int(minutes * 60)
    local: list[Field] = [] if offset_min is None else [(5, "uint32", ended + offset_min * 60)]
    return fit(
        (0, [(0, "enum", 4), (3, "uint32z", serial), (4, "uint32", seconds(start))]),
        (20, [(253, "uint32", seconds(start))]),
        (
            18,
            [
                (253, "uint32", ended),
                (2, "uint32", seconds(start)),
                (8, "uint32", int(minutes * 60_000)),
                (5, "enum", sport),
            ],
        ),
        (34, [(253, "uint32", ended), *local]),
    )


def monitoring(midnight: datetime, *, offset_min: int, totals: list[tuple[int, int]], serial: int = 7) -> bytes:
    """A day of walking: (minutes after midnight, running total of steps), the last with a full stamp, as watches do."""
    begins = seconds(midnight)
    *running, (ended, walked) = totals
    walking = 6
    rows = [
        (55, [(26, "uint16", (begins + minute * 60) & 0xFFFF), (3, "uint32", count), (24, "byte", walking)])
        for minute, count in running
    ]
    rows.append((55, [(253, "uint32", begins + ended * 60), (3, "uint32", walked), (5, "enum", walking)]))
    return fit(
        (0, [(0, "enum", 32), (3, "uint32z", serial), (4, "uint32", begins)]),
        (103, [(253, "uint32", begins), (0, "uint32", begins + offset_min * 60)]),
        *rows,
    )
