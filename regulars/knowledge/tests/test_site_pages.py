"""The pages of a help centre as customers read them."""

import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from regulars.knowledge.actions.readdress import readdress
from regulars.knowledge.actions.save_category import save_category
from regulars.knowledge.tests.reading import ROOT, published

GERMAN = {"de": ("Entkalken", "<p>Langsam.</p>")}
FILM = "https://www.youtube.com/watch?v=aqz-KE-bpKQ"


@pytest.fixture
def shelf(centre, grace):
    return save_category(None, names={"en": ("Care", "Lemon and salt."), "de": ("Pflege", "")}, centre=centre, by=grace)


def test_the_way_in_speaks_the_readers_language(client, centre):
    assert client.get("/help").url == f"{ROOT}/en"
    assert client.get(ROOT, headers={"Accept-Language": "fr, de-AT;q=0.8"}).url == f"{ROOT}/de"
    assert client.get(f"{ROOT}/DE/articles/x?q=1").url == f"{ROOT}/de/articles/x?q=1"
    assert client.get(f"{ROOT}/en/").url == f"{ROOT}/en" and client.get(f"{ROOT}/fr").status_code == 404


def test_an_article_stands_in_its_languages_under_its_own_addresses(client, centre, shelf, grace):
    published(centre, "Descale", words=GERMAN, category=shelf, by=grace)
    page = client.get(f"{ROOT}/de/articles/entkalken").content.decode()
    assert "<h1>Entkalken</h1>" in page and 'lang="de"' in page and "War das hilfreich?" in page
    assert f'hreflang="en" href="http://localhost:8000{ROOT}/en/articles/descale"' in page
    assert f'hreflang="x-default" href="http://localhost:8000{ROOT}/en/articles/descale"' in page
    assert client.get(f"{ROOT}/de/articles/descale").url == f"{ROOT}/de/articles/entkalken"


def test_what_is_not_translated_is_read_in_another_language_and_says_so(client, centre, grace):
    published(centre, "Descale", by=grace)
    page = client.get(f"{ROOT}/de/articles/descale").content.decode()
    assert '<article lang="en"' in page and "English" in page and '<html lang="de"' in page
    assert f'rel="canonical" href="http://localhost:8000{ROOT}/en/articles/descale"' in page
    assert "Descale" in client.get(f"{ROOT}/de").content.decode()


def test_a_category_is_found_by_the_address_that_it_had(client, centre, shelf, grace):
    published(centre, "Descale", category=shelf, by=grace)
    names = {"en": ("Keeping it clean", "")}
    for slug in ("cleaning", "clean", "cleaning"):
        save_category(shelf, names=names, slug=slug, by=grace)
    for old in ("care", "clean"):
        moved = client.get(f"{ROOT}/de/categories/{old}")
        assert (moved.status_code, moved.url) == (301, f"{ROOT}/de/categories/cleaning")
    assert client.get(f"{ROOT}/en/categories/cleaning").status_code == 200
    other = save_category(None, names={"en": ("Care", "")}, centre=centre, by=grace)
    assert other.slug == "care" and client.get(f"{ROOT}/en/categories/care").status_code == 404, "it is another's now"
    published(centre, "Secret", category=other, visibility="agents", by=grace)
    save_category(other, names={"en": ("Care", "")}, slug="ours", by=grace)
    assert client.get(f"{ROOT}/en/categories/care").status_code == 404, "where it leads is not for this reader"


def test_an_old_address_leads_on_and_nowhere_else(client, centre, grace):
    article = published(centre, "Descale", by=grace)
    readdress(article.translations.get(), slug="decalcify", by=grace)
    moved = client.get(f"{ROOT}/en/articles/descale")
    assert (moved.status_code, moved.url) == (301, f"{ROOT}/en/articles/decalcify")
    for strange in ("//evil.example/", "%2F%2Fevil.example%2F", "http://evil.example/", "%00/", "..%2f..%2finbox"):
        answer = client.get(f"{ROOT}/{strange}")
        assert answer.status_code == 404 or answer.url.startswith(f"{ROOT}/")


def test_titles_in_any_alphabet_have_addresses_that_work(client, centre, grace):
    centre.languages = ["en", "de", "ja", "ar"]
    centre.save()
    published(
        centre,
        "Water",
        words={"ja": ("荷物が遅れているとき", "<p>お待ちください。</p>"), "ar": ("الطرد", "<p>نعم</p>")},
        by=grace,
    )
    page = client.get(f"{ROOT}/ja/articles/荷物が遅れているとき")
    assert page.status_code == 200 and "%E8%8D%B7" in page.content.decode()
    assert '<html lang="ar" dir="rtl"' in client.get(f"{ROOT}/ar/articles/الطرد").content.decode()
    assert "%E8%8D%B7" in client.get(f"{ROOT}/sitemap.xml").content.decode()


