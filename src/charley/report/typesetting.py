"""From a layout and its data to a PDF: typst with our own fonts, no network, no browser, no system library.

The file is tagged (PDF/UA-1), its fonts are embedded, and the same data and time give the same bytes.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

HERE = Path(__file__).resolve().parent
LAYOUTS, FONTS = HERE / "layouts", HERE / "fonts"

Layout = Literal["profile", "sheet"]


def typeset(layout: Layout, data: Mapping[str, Any], *, made_at: datetime) -> bytes:
    """Set a document.

    Args:
        layout: a file of ``layouts``.
        data: what stands in it. It goes in as JSON and is shown as text, never read as markup.
        made_at: written into the file.

    Returns:
        the PDF.
    """
    import typst

    values = {"data": json.dumps({**data, "made": _parts(made_at)})}
    source, second = LAYOUTS / f"{layout}.typ", int(made_at.timestamp())
    try:
        return typst.compile(
            source,
            root=LAYOUTS,
            font_paths=[FONTS],
            ignore_system_fonts=True,
            format="pdf",
            sys_inputs=values,
            pdf_standards="ua-1",
            timestamp=second,
        )
    except typst.TypstError:
        # A letter our fonts do not hold, such as a Chinese one. PDF/UA forbids the empty box that would stand for it,
        # so it is looked for in the machine's fonts; the file keeps its tags but makes no claim to the standard.
        return typst.compile(
            source, root=LAYOUTS, font_paths=[FONTS], format="pdf", sys_inputs=values, timestamp=second
        )


def _parts(made_at: datetime) -> dict[str, int]:
    names = ("year", "month", "day", "hour", "minute", "second")
    return {name: getattr(made_at, name) for name in names}
