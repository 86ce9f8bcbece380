"""The HTML of articles, and the addresses made of titles."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regulars.knowledge.films import player
from regulars.knowledge.safe import headings, safe
from regulars.knowledge.slugs import slug_of

KEY = "/help/files/3f0c6f43-9a52-4d0e-a2c4-9d8e6a1f0b11"
PIECES = st.sampled_from(
    ["<h1>", "</h1>", "<h2 id=x>", "</h2>", "<script>alert(1)</script>", "<aside data-callout=tip>", "</aside>", "<p>", "a & b", "<table><tr><td>",
     '<img src="https://x.example/a.png">', f'<img src="{KEY}" onerror=x>', '<a href="javascript:x">', "</a>", "<figure data-video=\"https://youtu.be/abcdefghijk\">",
     "</figure>", "<svg><p>", "\x00", "<!--", "-->", "<b", "&#x3c;script>", "<li>", "<details open>", "<style>p{}</style>", '<aside data-callout="evil">', "<pre>\n"]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=12).map("".join))
def test_whatever_is_written_stays_safe_and_stays_the_same(html):
    once = safe(html)
    assert safe(once) == once
    assert not any(
        bad in once for bad in ("<script", "<style", "onerror", 'href="javascript', "<h1", "<svg", 'src="https', "evil")
    )


def test_what_says_nothing_of_itself_goes_however_deep_it_stands():
    nested = "<aside>" * 300 + "<p>Hot</p>" + "</aside>" * 300
    assert safe(f'<aside data-callout="tip">{nested}</aside>') == '<aside data-callout="tip"><p>Hot</p></aside>'


def test_what_editors_need_is_kept():
    html = safe(
        "<h1>How &amp; why</h1><h2>How &amp; why</h2><h6>Small</h6><aside data-callout='warning'><p>Hot!</p></aside>"
        f'<img src="{KEY}" alt="The back" width="400"><img src="https://else.example/x.png"><pre><code class="language-python">x = 1</code></pre>'
        '<figure data-video="https://www.youtube.com/watch?v=abcdefghijk"></figure><figure data-video="https://evil.example/"></figure>'
        '<table><tbody><tr><td colspan="2">1</td></tr></tbody></table><a href="/help/en/x">x</a><a href="//evil.example">y</a>'
    )
    assert headings(html) == [(2, "how-why", "How & why"), (3, "how-why-2", "How & why"), (4, "small", "Small")]
    for piece in (
        '<aside data-callout="warning">',
        f'<img src="{KEY}" alt="The back" width="400">',
        'class="language-python"',
        'colspan="2"',
        'href="/help/en/x"',
    ):
        assert piece in html
    assert html.count("<img") == 1 and html.count("data-video") == 1 and '//evil.example"' not in html


@pytest.mark.parametrize(
    ("address", "plays"),
    [
        ("https://youtu.be/abcdefghijk?t=3", "https://www.youtube-nocookie.com/embed/abcdefghijk"),
        ("https://vimeo.com/123456789", "https://player.vimeo.com/video/123456789?dnt=1"),
        ("https://cdn.coffee.example/films/descale.mp4", "https://cdn.coffee.example/films/descale.mp4"),
        ("http://youtu.be/abcdefghijk", ""),
        ("https://youtube.com.evil.example/watch?v=abcdefghijk", ""),
        ("https://[", ""),
    ],
)
def test_films_come_from_known_places(address, plays):
    assert player(address) == plays


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Rückgabe & Umtausch", "rueckgabe-umtausch"),
        ("Où est ma commande ?", "ou-est-ma-commande"),
        ("注文はどこ", "注文はどこ"),
        ("إرجاع المنتج", "إرجاع-المنتج"),
        ("…", ""),
    ],
)
def test_titles_become_addresses(title, slug):
    assert slug_of(title) == slug
