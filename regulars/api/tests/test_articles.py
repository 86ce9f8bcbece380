"""Articles, as programs write, publish, list, find and read them."""

from collections.abc import Callable
from typing import Any

import pytest

from regulars.api import shapes
from regulars.api.tests.conftest import Program
from regulars.knowledge.actions.save_article import save_article
from regulars.knowledge.actions.save_category import save_category
from regulars.knowledge.actions.save_centre import save_centre
from regulars.knowledge.models import Article, Category, HelpCentre, Translation
from regulars.team.models import Agent, Brand

pytestmark = [pytest.mark.django_db, pytest.mark.urls("regulars.api.tests.urls")]
DESCALE = {"title": "Descale the kettle", "html": "<h2>How</h2><p>Vinegar, <b>slowly</b>.</p>"}


@pytest.fixture
def centre(grace: Agent) -> HelpCentre:
    brand = Brand.objects.create(name="Kettle & Crumb")
    return save_centre(HelpCentre(brand=brand), title="Help", languages=["en", "de"], is_open=True, by=grace)


@pytest.fixture
def care(centre: HelpCentre, grace: Agent) -> Category:
    return save_category(None, centre=centre, names={"en": ("Care", ""), "de": ("Pflege", "")}, by=grace)


@pytest.fixture
def begin(owner: Program, centre: HelpCentre) -> Callable[..., str]:
    """Begin an article and say where it is."""

    def begun(**facts: Any) -> str:
        answer = owner.post("/articles", **DESCALE | facts)
        assert answer.status_code == 201, answer.content
        return f"/articles/{answer.json()['id']}"

    return begun


def titles(answer: Any) -> list[str]:
    assert answer.status_code == 200, answer.content
    for each in answer.json()["items"]:
        shapes.Article.model_validate(each)
    return [each["title"] for each in answer.json()["items"]]


def test_an_article_is_begun_published_translated_and_taken_back(
    owner: Program, program: Program, begin: Callable[..., str], care: Category, refused: Callable[..., None]
) -> None:
    path = begin(category=care.pk, labels=["lime"])
    refused(program.get(path), 404)
    (english,) = owner.get(path).json()["translations"]
    assert (english["state"], english["html"], english["version"]) == ("draft", "", 0)
    assert english["draft"]["title"] == "Descale the kettle" and 'id="how"' in english["draft"]["html"]
    told = owner.post(f"{path}/translations/en/publish").json()
    shapes.WholeArticle.model_validate(told)
    assert (told["category"], told["labels"], told["translations"][0]["version"]) == (care.pk, ["lime"], 1)
    owner.patch(f"{path}/translations/en", html="<p>Lemon.</p>")
    owner.patch(f"{path}/translations/de", title="Entkalken")
    refused(owner.post(f"{path}/translations/de/publish"), 422, "html", "missing")
    (seen,) = program.get(path).json()["translations"]
    assert (seen["text"], seen["draft"]) == ("How\n\nVinegar, slowly.", None)
    english, german = owner.get(path).json()["translations"]
    assert (english["draft"]["title"], english["draft"]["html"]) == ("Descale the kettle", "<p>Lemon.</p>")
    assert (german["title"], german["state"]) == ("Entkalken", "draft")
    for _twice in range(2):
        assert owner.post(f"{path}/translations/en/unpublish").json()["translations"][0]["html"] == ""
    refused(program.get(path), 404)


def test_a_retired_article_is_read_by_nobody_and_comes_back(
    owner: Program, program: Program, begin: Callable[..., str], refused: Callable[..., None]
) -> None:
    path = begin()
    owner.post(f"{path}/translations/en/publish")
    for _twice in range(2):
        assert owner.post(f"{path}/retire").json()["retired_at"]
    refused(program.get(path), 404)
    assert titles(owner.get("/articles")) == titles(owner.get("/articles", search="kettle")) == []
    assert titles(owner.get("/articles", state="retired")) == [DESCALE["title"]]
    assert titles(program.get("/articles", state="retired")) == []
    owner.patch(f"{path}/translations/de", **DESCALE)
    refused(owner.post(f"{path}/translations/de/publish"), 422, "article", "retired")
    assert owner.post(f"{path}/bring-back").json()["retired_at"] is None
    assert titles(program.get("/articles")) == [DESCALE["title"]]


def test_they_are_listed_page_by_page_and_narrowed(
    owner: Program, program: Program, begin: Callable[..., str], care: Category, centre: HelpCentre
) -> None:
    paths = [begin(title=f"Kettle {number}", category=care.pk if number == 2 else None) for number in (1, 2, 3)]
    for path in paths[:2]:
        owner.post(f"{path}/translations/en/publish")
    owner.patch(f"{paths[0]}/translations/en", html="<p>New.</p>")
    owner.patch(f"{paths[1]}/translations/de", title="Kessel")
    first = owner.get("/articles", limit=2)
    assert titles(first) == ["Kettle 1", "Kettle 2"]
    rest = owner.get("/articles", limit=2, cursor=first.json()["next"])
    assert titles(rest) == ["Kettle 3"] and rest.json()["next"] is None
    assert titles(owner.get("/articles", state="published")) == titles(program.get("/articles"))
    assert titles(owner.get("/articles", state="draft", language="en")) == ["Kettle 1", "Kettle 3"]
    assert titles(owner.get("/articles", category=care.pk)) == ["Kettle 2"]
    assert titles(owner.get("/articles", language="de")) == ["Kettle 2"]
    assert titles(program.get("/articles", language="de")) == titles(program.get("/articles", state="draft")) == []
    assert len(titles(owner.get("/articles", centre=centre.pk))) == 3
    [told] = program.get("/articles", category=care.pk).json()["items"]
    assert [each["language"] for each in told["translations"]] == ["en"]


