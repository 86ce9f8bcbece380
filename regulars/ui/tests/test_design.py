"""What the eye needs, held by numbers: every icon that is asked for exists, and every text stands out from its paper."""

import math
import re
from pathlib import Path

import pytest

from regulars.ui.stylesheet import FOLDER, FOR_CUSTOMERS, PARTS

ROOT = Path(__file__).resolve().parents[2]
SPRITE = set(re.findall(r'<symbol id="([\w-]+)"', (ROOT / "ui/assets/icons.svg").read_text()))
TOKENS = (FOLDER / "tokens.css").read_text()
COLOUR = r"oklch\(([\d.]+)% ([\d.]+) ([\d.]+)\)"
PALETTE = {
    name: ((*map(float, found[:3]),), (*map(float, found[3:]),))
    for name, *found in re.findall(rf"--([\w-]+): light-dark\({COLOUR}, {COLOUR}\)", TOKENS)
}

# text on paper: 4.5 to 1 as WCAG 2.2 AA asks; edges of controls and the focus ring: 3 to 1
READ = [
    (ink, paper, 4.5)
    for ink in ("ink-1", "ink-2", "ink-3")
    for paper in ("paper-0", "paper-1", "paper-2", "paper-under", "roast-wash")
]
READ += [(f"{hue}-text", f"{hue}-wash", 4.5) for hue in ("honey", "brick", "leaf", "slate")]
READ += [
    ("on-roast", "roast-solid", 4.5),
    ("on-roast", "roast-deep", 4.5),
    ("roast-text", "paper-1", 4.5),
    ("roast-text", "roast-wash", 4.5),
    ("ink-3", "butter-wash", 4.5),
    ("brick-text", "paper-0", 4.5),
]
READ += [
    ("rule-3", "paper-0", 3),
    ("rule-3", "paper-1", 3),
    ("roast-solid", "paper-0", 3),
    ("roast-solid", "paper-2", 3),
]


def luminance(colour: tuple[float, float, float]) -> float:
    """Relative luminance of an OKLCH colour, by way of linear sRGB."""
    lightness, chroma, hue = colour[0] / 100, colour[1], math.radians(colour[2])
    a, b = chroma * math.cos(hue), chroma * math.sin(hue)
    long, medium, short = (
        (lightness + x * a + y * b) ** 3
        for x, y in ((0.3963377774, 0.2158037573), (-0.1055613458, -0.0638541728), (-0.0894841775, -1.291485548))
    )
    red = 4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short
    green = -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short
    blue = -0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short
    return sum(weight * min(max(part, 0), 1) for weight, part in ((0.2126, red), (0.7152, green), (0.0722, blue)))


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "paper", "least"), READ)
def test_every_text_stands_out_from_its_paper(ink, paper, least, theme):
    bright, dim = sorted((luminance(PALETTE[ink][theme]), luminance(PALETTE[paper][theme])), reverse=True)
    assert (bright + 0.05) / (dim + 0.05) >= least


def test_every_icon_that_is_asked_for_is_drawn():
    pages = [
        path.read_text() for path in [*ROOT.rglob("pages/**/*.html"), *ROOT.rglob("*.py")] if "tests" not in path.parts
    ]
    asked = {
        name
        for text in pages
        for name in re.findall(r"""(?:\{% icon|icon\(|icon =|icons\.svg' %\}#)\s*["']?([a-z]+)["'{<]""", text)
    }
    assert asked and asked <= SPRITE


def test_every_part_has_its_file_and_every_file_is_served():
    assert sorted({*PARTS, *FOR_CUSTOMERS}) == sorted(path.stem for path in FOLDER.glob("*.css"))


LETTERS = {"invitation.html", "letter.html"}  # mail programs read no stylesheet


def test_pages_have_no_inline_styles_or_scripts():
    for path in (each for each in ROOT.rglob("pages/**/*.html") if each.name not in LETTERS):
        text = path.read_text()
        assert not re.search(r'\sstyle="|\son\w{2,}="|<script(?![^>]*src=)', text), path
