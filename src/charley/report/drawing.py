"""Drawing in SVG: fluid pictures that take their colours from the page's style sheet.

Everything across is given in per cent of the picture's width, so that a picture fits a phone and a desk while its
lettering keeps its size; everything up and down is in pixels. No colour and no inline style stands in the picture:
marks carry class names, and the style sheet gives them the right look by night, by day, in forced colours and in print.
"""

from collections.abc import Iterable, Sequence
from xml.etree import ElementTree as Xml


def percent(share: float) -> str:
    """A share of the width as SVG writes it."""
    return f"{100 * share:.2f}%"


class Drawing:
    """One picture of a fixed height.

    Args:
        name: makes the ids of this picture its own on a page with several.
        height: in pixels.
        label: what the picture shows, for those who do not see it.
    """

    def __init__(self, name: str, height: float, label: str) -> None:
        self.name = name
        self.height = height
        self.root = Xml.Element(
            "svg", {"class": "chart", "width": "100%", "height": f"{height:g}", "role": "img", "aria-label": label}
        )
        pattern = Xml.SubElement(Xml.SubElement(self.root, "defs"), "pattern")
        pattern.attrib |= {
            "id": f"{name}-hatch",
            "width": "6",
            "height": "6",
            "patternUnits": "userSpaceOnUse",
            "patternTransform": "rotate(45)",
        }
        Xml.SubElement(pattern, "line", {"class": "hatch", "x1": "0", "x2": "0", "y1": "0", "y2": "6"})

    def box(self, kind: str, left: float, right: float, top: float, bottom: float, note: str = "") -> None:
        """A filled rectangle; ``left`` and ``right`` are shares of the width. ``note`` shows when it is pointed at."""
        box = Xml.SubElement(
            self.root,
            "rect",
            {
                "class": kind,
                "x": percent(left),
                "y": f"{top:.1f}",
                "width": percent(right - left),
                "height": f"{max(bottom - top, 0):.1f}",
            },
        )
        if note:
            Xml.SubElement(box, "title").text = note

    def unknown(self, left: float, right: float, top: float, bottom: float, note: str = "") -> None:
        """The diagonal hatch of what is not known."""
        self.box("unknown", left, right, top, bottom, note)
        self.root[-1].set("fill", f"url(#{self.name}-hatch)")

    def line(self, kind: str, left: float, right: float, top: float, bottom: float, note: str = "") -> None:
        """A straight line from (left, top) to (right, bottom). ``note`` shows when it is pointed at."""
        line = Xml.SubElement(
            self.root,
            "line",
            {"class": kind, "x1": percent(left), "x2": percent(right), "y1": f"{top:.1f}", "y2": f"{bottom:.1f}"},
        )
        if note:
            Xml.SubElement(line, "title").text = note

    def text(self, words: str, across: float, down: float, anchor: str = "start") -> None:
        """Lettering, ``anchor``ed at its start, middle or end."""
        text = Xml.SubElement(
            self.root, "text", {"x": percent(across), "y": f"{down:.1f}", "text-anchor": anchor, "aria-hidden": "true"}
        )
        text.text = words

    def dot(self, kind: str, across: float, down: float, radius: float) -> None:
        """A round mark."""
        Xml.SubElement(
            self.root, "circle", {"class": kind, "cx": percent(across), "cy": f"{down:.1f}", "r": f"{radius:g}"}
        )

    def band(
        self, left: float, right: float, across: Sequence[float], low: Sequence[float], high: Sequence[float]
    ) -> None:
        """The area between two curves; ``across`` are shares of the way from ``left`` to ``right``."""
        points = [*zip(across, high, strict=True), *reversed([*zip(across, low, strict=True)])]
        self._curve("polygon", "band", left, right, points)

    def curve(self, kind: str, left: float, right: float, across: Sequence[float], down: Sequence[float]) -> None:
        """A line through points; ``across`` are shares of the way from ``left`` to ``right``."""
        self._curve("polyline", kind, left, right, zip(across, down, strict=True))

    def svg(self) -> str:
        """The picture as SVG to put into a page."""
        return Xml.tostring(self.root, encoding="unicode")

    def _curve(self, tag: str, kind: str, left: float, right: float, points: Iterable[tuple[float, float]]) -> None:
        # A polygon cannot be given in per cent, so it is drawn in a frame of its own that stretches across.
        frame = Xml.SubElement(
            self.root,
            "svg",
            {
                "x": percent(left),
                "width": percent(right - left),
                "height": f"{self.height:g}",
                "viewBox": f"0 0 1000 {self.height:g}",
                "preserveAspectRatio": "none",
            },
        )
        written = " ".join(f"{1000 * x:.1f},{y:.1f}" for x, y in points)
        Xml.SubElement(frame, tag, {"class": kind, "points": written, "vector-effect": "non-scaling-stroke"})
