"""A guide as readers follow it, with no script at all, and as it is written."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from regulars.knowledge.actions.publish_guide import publish_guide
from regulars.knowledge.actions.save_category import save_category
from regulars.knowledge.models import Guide, GuideRun
from regulars.knowledge.tests.guided import GRINDER, guide_of
from regulars.knowledge.tests.reading import FRENCH, ROOT, answer
from tests.cast import meet

AT = f"{ROOT}/en/guides/my-grinder-does-not-start"
OURS = {"headers": {"Sec-Fetch-Site": "same-origin"}}


@pytest.fixture
def grinder(centre, grace):
    shelf = save_category(None, names={"en": ("Care", "")}, centre=centre, by=grace)
    return publish_guide(guide_of(centre, by=grace, category=shelf), by=grace)


@pytest.fixture
def desk(grace):
    client = Client()
    client.force_login(grace)
    return client


def link(page, words):
    """Where the link with these words leads."""
    found = re.search(rf'<a [^>]*href="([^"]*)"[^>]*>(?:(?!</a>).)*{re.escape(words)}', page.content.decode(), re.S)
    return found[1].replace("&amp;", "&")


def test_somebody_follows_it_back_and_forth_to_a_request_with_what_was_tried(client, grinder):
    assert link(client.get(f"{ROOT}/en"), "My grinder does not start") == AT
    begun = client.post(AT, **OURS)
    page = client.get(begun.url)
    assert "Does the light come on?" in page.content.decode() and page["Cache-Control"] == "private, no-store"
    page = client.get(link(page, "No"))
    page = client.get(link(page, "Again, please"))
    page = client.get(link(page, "Yes"))
    assert "Is the hopper shut?" in page.content.decode()
    assert "Does the light come on?" in client.get(link(page, "Back")).content.decode()
    page = client.get(link(page, "Yes"))
    sent = parse_qs(urlsplit(link(page, "Write to us, with what you tried")).query)
    assert (sent["subject"], sent["topic"]) == (["Grinder does not start"], ["Grinders"])
    assert "– Does the light come on? → No\n– Try another socket. → Again, please" in sent["text"][0]
    run = GuideRun.objects.get()
    assert (len(run.path), run.outcome, run.reader) == (5, "ask", "visitor")


def test_a_guide_leads_to_the_same_in_another_language(client, desk, centre, grinder, grace):
    german = publish_guide(guide_of(centre, by=grace, title="Mühle steht", language="de"), by=grace)
    there = f"{ROOT}/de/guides/muehle-steht"
    assert f'href="{there}"' not in client.get(AT).content.decode()
    kept = {"title": german.title, "visibility": "public", "segment": "{}", "original": grinder.pk}
    assert desk.post(f"/knowledge/guides/{german.pk}", kept).status_code == 302
    page = client.get(AT).content.decode()
    assert f'href="{there}"' in page and f'hreflang="de" href="http://localhost:8000{there}"' in page
    assert client.get(AT.replace("/en/", "/de/")).url == there
    assert f'href="{AT}"' in client.get(there).content.decode()
    found = client.get(f"{ROOT}/de/search", {"q": "Grinder start Mühle steht"}).content.decode()
    assert there in found and "my-grinder" not in found
    again = guide_of(centre, by=grace, title="Noch eine", language="de")
    assert desk.post(f"/knowledge/guides/{again.pk}", kept).status_code == 422
    assert desk.post(f"/knowledge/guides/{grinder.pk}", kept | {"original": german.pk}).status_code == 422


def test_guides_stand_among_what_a_search_finds(client, centre, grinder, grace):
    publish_guide(guide_of(centre, by=grace, title="Grinders for us", visibility="agents"), by=grace)
    found = client.get(f"{ROOT}/en/search", {"q": "the grinders do not start"})
    assert link(found, "My grinder does not start") == AT and "for us" not in found.content.decode()
    assert "Try it in other words" not in found.content.decode()
    assert "My grinder" not in client.get(f"{ROOT}/en/search", {"q": "where is my parcel now"}).content.decode()
    assert client.get(f"{ROOT}/en/search", {"q": "the of"}).status_code == 200


def test_each_step_has_an_address_that_needs_nothing_else(client, grinder):
    page = client.get(f"{AT}/try-another-socket?via=9.9.9&run=nobody")
    assert page.status_code == 200 and 'content="noindex"' in page.content.decode()
    assert link(page, "It runs").startswith(f"{AT}/it-grinds")
    for wrong in (
        "?via=1..",
        "?via=" + "1." * 500,
        "?via=1٢",
        "?run=" + "x" * 4000,
        "?run=%00&via=0.1&conversation=%D9%A3",
    ):
        assert client.get(f"{AT}/it-grinds{wrong}").status_code == 200
    assert client.get(f"{AT}/nowhere").status_code == client.get(f"{ROOT}/en/guides/nothing").status_code == 404
    assert client.post(AT).status_code == 403 and not GuideRun.objects.exists()
    page = client.get(f"{ROOT}/de/guides/my-grinder-does-not-start/it-grinds").content.decode()
    assert '<section class="guide" lang="en"' in page
    assert "/en/guides/my-grinder" in client.get(f"{ROOT}/sitemap.xml").content.decode()


@pytest.mark.parametrize("how, who", [("signed_in", "customer french"), ("segment", "french"), ("agents", "")])
def test_what_is_hidden_is_listed_nowhere_and_has_no_address(centre, grinder, how, who):
    Guide.objects.update(visibility=how, segment=FRENCH if how == "segment" else {})
    french = meet("Chloé", "chloe@french.example", language="fr")
    readers = {"nobody": None, "customer": meet("Ben", "ben@okafor.example"), "french": french}
    for name, reader in readers.items():
        may_see = name in who.split()
        assert (answer(AT, reader).status_code == 200) is may_see
        assert (answer(f"{AT}/it-grinds", reader).status_code == 200) is may_see
        assert (AT in answer(f"{ROOT}/en", reader).content.decode()) is may_see
    assert "guides" not in answer(f"{ROOT}/sitemap.xml").content.decode()


def test_who_works_here_takes_what_was_tried_to_a_conversation(desk, grinder):
    page = desk.get(f"{AT}/it-grinds?via=0.1&conversation=12").content.decode()
    assert 'name="conversation" value="12"' in page and "Is the hopper shut? → No, it was open" in page
    led_on = desk.post("/knowledge/guides/note", {"conversation": "12", "text": "x", "kind": "note"})
    assert (led_on.status_code, led_on["Location"]) == (307, "/conversations/12/write")


def test_it_is_written_put_in_order_published_and_taken_back(desk, centre):
    at = desk.post(f"/knowledge/guides?centre={centre.pk}", {"title": "No steam", "language": "en"}).url
    new = f"{at}/steps/new"
    said = {"title": "Is it hot?", "kind": "question", "words": ["Yes", "No", ""], "to": ["new", "", ""]}
    assert desk.post(new, said).status_code == 302
    assert "the answer “No” leads nowhere." in desk.get(at).content.decode()
    guide = Guide.objects.get()
    first, fine = guide.steps.all()
    desk.post(f"{at}/steps/{fine.pk}", {"title": "Fine", "kind": "outcome", "outcome": "solved", "html": "<p>So.</p>"})
    assert desk.post(new, {"title": "Ask", "kind": "outcome", "outcome": ""}).status_code == 422
    desk.post(new, {"title": "Ask", "kind": "outcome", "outcome": "ask"})
    ask = guide.steps.get(title="Ask")
    desk.post(f"{at}/publish")
    assert not Guide.objects.get().is_published
    desk.post(f"{at}/steps/{first.pk}", said | {"words": ["Yes", "No"], "to": [fine.pk, ask.pk]})
    assert "Is it hot?" in desk.get(f"{at}/preview", follow=True).content.decode()
    desk.post(f"{at}/publish")
    assert Guide.objects.get().version == 1
    desk.post(at, {"title": "No steam at all", "intro": "", "visibility": "agents", "segment": ""})
    desk.post(f"{at}/steps/{ask.pk}/move", {"to": "1"})
    desk.post(f"{at}/steps/{fine.pk}/remove")
    desk.post(f"{at}/restore", {"version": "1"})
    assert [each.title for each in guide.steps.all()] == ["Is it hot?", "Fine", "Ask"]
    assert "No steam" in desk.get("/knowledge/guides").content.decode()
    desk.post(f"{at}/unpublish")
    assert desk.post(f"{at}/remove").status_code == 302 and not Guide.objects.exists()
    assert "No guide yet" in desk.get("/knowledge/guides").content.decode()


def test_it_tells_how_often_it_helps_and_where_readers_leave(client, desk, grinder):
    begun = client.post(AT, **OURS).url
    client.get(begun)
    GuideRun.objects.update(last_at="2020-01-01T00:00Z")
    page = client.get(client.post(AT, **OURS).url)
    client.get(link(client.get(link(page, "Yes")), "No, it was open"))
    page = desk.get(f"/knowledge/guides/{grinder.pk}").content.decode()
    assert "50% (1)</b> solved" in page and "50% (1)</b> left" in page
    assert "Does the light come on?" in GRINDER and '<td class="number wide">1</td>' in page
