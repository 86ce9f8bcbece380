"""Articles come from elsewhere whole and once, and go elsewhere again."""

import json

import pytest

from regulars.knowledge.actions.bring_in import bring_in
from regulars.knowledge.bringing import NotReadable, read
from regulars.knowledge.bringing.exporting import export
from regulars.knowledge.bringing.markdown import html_of
from regulars.knowledge.bringing.to_markdown import markdown_of
from regulars.knowledge.models import Article, ArticleFile, Category, HelpCentre, Translation
from regulars.knowledge.safe import safe
from regulars.team.models import Brand

PNG = b"\x89PNG\r\n\x1a\n"
ZENDESK = {
    "categories": [{"id": 1, "name": "Shop", "locale": "en-us"}],
    "sections": [{"id": 10, "category_id": 1, "name": "Orders", "locale": "en-us"}, {"id": 11, "parent_section_id": 10, "name": "Late", "locale": "en-us"}],
    "articles": [
        {
            "id": 7, "title": "Where is it?", "locale": "en-us", "source_locale": "en-us", "section_id": 11, "promoted": True, "label_names": ["track"],
            "body": '<p>Near <img src="https://x.example/hc/article_attachments/7/map.png" alt="Map"></p><iframe src="//www.youtube.com/embed/abcdefghijk"></iframe>'
                    '<p><img src="https://x.example/gone.png"></p>',
            "translations": [{"id": 5, "locale": "de", "title": "Wo ist es?", "body": "<p>Nah</p>", "draft": True}],
        },
        {"id": 8, "title": "Inside", "body": '<p><a href="https://x.zendesk.com/hc/en-us/articles/7-Where#near">For us</a></p>', "locale": "en-us", "section_id": 10, "user_segment_id": 9},
        {"id": 9, "title": "Empty", "body": "", "locale": "en-us", "section_id": 10},
        {"id": 10, "title": None},
    ],
    "user_segments": [{"id": 9, "user_type": "staff"}],
}  # fmt: skip
INTERCOM = {
    "type": "list",
    "data": [
        {
            "type": "article", "id": "3", "title": "Refunds", "body": "<p>In five days.</p>", "state": "published", "default_locale": "en",
            "parent_id": 40, "parent_type": "collection", "author_id": 1,
            "translated_content": {"type": "article_translated_content", "fr": {"title": "Remboursements", "body": "<p>Cinq jours.</p>", "state": "draft"}},
        },
        {"type": "collection", "id": "40", "name": "Money", "parent_id": None, "order": 2},
    ],
}  # fmt: skip
PAGE = """---
title: "Late parcels"   # as customers say
category: orders
visibility: signed-in
labels: [tracking, "late, lost"]
---
# Late parcels

Wait [**three**](../plain.html) days. ![Map](map.png)

> [!WARNING]
> Not on Sundays.

:::tip
Ask the neighbour.
:::

| To | Days |
|----|------|
| FR | 1 |
"""


def come(centre, path, **how):
    return bring_in(centre, brought=read(path), by=None, **how)


def test_zendesk_guide_comes_with_its_sections_languages_and_pictures(centre, tmp_path):
    (tmp_path / "guide.json").write_text(json.dumps(ZENDESK))
    (tmp_path / "map.png").write_bytes(PNG)
    outcome = come(centre, tmp_path)
    assert (outcome.kept, outcome.known, len(outcome.troubles)) == (3, 0, 3)
    article = Article.objects.get(external_id="zendesk:7")
    english, german = article.in_language("en"), article.in_language("de")
    assert f'<img src="{ArticleFile.objects.get().address}" alt="Map">' in english.html and "data-video" in english.html
    assert (english.is_published, german.is_published, german.draft_title) == (True, False, "Wo ist es?")
    assert (article.is_promoted, article.labels, str(article.category), str(article.category.parent)) == (
        True,
        ["track"],
        "Late",
        "Shop",
    )
    inside = Article.objects.get(external_id="zendesk:8")
    assert inside.visibility == "agents" and '<a href="where-is-it#near"' in inside.in_language("en").html
    again = come(centre, tmp_path)
    assert (again.kept, again.known) == (0, 3) and Category.objects.count() == 3


def test_intercom_comes_with_its_collections(centre, tmp_path):
    (tmp_path / "all.json").write_text(json.dumps(INTERCOM))
    come(centre, tmp_path / "all.json")
    article = Article.objects.get(external_id="intercom:3")
    assert str(article.category) == "Money" and article.in_language("en").html == "<p>In five days.</p>"
    assert not article.in_language("fr").is_published
    centre.refresh_from_db()
    assert centre.languages == ["en", "de", "fr"]


