"""Drawing for paper: SVG of a fixed size in points, in the colour of the ink alone.

The same picture stands in the PDF and on the page of the app. It has no colour of its own (``currentColor``), so that
it is black in print and amber at night; shades are shares of the ink. What is not known is a diagonal hatch.
"""

from collections.abc import Iterable
from xml.etree import ElementTree as Xml

FONT = "Atkinson Hyperlegible Next"
SMALL, PLAIN = 7.5, 9.0


class Plate:
    """One picture.

    Args:
        name: makes the ids of this picture its own on a page with several.
        width, height: in points.
        label: what it shows, for those who do not see it.
    """

    def __init__(self, name: str, width: float, height: float, label: str) -> None:
        self.name, self.width, self.height, self.label = name, width, height, label
        self.root = Xml.Element(
            "svg",
            {
                "xmlns": "http://www.w3.org/2000/svg",
                "class": "plate",
                "viewBox": f"0 0 {width:g} {height:g}",
                "role": "img",
                "aria-label": label,
                "font-family": FONT,
                "color": "black",
                "fill": "currentColor",
            },
        )
        pattern = Xml.SubElement(Xml.SubElement(self.root, "defs"), "pattern")
        pattern.attrib |= {"id": f"{name}-hatch", "width": "4", "height": "4", "patternUnits": "userSpaceOnUse"}
        pattern.set("patternTransform", "rotate(45)")
        hatch = {"x1": "0", "x2": "0", "y1": "0", "y2": "4", "stroke": "currentColor", "stroke-width": "1"}
        Xml.SubElement(pattern, "line", hatch | {"stroke-opacity": "0.55"})

    def box(self, x: float, y: float, width: float, height: float, *, ink: float, edge: float = 0.0) -> None:
        """A rectangle filled with a share of the ink, with an edge so wide in points."""
        self._add(
            "rect",
            x=x,
            y=y,
            width=width,
            height=max(height, 0.0),
            fill_opacity=ink,
            stroke="currentColor" if edge else "none",
            stroke_width=edge,
        )

    def unknown(self, x: float, y: float, width: float, height: float) -> None:
        """The diagonal hatch of what is not known."""
        self._add("rect", x=x, y=y, width=width, height=height, fill=f"url(#{self.name}-hatch)")

    def line(
        self, x1: float, y1: float, x2: float, y2: float, *, wide: float = 0.5, ink: float = 1.0, dash: str = ""
    ) -> None:
        """A straight line."""
        more = {"stroke_dasharray": dash} if dash else {}
        self._add(
            "line", x1=x1, y1=y1, x2=x2, y2=y2, stroke="currentColor", stroke_width=wide, stroke_opacity=ink, **more
        )

    def dot(self, x: float, y: float, radius: float) -> None:
        """A filled round mark."""
        self._add("circle", cx=x, cy=y, r=radius)

    def shape(self, points: Iterable[tuple[float, float]], *, ink: float) -> None:
        """A filled area."""
        self._add("polygon", points=_joined(points), fill_opacity=ink)

    def curve(self, points: Iterable[tuple[float, float]], *, wide: float) -> None:
        """A line through points."""
        self._add(
            "polyline",
            points=_joined(points),
            fill="none",
            stroke="currentColor",
            stroke_width=wide,
            stroke_linejoin="round",
        )

    def text(
        self, words: str, x: float, y: float, *, size: float = SMALL, anchor: str = "start", bold: bool = False
    ) -> None:
        """Lettering, ``anchor``ed at its start, middle or end."""
        weight = {"font_weight": "700"} if bold else {}
        self._add("text", x=x, y=y, font_size=size, text_anchor=anchor, **weight).text = words

    def svg(self) -> str:
        """The picture as SVG."""
        return Xml.tostring(self.root, encoding="unicode")

    def _add(self, tag: str, **attributes: str | float) -> Xml.Element:
        given = {
            name.replace("_", "-"): value if isinstance(value, str) else f"{value:.2f}".rstrip("0").rstrip(".")
            for name, value in attributes.items()
        }
        return Xml.SubElement(self.root, tag, given)


def _joined(points: Iterable[tuple[float, float]]) -> str:
    return " ".join(f"{x:.2f},{y:.2f}" for x, y in points)
