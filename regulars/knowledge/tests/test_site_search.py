"""Customers search, and what they looked for is remembered."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from regulars.knowledge import strangers
from regulars.knowledge.actions.note_opened import note_opened
from regulars.knowledge.actions.note_search import note_search
from regulars.knowledge.models import Asked
from regulars.knowledge.tests.reading import ROOT, answer, published

HERE = {"Sec-Fetch-Site": "same-origin"}
TOLD = f"{ROOT}/en/search/asked"


@pytest.fixture(autouse=True)
def rested():
    strangers.searching._left.clear()


def test_a_search_leads_to_the_part_that_answers(client, centre, grace):
    published(centre, "Kettles", "<p>All about them.</p><h2>Descale it</h2><p>Take lemon & <b>salt</b>.</p>", by=grace)
    page = client.get(f"{ROOT}/en/search", {"q": "lemon"}).content.decode()
    assert f'href="{ROOT}/en/articles/kettles#descale-it"' in page and "<mark>lemon</mark> &amp;" in page
    assert 'content="noindex"' in page
    part = client.get(f"{ROOT}/en/search/instant", {"q": "lem"}).content.decode()
    assert 'role="option"' in part and "<html" not in part


def test_what_was_not_found_is_remembered_with_who_asked_but_not_their_name(client, centre, descaling, grace, ada):
    assert "Nothing found for" in client.get(f"{ROOT}/en/search", {"q": "  zebra \x00 crossing "}).content.decode()
    answer(f"{ROOT}/de/search?q=zebra", ada), answer(f"{ROOT}/en/search?q=zebra", grace)
    kept = list(Asked.objects.order_by("pk").values_list("words", "found", "language", "reader"))
    assert kept == [("zebra crossing", 0, "en", "visitor"), ("zebra", 0, "de", "customer"), ("zebra", 0, "en", "agent")]


def test_what_was_opened_is_remembered_once_for_each_search(client, centre, descaling):
    known = client.post(TOLD, {"words": "slowly"}, headers=HERE).content.decode()
    assert Asked.objects.values_list("words", "found", "opened").get() == ("slowly", 1, None)
    client.post(TOLD, {"words": "slowly", "asked": known, "article": descaling.pk}, headers=HERE)
    assert Asked.objects.get().opened == descaling
    (
        client.post(TOLD, {"words": "slow"}, headers=HERE),
        client.post(TOLD, {"words": "slow", "article": descaling.pk}, headers=HERE),
    )
    assert Asked.objects.count() == 2 == Asked.objects.filter(opened=descaling).count()
    client.post(TOLD, {"words": "slow", "asked": "1:forged", "article": "999"}, headers=HERE)
    assert Asked.objects.count() == 3 and Asked.objects.latest("pk").opened is None


def test_no_other_site_and_nobody_in_a_hurry_fills_the_report(client, centre, descaling):
    assert client.post(TOLD, {"words": "x"}, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert client.post(TOLD, {"words": " "}, headers=HERE).status_code == 404 and not Asked.objects.exists()
    strangers.searching._left["127.0.0.1"] = (-100.0, strangers.searching.clock())  # they have asked far too often
    for address in ("/search/instant", "/search?q=x"):
        assert client.get(f"{ROOT}/en{address}").status_code == 429
    assert client.post(TOLD, {"words": "x"}, headers=HERE).status_code == 429 and not Asked.objects.exists()


def test_words_are_shown_and_never_run(client, centre, descaling):
    page = client.get(f"{ROOT}/en/search", {"q": '"><script>alert(1)</script>'}).content.decode()
    assert "<script>alert" not in page and "&lt;script&gt;" in page


def test_a_search_opens_only_what_stands_in_its_own_centre(centre, descaling):
    asked = note_search(centre, words="x" * 400, language="en", found=1, by=None)
    assert len(asked.words) <= 300
    note_opened(asked, article=descaling), note_opened(asked, article=descaling)
    assert Asked.objects.get().opened == descaling


def test_finding_more_asks_the_database_no_more_often(client, centre, grace):
    def asks() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get(f"{ROOT}/en/search", {"q": "lemon"})
        return len(asked)

    published(centre, "First lemon", by=grace)
    client.get(f"{ROOT}/en/search", {"q": "lemon"})
    one = asks()
    for number in range(6):
        published(centre, f"Lemon {number}", by=grace)
    assert asks() == one