def test_search_engines_are_told_what_it_is_and_no_title_breaks_out(client, centre, shelf, grace):
    title = "Is it “late”? </script><script>alert(1)</script>"
    html = "<h2>Do points <em>expire</em>?</h2><p>Yes.</p><h2>May I give them away?</h2><p>You &lt;may&gt;.</p>"
    published(centre, title, html, category=shelf, by=grace)
    page = client.get(f"{ROOT}/en/articles/is-it-late-script-script-alert-1-script").content.decode()
    data = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    article, crumbs, asked = json.loads(data[0])["@graph"]
    assert article["headline"] == title and "alert(1)</script>" not in page
    assert [each["name"] for each in crumbs["itemListElement"]] == ["Help", "Care", title]
    assert [each["acceptedAnswer"]["text"] for each in asked["mainEntity"]] == ["Yes.", "You <may>."]


def test_an_article_is_dressed_for_reading(client, centre, grace):
    html = (
        '<h2>Steps</h2><table><tr><td>1</td></tr></table><aside data-callout="warning"><p>Hot.</p></aside><h3>Then</h3><h2>End</h2>'
        f'<figure data-video="{FILM}"><a href="{FILM}">x</a></figure>'
    )
    published(centre, "Dressed", html, by=grace)
    page = client.get(f"{ROOT}/en/articles/dressed")
    text = page.content.decode()
    assert (
        'href="#steps" aria-label="Link to this part"' in text
        and '<div class="scrolls" role="group" tabindex="0"' in text
    )
    assert '<div role="note" data-callout="warning"><p class="kind">' in text and "On this page" in text
    assert 'src="https://www.youtube-nocookie.com/embed/aqz-KE-bpKQ"' in text and "<iframe" not in text
    policy = page["Content-Security-Policy"]
    assert "frame-src 'self' https://www.youtube-nocookie.com" in policy and "'unsafe-inline'" not in policy
    published(centre, "Plain", by=grace)
    assert "youtube" not in client.get(f"{ROOT}/en/articles/plain")["Content-Security-Policy"]


@pytest.mark.parametrize("many", [2, 12])
def test_a_page_asks_the_database_eight_times_at_most(client, centre, shelf, grace, many):
    within = save_category(None, names={"en": ("Within", "")}, centre=centre, parent=shelf, by=grace)
    for number in range(many):
        published(
            centre,
            f"Number {number}?",
            "<h2>A?</h2><p>1</p><h2>B?</h2><p>2</p>",
            category=(shelf, within)[number % 2],
            is_promoted=True,
            by=grace,
        )
    for address in ("", "/articles/number-0", "/categories/care", "/feed.xml"):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get(f"{ROOT}/en{address}").status_code == 200
        assert len(asked) <= 8, [each["sql"][:200] for each in asked]


def test_a_page_for_everybody_is_asked_for_again_only_when_it_changed(client, centre, grace):
    published(centre, "Descale", by=grace)
    page = client.get(f"{ROOT}/en/articles/descale")
    assert page["Cache-Control"] == "public, max-age=60" and "Cookie" in page["Vary"] and not page.cookies
    assert client.get(f"{ROOT}/en/articles/descale", headers={"If-None-Match": page["ETag"]}).status_code == 304
    assert client.get(f"{ROOT}/en/nothing")["Cache-Control"] == "private, no-store"


def test_programs_find_their_way(client, centre, shelf, grace):
    html = '<p><a href="/help/files/3f2b0d0e-7d4b-4a55-9a57-0b8a2d1f6c11">x</a></p>'
    published(centre, "Tea\x07 & <crumpets>", html + "<p>\x07</p>", category=shelf, by=grace)
    feed = client.get(f"{ROOT}/en/feed.xml").content.decode()
    assert "Tea &amp; &lt;crumpets&gt;" in feed and "http://localhost:8000/help/files/3f2b" in feed
    told = client.get("/robots.txt").content.decode()
    assert f"Sitemap: http://localhost:8000{ROOT}/sitemap.xml" in told and "Disallow: /\n" in told
    sitemap = client.get(f"{ROOT}/sitemap.xml").content.decode()
    assert sitemap.count("<loc>") == 2 + 2 + 1 and f"{ROOT}/de/categories/care" in sitemap


def test_a_centre_without_articles_says_so(client, centre):
    assert "first articles are being written" in client.get(f"{ROOT}/en").content.decode()


def test_a_large_category_is_read_in_pages(client, centre, shelf, grace, monkeypatch):
    for module in ("shelves", "views.site.categories"):
        monkeypatch.setattr(f"regulars.knowledge.{module}.ON_PAGE", 2)
    for name in ("One", "Two", "Three"):
        published(centre, name, category=shelf, by=grace)
    pages = [
        client.get(f"{ROOT}/en/categories/care{query}").content.decode()
        for query in ("", "?page=2", "?page=٢", "?page=0x")
    ]
    assert ["<b>Three</b>" in each for each in pages] == [False, True, False, False]
    assert 'rel="next"' in pages[0] and 'rel="next"' not in pages[1] and 'rel="prev"' in pages[1]
    assert client.get(f"{ROOT}/en/categories/care?page=9999999999").status_code == 200
    assert client.get(f"{ROOT}/en/categories/care?page=3").status_code == 404