def test_they_are_found_with_the_passage_that_answers(
    owner: Program, program: Program, begin: Callable[..., str], care: Category
) -> None:
    for number in (1, 2, 3):
        owner.post(f"{begin(title=f'Kettle {number}')}/translations/en/publish")
    begin(title="A kettle that nobody reads")
    first = program.get("/articles", search="kettle vinegar", limit=2)
    rest = program.get("/articles", search="kettle vinegar", limit=2, cursor=first.json()["next"])
    assert sorted([*titles(first), *titles(rest)]) == ["Kettle 1", "Kettle 2", "Kettle 3"]
    found = first.json()["items"][0]["found"]
    assert "<mark>Vinegar</mark>" in found["excerpt"] and found["address"].endswith("#how")
    german = f"/articles/{first.json()['items'][0]['id']}/translations/de"
    owner.patch(german, title="Kessel", html="<p>Essig.</p>")
    assert titles(owner.get("/articles", search="kettle", language="de")) == []
    owner.post(f"{german}/publish")
    [told] = program.get("/articles", search="kettle", language="de").json()["items"]
    assert told["found"]["language"] == "de" and told["found"]["address"].endswith("/de/articles/kessel")
    assert titles(program.get("/articles", search="kettle", category=care.pk)) == []


def test_html_is_made_safe_and_what_is_said_is_changed(owner: Program, begin: Callable[..., str], grace: Agent) -> None:
    path = begin(html='<p onclick="x()">Hi<script>alert(1)</script></p><a href="javascript:x()">y</a>')
    (words,) = owner.get(path).json()["translations"]
    assert "script" not in words["draft"]["html"] and "onclick" not in words["draft"]["html"]
    changed = owner.patch(path, visibility="agents", owner=grace.pk, review_on="2027-01-31", is_promoted=True).json()
    assert (changed["visibility"], changed["owner"], changed["review_on"]) == ("agents", grace.pk, "2027-01-31")
    assert owner.patch(path, owner=None).json()["owner"] is None


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"html": None}, "html"),
        ({"language": "fr"}, "language"),
        ({"language": "?"}, "language"),
        ({"category": 9_999_999}, "category"),
        ({"owner": 9_999_999}, "owner"),
        ({"centre": 9_999_999}, "centre"),
        ({"visibility": "nobody"}, "visibility"),
        ({"visibility": "segment"}, "segment"),
        ({"visibility": "segment", "segment": {"field": "moon", "is": "full"}}, "segment"),
        ({"review_on": "soon"}, "review_on"),
        ({"labels": ["x" * 65]}, "labels"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_kept(
    owner: Program, centre: HelpCentre, refused: Callable[..., None], given: dict[str, Any], field: str
) -> None:
    refused(owner.post("/articles", **DESCALE | given), 422, field)
    assert not Article.objects.exists()


def test_nobody_writes_over_what_they_have_not_read(
    owner: Program, begin: Callable[..., str], refused: Callable[..., None]
) -> None:
    path = f"{begin()}/translations"
    refused(owner.patch(f"{path}/en", title="Mine", version=""), 409, "version", "outdated")
    refused(owner.patch(f"{path}/fr", title="Détartrer"), 422, "language", "unknown")
    refused(owner.post(f"{path}/de/publish"), 404)
    refused(owner.post(f"{path}/%00/publish"), 422, "language")
    assert Translation.objects.get().draft_title == DESCALE["title"]


def test_who_may_not_write_articles_changes_none(
    program: Program, centre: HelpCentre, grace: Agent, refused: Callable[..., None]
) -> None:
    path = f"/articles/{save_article(None, centre=centre, facts={}, by=grace).pk}"
    refused(program.post("/articles", **DESCALE), 403, "role")
    refused(program.patch(path, visibility="public"), 403, "role")
    refused(program.patch(f"{path}/translations/en", title="Mine"), 403, "role")
    refused(program.post(f"{path}/retire"), 403, "role")


def test_what_is_asked_for_wrongly_is_named(program: Program, centre: HelpCentre, refused: Callable[..., None]) -> None:
    asked = {"state": "new", "language": "?", "centre": 9_999_999, "cursor": "?", "category": "x", "limit": 0, "q": "x"}
    for field, word in asked.items():
        refused(program.get("/articles", **{field: word}), 422, field)
        refused(program.get("/articles", search="kettle", **{field: word}), 422, field)


def test_categories_and_help_centres_are_listed(program: Program, care: Category, centre: HelpCentre) -> None:
    (told,) = program.get("/categories", centre=centre.pk).json()["items"]
    shapes.Category.model_validate(told)
    assert told["id"] == care.pk and [each["name"] for each in told["names"]] == ["Care", "Pflege"]
    (told,) = program.get("/help-centres").json()["items"]
    shapes.HelpCentre.model_validate(told)
    assert (told["id"], told["languages"]) == (centre.pk, ["en", "de"])