def test_a_folder_of_markdown_comes_with_what_its_front_matter_says(centre, tmp_path):
    (tmp_path / "de/orders").mkdir(parents=True), (tmp_path / "orders").mkdir()
    (tmp_path / "orders/late.md").write_text(PAGE)
    (tmp_path / "orders/map.png").write_bytes(PNG)
    (tmp_path / "de/orders/late.md").write_text("# Verspätet\n\nDrei Tage.")
    (tmp_path / "plain.html").write_text(
        "<html><head><title>Plain &amp; old</title></head><body><p>Text</p><script>x</script></body></html>"
    )
    (tmp_path / "secret").symlink_to("/etc/passwd")
    outcome = come(centre, tmp_path)
    assert outcome.kept == 2 and not outcome.troubles
    article = Article.objects.get(external_id="folder:orders/late")
    html = article.in_language("en").html
    assert (article.visibility, article.labels, article.category.slug) == (
        "signed_in",
        ["tracking", "late, lost"],
        "orders",
    )
    for piece in (
        "<strong>three</strong>",
        'data-callout="warning"',
        'data-callout="tip"',
        "<td>FR</td>",
        "/help/files/",
    ):
        assert piece in html
    assert "<h1" not in html and article.in_language("de").title == "Verspätet"
    assert Translation.objects.get(title="Plain & old").html == "<p>Text</p>"
    assert come(centre, tmp_path, is_draft=True).known == 2


def test_what_a_database_cannot_hold_comes_all_the_same(centre, tmp_path):
    odd = {
        "id": "9" * 300,
        "title": "Nul\0 \ud800",
        "body": "<p>\0x</p>",
        "locale": "en",
        "section_id": "\0",
        "label_names": ["\0", 3, None],
    }
    (tmp_path / "one.json").write_text(
        json.dumps([odd, odd | {"id": "9" * 299 + "8"}, odd | {"id": 1, "locale": "../.."}])
    )
    assert (come(centre, tmp_path).kept, come(centre, tmp_path).known) == (2, 2)


def test_nothing_outside_of_the_folder_is_read(centre, tmp_path):
    (tmp_path / "in").mkdir(), (tmp_path / "out.png").write_bytes(PNG)
    (tmp_path / "in/a.md").write_text("![x](../out.png) ![y](/etc/hostname) [z](file:///etc/passwd)")
    assert len(come(centre, tmp_path / "in").troubles) == 2 and not ArticleFile.objects.exists()


@pytest.mark.parametrize("content", [None, "{", "[1, 2]", '{"articles": 3}'])
def test_what_is_no_export_is_refused(tmp_path, content):
    if content is not None:
        (tmp_path / "x.json").write_text(content)
    with pytest.raises(NotReadable):
        read(tmp_path / "x.json")


def test_what_is_exported_comes_back_as_it_was(centre, tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in/guide.json").write_text(json.dumps(ZENDESK))
    (tmp_path / "in/map.png").write_bytes(PNG)
    come(centre, tmp_path / "in")
    assert export(centre, to=tmp_path / "out") == 3
    other = HelpCentre.objects.create(
        brand=Brand.objects.create(name="Other"), title="Other", slug="other", languages=["en"]
    )
    assert come(other, tmp_path / "out").kept == 3
    ours, theirs = (Article.objects.get(centre=each, external_id="zendesk:7") for each in (centre, other))
    kept = theirs.in_language("en").html.replace(theirs.files.get().address, ours.files.get().address)
    assert kept == ours.in_language("en").html and str(theirs.category.parent) == "Shop"
    (tmp_path / "out/articles.json").unlink()
    third = HelpCentre.objects.create(
        brand=Brand.objects.create(name="Third"), title="Third", slug="third", languages=["en"]
    )
    assert come(third, tmp_path / "out").kept == 3
    with pytest.raises(FileExistsError):
        export(centre, to=tmp_path / "out")


def test_markdown_says_what_the_html_said():
    html = safe(
        "<p>A *star* and <strong>bold <em>both</em></strong> &lt;b&gt;</p><ol><li><p>One</p><ul><li>In</li></ul></li><li><p>Two</p></li></ol><h2>Why?</h2>"
        '<aside data-callout="tip"><p>Do.</p></aside><pre><code class="language-sh">a &lt; b\n  c</code></pre><blockquote><p>Said</p></blockquote>'
        '<table><tbody><tr><td colspan="2">1</td></tr></tbody></table><figure data-video="https://youtu.be/abcdefghijk"></figure><p>1. not a list</p>'
        '<p><a href="https://x.example/a">link</a> and <code>code</code></p><details><summary>More</summary><p>Folded</p></details>'
    )
    again = safe(html_of(markdown_of(html)))
    assert "".join(again.split()).replace("<p>", "").replace("</p>", "") == "".join(html.split()).replace(
        "<p>", ""
    ).replace("</p>", "")
