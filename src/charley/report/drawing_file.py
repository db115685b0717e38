"""A picture of the page as a file of its own: with its size and its look inside, in black on white, for paper too."""

import re

from charley.report.plate import FONT

#: Width of the file in pixels; heights are those of the picture.
WIDE = 640.0
_HEAD = re.compile(r'<svg class="chart" width="100%" height="([\d.]+)"([^>]*)>')
#: The look of each kind of mark on paper. A kind that is not here is black.
_LOOK = f"""
text {{ font-family: "{FONT}", sans-serif; font-size: 13px; fill: #000 }}
line, polyline {{ stroke: #000; stroke-width: 1; fill: none }}
.grid {{ stroke: #999 }}
.axis {{ stroke: #444 }}
.even {{ stroke-width: 1.5; stroke-dasharray: 2 4 }}
.limit {{ stroke-width: 2.5 }}
.mark {{ stroke-width: 2; stroke-dasharray: 6 3 }}
.interval {{ stroke: #777; stroke-width: 8; stroke-linecap: round }}
.middle {{ stroke-width: 2 }}
.band {{ fill: #000; fill-opacity: 0.15 }}
.bar-mark, .dose-mark {{ fill: #777 }}
.bar-before {{ fill: #ccc }}
.unknown {{ stroke: #999 }}
.hatch {{ stroke: #777; stroke-width: 1.5 }}
"""


def alone(svg: str) -> str:
    """The picture as an SVG file.

    Args:
        svg: as :meth:`charley.report.drawing.Drawing.svg` makes it.

    Raises:
        ValueError: for anything else.
    """
    head = _HEAD.match(svg)
    if head is None:
        raise ValueError("is not a picture of ours")
    size = f'width="{WIDE:g}" height="{head[1]}" viewBox="0 0 {WIDE:g} {head[1]}"'
    begins = f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" {size}{head[2]}>'
    return f"{begins}<style>{_LOOK}</style>{svg[head.end() :]}\n"
