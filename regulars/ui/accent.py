"""A brand's colour among ours: the same accent in light and dark, always readable.

The colour that somebody chose is kept where it is a face (the main button) as long as words on it can be read; where it is
itself a word, a line or a ring, its lightness moves until it stands out from the paper.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import NamedTuple

HEX = re.compile(r"#?([0-9a-fA-F]{6})")
READABLE = 4.6  # WCAG 2.2 AA asks for 4.5 between words and what they stand on
APART = 1.3  # so that a button of white is seen on white
STEP = 0.01
CLOSE = 6  # steps that a face may be darkened for white words, which look calmer than black ones
WHITE, BLACK = (1.0, 1.0, 1.0), (0.07, 0.06, 0.05)
# The papers of tokens.css that an accent meets, lightest and darkest, as OKLCH lightness: light theme, dark theme.
PAPERS = {"light": (0.994, 0.932), "dark": (0.202, 0.314)}

Rgb = tuple[float, float, float]


class Shade(NamedTuple):
    """A colour as people see it: lightness 0 to 1, chroma, hue in radians (OKLCH)."""

    lightness: float
    chroma: float
    hue: float


def accent_styles(colour: str) -> str:
    """The style sheet that puts this colour (`#a1501f`) in the accent's place; empty when it is no colour."""
    if not (found := HEX.fullmatch(colour)):
        return ""
    shade = _seen(tuple(int(found[1][at : at + 2], 16) / 255 for at in (0, 2, 4)))
    light, dark = _tones(shade, "light"), _tones(shade, "dark")
    pairs = (f"--{name}: light-dark({light[name]}, {dark[name]});" for name in light)
    return ":root { " + " ".join(pairs) + " --color-focus: var(--roast-text); --color-unread: var(--roast-text); }\n"


def contrast(one: Rgb, other: Rgb) -> float:
    """How far two colours stand apart, as WCAG counts: 1 (the same) to 21."""
    dim, bright = sorted((_luminance(one), _luminance(other)))
    return (bright + 0.05) / (dim + 0.05)


def _tones(shade: Shade, theme: str) -> dict[str, str]:
    """The five roles of the accent in one theme."""
    papers = [_shown(Shade(lightness, 0.008, 1.3)) for lightness in PAPERS[theme]]
    is_dark = theme == "dark"
    wash = _shown(Shade(0.29 if is_dark else 0.952, min(shade.chroma, 0.024), shade.hue))
    text = _moved(shade, [*papers, wash], READABLE, is_lighter=is_dark)
    solid, words = _with_words(_moved(shade, [papers[0]], APART, is_lighter=is_dark))
    deep = solid._replace(lightness=solid.lightness + (0.06 if words == BLACK else -0.06))
    return {
        "roast-wash": _written(wash),
        "roast-solid": _written(_shown(solid)),
        "roast-deep": _written(_shown(deep)),
        "roast-text": _written(_shown(text)),
        "on-roast": _written(words),
    }


def _with_words(face: Shade) -> tuple[Shade, Rgb]:
    """The face, perhaps a little darker, and the colour of the words on it."""
    for step in range(CLOSE + 1):
        darker = face._replace(lightness=max(face.lightness - step * STEP, 0.0))
        if contrast(_shown(darker), WHITE) >= READABLE:
            return darker, WHITE
    return face, BLACK


def _moved(shade: Shade, papers: list[Rgb], least: float, *, is_lighter: bool) -> Shade:
    """The nearest lightness at which it stands out from all the papers."""
    for lightness in _lightnesses(shade.lightness, is_lighter=is_lighter):
        moved = shade._replace(lightness=lightness)
        if all(contrast(_shown(moved), paper) >= least for paper in papers):
            return moved
    return Shade(1.0 if is_lighter else 0.0, 0.0, 0.0)


def _lightnesses(start: float, *, is_lighter: bool) -> Iterator[float]:
    step = STEP if is_lighter else -STEP
    while 0 <= start <= 1:
        yield start
        start += step


def _seen(rgb: Rgb) -> Shade:
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in rgb)
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    middle = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    a = 1.9779984951 * long - 2.428592205 * middle + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * middle - 0.808675766 * short
    lightness = 0.2104542553 * long + 0.793617785 * middle - 0.0040720468 * short
    return Shade(lightness, math.hypot(a, b), math.atan2(b, a))


def _shown(shade: Shade) -> Rgb:
    """The colour on a screen; where a screen cannot show so much of it, with less chroma."""
    while shade.chroma > 0.001 and not all(-0.0005 <= part <= 1.0005 for part in _linear(shade)):
        shade = shade._replace(chroma=shade.chroma * 0.96)
    parts = (min(max(part, 0.0), 1.0) for part in _linear(shade))
    written = (12.92 * part if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055 for part in parts)
    red, green, blue = (round(part * 255) / 255 for part in written)
    return red, green, blue


def _linear(shade: Shade) -> Rgb:
    a, b = shade.chroma * math.cos(shade.hue), shade.chroma * math.sin(shade.hue)
    long = (shade.lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (shade.lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (shade.lightness - 0.0894841775 * a - 1.291485548 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.707614701 * short,
    )


def _luminance(rgb: Rgb) -> float:
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in rgb)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _written(rgb: Rgb) -> str:
    return "#" + "".join(f"{round(part * 255):02x}" for part in rgb)
