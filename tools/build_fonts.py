"""Cut the web font into the static faces that a PDF embeds.

    .venv/bin/python tools/build_fonts.py FOLDER

FOLDER is the unpacked npm package ``@fontsource-variable/atkinson-hyperlegible-next`` (SIL Open Font Licence 1.1). Of
it the Latin and the Latin Extended subsets are cut at weights 400 and 700 and joined, so that names from Łódź to Çeşme
are set in one face. The same package gives the same bytes.
"""

import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from fontTools.merge import Merger, Options
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

TARGET = Path(__file__).resolve().parents[1] / "src/charley/report/fonts"
SUBSETS = ("latin", "latin-ext")
FACES = {"Regular": 400, "Bold": 700}
FAMILY = "Atkinson Hyperlegible Next"


def build(package: Path, target: Path) -> None:
    """Write both faces and their licence.

    Args:
        package: the unpacked npm package.
        target: where they go.
    """
    for name, weight in FACES.items():
        with TemporaryDirectory() as scratch:
            cut = [_cut(package, subset, weight, Path(scratch)) for subset in SUBSETS]
            options = Options()
            options.drop_tables = ["STAT"]  # speaks of the weights that were cut away
            joined = Merger(options).merge([str(path) for path in cut])
            with TTFont(cut[0]) as first:
                made = first["head"].created, first["head"].modified
        _name(joined, name, weight)
        joined["head"].created, joined["head"].modified = made
        joined.recalcTimestamp = False
        joined.save(target / f"AtkinsonHyperlegibleNext-{name}.ttf")
    shutil.copyfile(package / "LICENSE", target / "OFL.txt")


def _cut(package: Path, subset: str, weight: int, folder: Path) -> Path:
    path = folder / f"{subset}.ttf"
    source = package / f"files/atkinson-hyperlegible-next-{subset}-wght-normal.woff2"
    with TTFont(source, recalcTimestamp=False) as font:
        font.flavor = None
        instantiateVariableFont(font, {"wght": weight}, inplace=True)
        font.save(path)
    return path


def _name(font: TTFont, name: str, weight: int) -> None:
    """Names and weight by which a program tells the two faces apart."""
    font["OS/2"].usWeightClass = weight
    font["OS/2"].fsSelection = 0x20 if name == "Bold" else 0x40
    font["head"].macStyle = int(name == "Bold")
    full = f"{FAMILY} {name}"
    for number, text in ((1, FAMILY), (2, name), (4, full), (6, full.replace(" ", ""))):
        font["name"].setName(text, number, 3, 1, 0x409)
    font["name"].names = [row for row in font["name"].names if row.nameID not in (16, 17, 21, 22, 25)]


if __name__ == "__main__":
    build(Path(sys.argv[1]), TARGET)
