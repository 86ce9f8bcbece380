"""Nobody finds what is not for them: in no list, no search, no feed, no map, by no old address, and not by guessing one."""

import pytest

from regulars.knowledge.actions.keep_file import keep_file
from regulars.knowledge.actions.readdress import readdress
from regulars.knowledge.actions.retire import retire
from regulars.knowledge.actions.save_category import save_category
from regulars.knowledge.actions.unpublish import unpublish
from regulars.knowledge.actions.write import write
from regulars.knowledge.models import Article
from regulars.knowledge.tests.reading import FRENCH, ROOT, answer, published
from tests.cast import meet

SECRET = "Zanzibar"  # stands in the titles, words, pictures and shelves of what is hidden
LISTS = [
    "",
    "/categories/shelf",
    "/articles/kettle-care",
    "/search?q=zanzibar",
    "/search/instant?q=zanzibar",
    "/feed.xml",
]
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40


@pytest.fixture
def shelf(centre, grace):
    category = save_category(None, names={"en": ("Shelf", "")}, centre=centre, by=grace)
    published(centre, "Kettle care", category=category, by=grace)
    return category


def hidden(centre, shelf, grace, how):
    """An article that is kept from readers, on a shelf with others and on one of its own, with an old address and a picture."""
    own = save_category(None, names={"en": (f"{SECRET} shelf", "")}, slug="own", centre=centre, parent=shelf, by=grace)
    facts = {"visibility": how} if how in Article.Visibility.values else {}
    facts |= {"segment": FRENCH} if how == "segment" else {}
    article = published(
        centre, f"{SECRET} old", f"<p>{SECRET} text</p>", category=own, is_promoted=True, by=grace, **facts
    )
    readdress(article.translations.get(), slug="zanzibar", by=grace)
    if how == "draft":
        unpublish(article.translations.get(), by=grace)
    if how == "retired":
        retire(article, by=grace)
    if how == "closed":
        centre.is_open = False
        centre.save()
    return article, keep_file(article, name=f"{SECRET}.png", content=PNG, by=grace)


HOW = {"signed_in": "customer french", "segment": "french", "agents": "", "draft": "", "retired": "", "closed": ""}


@pytest.mark.parametrize("how", HOW)
@pytest.mark.parametrize("who", ["nobody", "customer", "french"])
def test_what_is_hidden_is_found_nowhere(centre, shelf, grace, how, who):
    article, picture = hidden(centre, shelf, grace, how)
    french = meet("Chloé", "chloe@french.example", language="fr")
    reader = {"nobody": None, "customer": meet("Ben", "ben@okafor.example"), "french": french}[who]
    may_read = who in HOW[how].split()
    guesses = ["/articles/zanzibar", "/articles/zanzibar-old", "/categories/own", "/articles/Zanzibar"]
    found = [answer(f"{ROOT}/en{each}", reader) for each in guesses] + [answer(picture.address, reader)]
    assert {each.status_code < 400 for each in found} == {may_read}
    pages = [answer(f"{ROOT}/{language}{each}", reader) for each in LISTS for language in ("en", "de")]
    shown = [
        page for page in pages if page.status_code == 200 and SECRET in page.content.decode().replace("<mark>", "")
    ]
    assert bool(shown) is may_read
    public = [answer(f"{ROOT}/sitemap.xml", reader), answer(f"{ROOT}/en/feed.xml", reader)]
    assert not any("anzibar" in each.content.decode() or "/own" in each.content.decode() for each in public)


def test_a_page_for_one_reader_is_kept_by_nobody(centre, shelf, grace):
    ben = meet("Ben", "ben@okafor.example")
    assert answer(f"{ROOT}/en/articles/kettle-care")["Cache-Control"] == "public, max-age=60"
    for reader in (ben, grace):
        assert answer(f"{ROOT}/en/articles/kettle-care", reader)["Cache-Control"] == "private, no-store"


def test_who_works_here_reads_what_is_ours_with_a_mark(centre, shelf, grace):
    hidden(centre, shelf, grace, "agents")
    page = answer(f"{ROOT}/en/articles/zanzibar", grace).content.decode()
    assert "Only those who work here" in page and 'content="noindex"' in page and "ld+json" not in page


def test_a_draft_of_a_published_article_is_not_shown(centre, shelf, grace):
    article = Article.objects.get()
    write(article, language="en", title=f"{SECRET} care", html=f"<p>{SECRET}</p>", by=grace)
    write(article, language="de", title=f"{SECRET} pflegen", html=f"<p>{SECRET}</p>", by=grace)
    pages = [answer(f"{ROOT}/{language}{each}") for each in LISTS for language in ("en", "de")]
    assert not any(SECRET in page.content.decode() for page in pages)
