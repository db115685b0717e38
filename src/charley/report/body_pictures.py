"""Sketches of how the body handles magnesium, for the short lessons."""

from collections.abc import Callable, Sequence

from charley.knowledge.figures import Figure as FactFigure
from charley.knowledge.figures import figures
from charley.knowledge.lessons import Picture
from charley.report.drawing import Drawing
from charley.report.figures import Figure


def diagram(picture: Picture) -> Figure | None:
    """The drawing of a lesson; None where it has none or is drawn from its own numbers."""
    return _DIAGRAMS[picture]() if picture in _DIAGRAMS else None


def _nerve() -> Figure:
    text = (
        "A nerve sends a signal, calcium flows into the muscle and it pulls tight; calcium leaves and it lets go. "
        "Magnesium slows calcium down and calms the nerve."
    )
    drawing = Drawing("nerve", 190, text)
    _boxes(drawing, 60, (("nerve", "part"), ("muscle tight", "part-tight"), ("muscle at rest", "part")))
    drawing.text("calcium in", 0.335, 56, "middle")
    drawing.text("calcium out", 0.665, 56, "middle")
    drawing.line("middle", 0.335, 0.335, 128, 96)
    drawing.text("magnesium slows this", 0.335, 146, "middle")
    drawing.line("middle", 0.13, 0.13, 158, 118)
    drawing.text("and calms the nerve", 0.02, 176)
    return Figure(title="Calcium pulls, magnesium holds it back", text=text, svg=drawing.svg(), head=("Step", ""),
                  rows=(("Nerve", "sends a signal"), ("Calcium", "flows in, the muscle pulls tight"),
                        ("Calcium", "flows out, the muscle lets go"),
                        ("Magnesium", "slows calcium, calms the nerve")))  # fmt: skip


def _stores() -> Figure:
    known = figures()
    bone, soft, outside = (float(known[name].value) for name in ("bone-share", "soft-share", "outside-share"))
    parts = (("bone", bone, "bone-share"), ("muscle and soft parts", soft, "soft-share"),
             ("outside cells", outside, "outside-share"))  # fmt: skip
    text = "Where the body keeps magnesium: " + ", ".join(f"{name} about {share:g} %" for name, share, _ in parts) + "."
    drawing = Drawing("stores", 150, text)
    left = 0.02
    for (name, share, _), kind in zip(parts, ("part", "part-other", "part-mark"), strict=True):
        right = left + 0.96 * share / 100
        drawing.box(kind, left, right, 40, 90)
        if share > 20:
            drawing.text(name, (left + right) / 2, 70, "middle")
        left = right
    drawing.unknown(left, 0.98, 40, 90, "the printed shares do not add up to all of it")
    drawing.text("amber line: outside the cells; hatched: not known", 0.02, 120)
    rows = tuple(
        (name, f"{known[i].low or known[i].value} to {known[i].high or known[i].value} %") for name, _, i in parts
    )
    return Figure(title="Nearly all of it is in bone and muscle", text=text, svg=drawing.svg(),
                  head=("Place", "Share"), rows=rows)  # fmt: skip


def _kidneys() -> Figure:
    text = "When you eat little, the kidneys let less go. When you take more than you need, they let the rest go."
    drawing = Drawing("kidneys", 210, text)
    for top, head, kept in ((30, "you eat little", 0.78), (120, "you take more than you need", 0.34)):
        drawing.text(head, 0.02, top)
        drawing.box("part", 0.02, 0.02 + 0.96 * kept, top + 10, top + 44)
        drawing.box("part-other", 0.02 + 0.96 * kept, 0.98, top + 10, top + 44)
        drawing.text("kept", 0.04, top + 32)
        drawing.text("urine", 0.97, top + 32, "end")
    drawing.text("a sketch, not to scale", 0.98, 200, "end")
    return Figure(title="Healthy kidneys let the extra go", text=text, svg=drawing.svg(), head=("", "Kidneys"),
                  rows=(("You eat little", "let less go"), ("You take more than you need", "let the rest go"),
                        ("Weak kidneys", "cannot let it go: it builds up")))  # fmt: skip


def _blood() -> Figure:
    share = figures()["serum-share"]
    text = f"The blood test sees about {share.value} % of the body's magnesium. The rest cannot be seen."
    drawing = Drawing("blood", 130, text)
    drawing.unknown(0.02, 0.98, 30, 90, "not seen by a blood test")
    drawing.box("part-mark", 0.02, 0.02 + 0.96 * float(share.value) / 100, 24, 96, f"{share.value} %")
    drawing.text(f"the thin line is the {share.value} % that a blood test sees", 0.02, 118)
    return Figure(title="A blood test sees a drop of the whole", text=text, svg=drawing.svg(), head=("", "Share"),
                  rows=(("Seen by a blood test", f"{share.value} %"), ("Not seen", "all the rest")))  # fmt: skip


_DIAGRAMS: dict[Picture, Callable[[], Figure]] = {
    "nerve": _nerve,
    "stores": _stores,
    "kidneys": _kidneys,
    "blood": _blood,
}


def _printed(figure: FactFigure) -> str:
    return figure.value if figure.low is None else f"{figure.low} to {figure.high}"


def _boxes(drawing: Drawing, top: float, boxes: Sequence[tuple[str, str]]) -> None:
    """Three boxes in a row with lines between them."""
    for number, (name, kind) in enumerate(boxes):
        left = 0.02 + 0.36 * number
        drawing.box(kind, left, left + 0.24, top, top + 56)
        drawing.text(name, left + 0.12, top + 33, "middle")
        if number:
            drawing.line("middle", left - 0.12, left, top + 28, top + 28)
