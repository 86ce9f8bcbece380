"""The pages on which articles are written."""

from datetime import UTC, date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from regulars.knowledge.actions.publish_later import publish_later
from regulars.knowledge.actions.save_article import save_article
from regulars.knowledge.actions.save_category import save_category
from regulars.knowledge.actions.write import write
from regulars.knowledge.differing import differences
from regulars.knowledge.models import Article, ArticleFile, Category, HelpCentre, Redirect, Translation, Vote
from regulars.knowledge.queries import FILTERS, articles
from regulars.team.models import Brand

PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture
def desk(grace):
    client = Client()
    client.force_login(grace)
    return client


def test_an_article_is_begun_written_published_and_found(desk, centre):
    shelf = save_category(None, centre=centre, names={"en": ("Orders", "")}, by=None)
    at = desk.post(f"/knowledge/new?centre={centre.pk}", {"title": "Where is it?", "category": shelf.pk}).url
    kept = desk.post(
        f"{at}/draft",
        {"title": "Where is it?", "html": "<p>On its way.</p>", "version": Translation.objects.get().draft_version},
    ).json()
    assert desk.post(f"{at}/draft", {"title": "Mine", "html": "", "version": "older"}).status_code == 409
    assert desk.post(f"{at}/draft", {"title": "x" * 201, "html": "", "version": kept["version"]}).status_code == 422
    assert "Drafts <small>1</small>" in desk.get("/knowledge").content.decode()
    desk.post(f"{at}/publish", {"title": "Where is it?", "html": "<p>On its way!</p>", "version": kept["version"]})
    assert Translation.objects.visible_to(None).get().html == "<p>On its way!</p>"
    assert "Where is it?" in desk.get(f"/knowledge?q=wherE&category={shelf.pk}&which=published").content.decode()
    assert "No article is like this" in desk.get("/knowledge?q=nothing").content.decode()
    desk.post(f"{at}/address", {"slug": "parcel"})
    assert Redirect.objects.get().slug == "where-is-it"
    assert desk.get(f"{at}/preview?as=public").status_code == desk.get(f"{at}/versions").status_code == 200
    for verb in ("unpublish", "discard"):
        assert desk.post(f"{at}/{verb}").status_code == 302
    assert not Translation.objects.visible_to(None)


def test_a_translation_is_written_beside_its_original(desk, descaling, grace):
    page = desk.get(f"/knowledge/{descaling.pk}/de").content.decode()
    assert '<h2 id="how">How</h2><p>Slowly.</p>' in page
    desk.post(f"/knowledge/{descaling.pk}/de/publish", {"title": "Entkalken", "html": "<p>Langsam.</p>", "version": ""})
    desk.post(f"/knowledge/{descaling.pk}/en/publish", {"title": "Descale", "html": "<h2>How</h2><p>Now.</p>"})
    assert "The original has gone on" in desk.get(f"/knowledge/{descaling.pk}/de").content.decode()
    desk.post(f"/knowledge/{descaling.pk}/de/confirm")
    assert not Translation.objects.stale()
    versions = desk.get(f"/knowledge/{descaling.pk}/en/versions").content.decode()
    assert "<del>Slowly</del><ins>Now</ins>." in versions
    desk.post(f"/knowledge/{descaling.pk}/en/versions/1/restore")
    assert Translation.objects.get(language="en").version == 3
    assert desk.get(f"/knowledge/{descaling.pk}/fr").status_code == 404
    again = desk.post(
        f"/knowledge/{descaling.pk}/en/publish", {"title": "Mine", "html": "<p>Kept.</p>", "version": "older"}
    )
    assert again.status_code == 422 and "Kept." in again.content.decode()


def test_what_is_said_of_an_article_is_kept_or_shown_again(desk, descaling, noor):
    at = f"/knowledge/{descaling.pk}/en/facts"
    said = {
        "visibility": "agents",
        "owner": noor.pk,
        "review_on": "2026-12-01",
        "labels": "lime, scale",
        "is_promoted": "on",
    }
    assert desk.post(at, said).status_code == 302
    descaling.refresh_from_db()
    assert (descaling.visibility, descaling.owner, descaling.labels) == ("agents", noor, ["lime", "scale"])
    refused = desk.post(at, said | {"visibility": "segment", "segment": '{"all": []}'})
    assert refused.status_code == 422 and "Say which customers" in refused.content.decode()
    at = f"/knowledge/{descaling.pk}"
    desk.post(f"{at}/en/later", {"at": "2099-01-01T09:00", "title": "Descale", "html": "<p>New</p>"})
    assert Translation.objects.get().publish_at.year == 2099
    for verb in ("retire", "bring-back", "retire", "remove"):
        assert desk.post(f"{at}/{verb}").status_code == 302
    assert not Article.objects.exists()


