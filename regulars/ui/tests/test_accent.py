"""A brand may choose any colour, and everything stays readable."""

import re

from hypothesis import given
from hypothesis import strategies as st

from regulars.ui.accent import Rgb, accent_styles, contrast
from regulars.ui.stylesheet import site_stylesheet

PAIR = re.compile(r"--([\w-]+): light-dark\(#(\w{6}), #(\w{6})\)")
PAPERS = (("fdfcfa", "f0ece5"), ("171410", "332f2a"))  # the lightest and the darkest that words of the accent meet


def rgb(written: str) -> Rgb:
    red, green, blue = (int(written[at : at + 2], 16) / 255 for at in (0, 2, 4))
    return red, green, blue


@given(st.integers(0, 0xFFFFFF))
def test_words_in_and_on_any_colour_can_be_read_in_light_and_dark(number):
    tones = {name: both for name, *both in PAIR.findall(accent_styles(f"#{number:06x}"))}
    for theme in (0, 1):
        tone = {name: rgb(both[theme]) for name, both in tones.items()}
        assert contrast(tone["on-roast"], tone["roast-solid"]) >= 4.5
        assert contrast(tone["on-roast"], tone["roast-deep"]) >= 4.5
        assert contrast(tone["roast-text"], tone["roast-wash"]) >= 4.5
        assert all(contrast(tone["roast-text"], rgb(paper)) >= 4.5 for paper in PAPERS[theme])


def test_a_colour_that_is_readable_stays_as_it_was_chosen():
    assert "--roast-solid: light-dark(#a1501f, #a1501f)" in accent_styles("#A1501F")


def test_what_is_no_colour_changes_nothing():
    assert accent_styles("red; } body { display: none") == "" == accent_styles("")


def test_the_customers_stylesheet_carries_the_brands_colour(client):
    sheet = site_stylesheet("0057ff")
    answer = client.get(f"/ui/site/0057ff/{sheet.digest}.css")
    assert "immutable" in answer["Cache-Control"] and b"#0057ff" in answer.content
    assert b"--roast-solid: light-dark(#" not in client.get("/ui/site/house/old.css").content