def test_the_list_says_what_is_to_be_done(desk, centre, descaling):
    words, other = descaling.translations.get(), an_article(centre)
    for visitor, is_helpful in (("a", True), ("b", False), ("c", False)):
        Vote.objects.create(translation=words, visitor=visitor, is_helpful=is_helpful)
    save_article(descaling, facts={"review_on": date(2026, 1, 2)}, by=None)
    publish_later(
        write(other, language="en", title="New", html="<p>x</p>", by=None), at=datetime(2099, 1, 1, tzinfo=UTC), by=None
    )
    shown = {which: [each.pk for each in articles(centre, which=which)] for which in FILTERS}
    kept = [descaling.pk]
    assert shown == {
        "all": [descaling.pk, other.pk], "draft": [other.pk], "published": kept, "scheduled": [other.pk], "stale": [], "review": kept,
        "unhelpful": kept, "retired": [],
    }  # fmt: skip
    page = desk.get("/knowledge?which=unhelpful").content.decode()
    assert "1 of 3" in page and "review was due" in page


def test_files_belong_to_an_article(desk, descaling):
    sent = {"file": SimpleUploadedFile("back.png", PNG, "text/html")}
    told = desk.post(f"/knowledge/{descaling.pk}/files", sent).json()
    assert told == {"address": ArticleFile.objects.get().address, "name": "back.png", "isPicture": True}
    assert desk.post(f"/knowledge/{descaling.pk}/files", {}).status_code == 422
    html = f'<p><img src="{told["address"]}" alt="The back"></p>'
    assert told["address"] in write(descaling, language="en", title="Descale", html=html, by=None).draft_html


def test_a_brand_gets_its_help_centre_and_shelves(desk, db):
    assert "No help centre yet" in desk.get("/knowledge").content.decode()
    brand = Brand.objects.create(name="Crumb")
    at = f"/settings/help-centres/{brand.pk}"
    said = {"title": "Help", "languages": "en, de", "accent": "#7a4b2a", "is_open": "on"}
    assert desk.post(at, said | {"accent": "brown"}).status_code == 422
    assert desk.post(at, said | {"logo": SimpleUploadedFile("l.png", PNG)}).status_code == 302
    centre = HelpCentre.objects.get()
    assert centre.languages == ["en", "de"] and centre.logo
    assert desk.get(at).status_code == desk.get("/settings/help-centres").status_code == 200
    for name in ("Orders", "Returns"):
        desk.post(f"/knowledge/categories/new?centre={centre.pk}", {"name_en": name, "name_de": "", "icon": "box"})
    assert desk.post("/knowledge/categories/new", {"name_en": "", "icon": "box"}).status_code == 422
    last = Category.objects.get(slug="returns")
    desk.post(f"/knowledge/categories/{last.pk}/move", {"to": "1"})
    assert [each.slug for each in Category.objects.all()] == ["returns", "orders"]
    for address in (f"/knowledge/categories/{last.pk}/move", f"/knowledge/{an_article(centre).pk}/move"):
        assert desk.post(address, {"to": "1"}, headers={"Accept": "application/json"}).status_code == 204
        assert desk.post(address, {"to": "-"}).status_code == 422
    assert desk.get("/knowledge/categories").status_code == 200
    desk.post(f"/knowledge/categories/{last.pk}/remove")
    assert Category.objects.count() == 1


def an_article(centre: HelpCentre) -> Article:
    return save_article(None, centre=centre, facts={}, by=None)


def test_only_who_may_write_gets_there(noor, descaling):
    noor.role_id = "agent"
    noor.save()
    client = Client()
    client.force_login(noor)
    assert client.get("/knowledge").status_code == 403
    assert client.post(f"/knowledge/{descaling.pk}/en/publish").status_code == 403


def test_differences_are_told_word_by_word():
    lines = differences("<p>Same</p><p>Old way &amp; more</p><p>Gone</p>", "<p>Same</p><p>New way &amp; more</p>")
    assert lines == [
        ("same", "Same"),
        ("changed", "<del>Old</del><ins>New</ins> way &amp; more"),
        ("gone", "<del>Gone</del>"),
    ]
    assert differences("", "<p>&lt;b&gt;</p>") == [("new", "<ins>&lt;b&gt;</ins>")]
