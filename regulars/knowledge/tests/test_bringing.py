"""Exports and folders are read as those wrote them who made them: Zendesk Guide, Intercom, and generators of sites."""

import json

from django.test import Client

from regulars.knowledge.actions.bring_in import bring_in
from regulars.knowledge.bringing import read
from regulars.knowledge.bringing.anchors import anchors
from regulars.knowledge.bringing.boxes import with_boxes
from regulars.knowledge.bringing.front_matter import split
from regulars.knowledge.bringing.markdown import html_of
from regulars.knowledge.films import player
from regulars.knowledge.models import Article, ArticleFile, Category, Translation
from regulars.knowledge.tests.reading import ROOT

PNG = b"\x89PNG\r\n\x1a\n"
GUIDE = "https://acme.zendesk.com"
BODY = f"""<h2 id="h_01HXAB">Before you begin</h2><p class="wysiwyg-text-align-center">See <a href="#h_01HXCD">the end</a>,
<a href="/hc/en-us/articles/36000202-Same-name#h_01HXZZ">the other</a> and <a href="/hc/en-us/requests/new">write to us</a>.</p>
<p>&nbsp;</p><div class="callout callout--warning"><p>Hot</p></div>
<p><img src="/hc/article_attachments/36009901" alt="A > B" width="320px" height="200" class="wysiwyg-image"></p>
<p><img src="{GUIDE}/hc/article_attachments/36009902/gone.png"><img src="data:image/png;base64,iVBORw0KGgo="></p>
<video controls><source src="https://cdn.example/a.mp4"></video><h2 id="h_01HXCD">End</h2>"""


def an_article(number, **facts):
    return {
        "id": number, "html_url": f"{GUIDE}/hc/en-us/articles/{number}", "title": "Same name", "locale": "en-us", "source_locale": "en-us",
        "draft": False, "promoted": False, "position": 0, "section_id": 36000300, "user_segment_id": None, "user_segment_ids": [],
        "permission_group_id": 1, "label_names": [], "body": "<p>One.</p>", **facts,
    }  # fmt: skip


ZENDESK = {
    "categories.json": {"categories": [{"id": 36000400, "name": "Shop", "locale": "en-us"}], "next_page": None},
    "sections.json": {"sections": [{"id": 36000300, "category_id": 36000400, "name": "Orders", "locale": "en-us"}]},
    "articles_1.json": {"articles": [an_article(36000201, body=BODY), an_article(36000202, body='<h3 id="h_01HXZZ">Deep</h3><p>x</p>', translations=[{"locale": "de", "title": "Gleich", "body": "<p>x</p>", "outdated": True}])]},
    "articles_2.json": {"articles": [
        an_article(36000203, user_segment_ids=[1]), an_article(36000204, user_segment_id=2), an_article(36000205, user_segment_id=3),
        an_article(36000206, user_segment_id=99), an_article(36000207, user_segment_ids=[1, 2]),
    ]},
    "user_segments.json": {"user_segments": [
        {"id": 1, "user_type": "staff", "built_in": False}, {"id": 2, "user_type": "signed_in_users", "built_in": True, "tags": []},
        {"id": 3, "user_type": "signed_in_users", "tags": ["vip"]},
    ]},
    "attachments/36000201.json": {"article_attachments": [
        {"id": 36009901, "article_id": 36000201, "file_name": "machine.png", "inline": True, "content_url": f"{GUIDE}/hc/article_attachments/36009901"},
        {"id": 36009903, "article_id": 36000201, "file_name": "Form.pdf", "inline": False, "content_url": f"{GUIDE}/hc/article_attachments/36009903"},
    ]},
}  # fmt: skip


def test_zendesk_comes_with_its_places_files_readers_and_old_addresses(centre, tmp_path):
    (tmp_path / "attachments").mkdir()
    for name, page in ZENDESK.items():
        (tmp_path / name).write_text(json.dumps(page))
    (tmp_path / "attachments/36009901.png").write_bytes(PNG), (tmp_path / "Form.pdf").write_bytes(b"%PDF-1.4")
    outcome = bring_in(centre, brought=read(tmp_path), by=None)
    assert outcome.kept == 7 and [said.split(":")[0] for said in outcome.troubles] == ["Same name"] * 3
    html = Article.objects.get(external_id="zendesk:36000201").in_language("en").html
    for piece in (
        'href="#end"', 'href="same-name-2#deep"', f'href="{GUIDE}/hc/en-us/requests/new"', '<aside data-callout="warning"><p>Hot</p>',
        'alt="A &gt; B" width="320" height="200"', f'href="{GUIDE}/hc/article_attachments/36009902/gone.png"',
        'data-video="https://cdn.example/a.mp4"', ">Form.pdf</a></li>",
    ):  # fmt: skip
        assert piece in html
    assert "wysiwyg" not in html and "<p>\xa0</p>" not in html
    assert set(ArticleFile.objects.values_list("name", flat=True)) == {"machine.png", "picture.png", "Form.pdf"}
    assert [each.title for each in Translation.objects.stale()] == ["Gleich"]
    readers = dict(Article.objects.order_by("pk").values_list("external_id", "visibility"))
    assert list(readers.values()) == ["public", "public", "agents", "signed_in", "agents", "agents", "signed_in"]
    visitor = Client()
    for old, now in (
        ("hc/en-us/articles/36000202-Same-name", "en/articles/same-name-2"), ("en/articles/36000202-same", "en/articles/same-name-2"),
        ("hc/en-us/sections/36000300-Orders", "en/categories/orders"), ("hc/en-us", "en"), ("hc", "en"), ("hc/es-419", "en"),
        ("hc/es-419/articles/36000202-Same-name", "en/articles/same-name-2"),
    ):  # fmt: skip
        assert visitor.get(f"{ROOT}/{old}", follow=True).redirect_chain[-1][0] == f"{ROOT}/{now}"
    assert (
        visitor.get(f"{ROOT}/hc/en-us/articles/36000203-Same-name", follow=True).status_code == 404
    )  # for the team alone


def test_intercom_s_own_articles_for_the_team_stay_theirs(tmp_path):
    body = '<div class="intercom-interblocks-callout" style="x"><p class="no-margin">Mind</p></div>'
    told = [
        {"type": "article", "id": "3", "title": "Refunds", "description": "When and how", "body": body, "state": "published"},
        {"type": "internal_article", "id": "3", "title": "Fraud", "body": "<p>How we look.</p>", "locale": "en"},
    ]  # fmt: skip
    (tmp_path / "all.json").write_text(json.dumps({"type": "list", "data": told}))
    ours = {each.id: each for each in read(tmp_path / "all.json").articles}
    assert {id: each.visibility for id, each in ours.items()} == {
        "intercom:3": "public",
        "intercom:internal_article:3": "agents",
    }
    assert ours["intercom:3"].words[0].html.startswith("<p>When and how</p>")
    old = '<p class="note">Mind<p>Text</p>'
    assert with_boxes(old) == '<aside data-callout="note"><p>Mind</p></aside><p>Text</p>'
    assert with_boxes(body) == '<aside data-callout="note"><p class="no-margin">Mind</p></aside>'


def test_a_folder_of_a_generator_of_sites_comes_as_it_is_read_there(centre, tmp_path):
    files = {
        "README.md": "# How to build this",
        "docs/orders/_category_.json": '{"label": "Your orders", "position": 2}',
        "docs/orders/01-late.mdx": "---\nid: intro\nslug: /orders/late-ones\n---\nimport X from '@site/x';\n\n# Late\n\n[far](../returns/how/#whats-new), [site](/docs/returns/how), [same](#caf\u00e9--co)\n\n## Caf\u00e9 & Co\n\nText",
        "docs/returns/README.md": "Where it begins.",
        "docs/returns/how.md": '+++\ntitle = "Send back"\ntags = ["parcel"]\n+++\n## What\'s new?\n\n<video src="clip.webm"></video>\n\n![drawn](plan.svg)\n\n[folder](./) [page](../orders/late-ones)',
        "docs/returns/clip.webm": "x", "docs/returns/plan.svg": "<svg/>",
        "docs/hr/intro.md": "---\nid: intro\n---\nHolidays", "docs/de/returns/how.md": "# Zur\u00fcck\n\nText",
        "docs/_drafts/soon.md": "Soon", "docs/_partial.md": "x", "docs/SUMMARY.md": "* x", "node_modules/a/README.md": "# No",
    }  # fmt: skip
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    (tmp_path / "docs/old.html").write_bytes("<title>Stra\u00dfe</title><p>\u20ac</p>".encode("cp1252"))
    outcome = bring_in(centre, brought=read(tmp_path), by=None)
    assert not outcome.troubles
    titles = {f"{each.language}/{each.slug}": each.draft_title for each in Translation.objects.all()}
    assert titles == {
        "en/late-ones": "Late", "en/returns": "Returns", "en/send-back": "Send back", "de/zurueck": "Zur\u00fcck", "en/intro": "Intro",
        "en/soon": "Soon", "en/strasse": "Stra\u00dfe",
    }  # fmt: skip
    assert {str(each) for each in Category.objects.all()} == {"Your orders", "Returns", "Hr", "Drafts"}
    late, back = (Translation.objects.get(slug=slug) for slug in ("late-ones", "send-back"))
    assert (
        'href="send-back#what-s-new"' in late.html
        and 'href="send-back" rel="noopener noreferrer">site' in late.html
        and 'href="#cafe-co"' in late.html
    )
    assert "import X" not in late.text and back.article.labels == ["parcel"]
    assert (
        'href="returns" rel="noopener noreferrer">folder' in back.html
        and 'href="late-ones" rel="noopener noreferrer">page' in back.html
        and "<img" not in back.html
    )
    assert back.html.count("/help/files/") == 2 and not Translation.objects.get(slug="soon").is_published


def test_shelves_are_called_in_each_language_as_their_own_pages_say(tmp_path):
    for name, text in {
        "en/orders/_index.md": "---\ntitle: Your orders\n---\n", "de/orders/_index.md": "---\ntitle: Bestellungen\n---\n",
        "en/orders/late.md": "---\ncategories: [Help]\n---\nx", "de/orders/late.md": "---\nvisibility: Internal\n---\nx", "en/orders/back.md": "x",
        "es-419/orders/late.md": "x",
    }.items():  # fmt: skip
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    named = {
        each.id: {language: name for language, (name, _about) in each.names.items()}
        for each in read(tmp_path).categories
    }
    assert named == {"folder:Help": {"en": "Help"}, "folder:orders": {"en": "Your orders", "de": "Bestellungen"}}


def test_translations_find_their_article_where_each_folder_has_its_own_intro(tmp_path):
    for name in ("api/intro.md", "guides/intro.md", "de/guides/intro.md", "de/first.md", "last.md"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(f"---\nid: {'intro' if 'intro' in name else 'one'}\n---\n{name}")
    together = [
        sorted(each.source[len(str(tmp_path)) + 1 :] for each in said.words) for said in read(tmp_path).articles
    ]
    assert sorted(together) == [["api/intro.md"], ["de/first.md", "last.md"], ["de/guides/intro.md", "guides/intro.md"]]


def test_what_stands_above_a_text_is_read_in_the_dialects_that_people_write():
    facts, text = split(
        '---\ntitle: "Late: parcels"   # as customers say\ndescription: >-\n  Long\n  text\nnavOrder: 3\ntags:\n- a\n- \'b, c\'\nlist: [x,\n  "y, z"\n]\nnone: ~\n---\n# Hi'
    )
    assert facts == {
        "title": "Late: parcels", "description": "Long text", "navorder": "3", "tags": ["a", "b, c"], "list": ["x", "y, z"], "none": "",
    } and text == "# Hi"  # fmt: skip
    toml = '+++\ntitle = "A"\ndraft = true\n[taxonomies]\ntags = ["a"]\n+++\nText'
    assert split(toml) == ({"title": "A", "draft": "true", "tags": ["a"]}, "Text")
    for broken in ("---\nA text between two lines.\n---\n", "+++\ntitle = A\n+++\n"):
        assert split(broken) == ({}, broken)


def test_markdown_of_other_houses_says_the_same_here():
    for written in (
        '!!! warning "Careful"\n    Hot\n', ":::danger[Careful]\nHot\n:::\n", "> 🚧 Careful\n>\n> Hot\n", '{% hint style="danger" %}\n**Careful**\n\nHot\n{% endhint %}',
        '{{% notice warning %}}\n**Careful**\n\nHot\n{{% /notice %}}', "> [!CAUTION]\n> **Careful**\n>\n> Hot\n",
    ):  # fmt: skip
        html = "".join(html_of(written).split())
        assert html == '<asidedata-callout="warning"><p><strong>Careful</strong></p><p>Hot</p></aside>', written
    assert html_of("{: .tip }\n> Ask.\n") == '<aside data-callout="tip">\n<p>Ask.</p>\n</aside>\n'
    kept = "`{{< x >}} https://a.example`\n\n```md\n!!! note\n    {% raw %}\n:::tip\n```\n"
    assert html_of(kept).count("<code") == 2 and "{% raw %}" in html_of(kept) and "aside" not in html_of(kept)
    assert html_of("## A {#b}\n\n[x](y){target=_blank} https://a.example/b?c=d.") == (
        '<h2>A <a id="b"></a></h2>\n<p><a href="y">x</a> <a href="https://a.example/b?c=d">https://a.example/b?c=d</a>.</p>\n'
    )


def test_web_addresses_are_linked_wherever_they_stand_but_in_links_and_code():
    link = '<a href="https://x.example/a?b=1&amp;c">https://x.example/a?b=1&amp;c</a>'
    for written, html in (
        ("<p>See https://x.example/a?b=1&amp;c for more</p>", f"<p>See {link} for more</p>"),
        ("(https://x.example/a?b=1&c).\n", f"<p>({link}).</p>\n"), ("**https://x.example/a?b=1&c**", f"<p><strong>{link}</strong></p>\n"),
        ("<https://x.example/a?b=1&c>", f"<p>{link}</p>\n"), ("<div>\n<img src='https://x.example/a'>\n</div>", None),
        ("<table><tr><td><a href='https://x.example'>https://x.example</a></td></tr></table>", None),
        ("<pre>https://x.example <code>a</code> https://x.example</pre>", None), ("<!-- https://x.example -->", None),
    ):  # fmt: skip
        assert html_of(written) == (written if html is None else html), written


def test_places_in_an_article_are_found_by_every_name_that_they_had():
    html = '<p id="top">x</p><a name="late"></a>\n<h2>Don\'t &amp; do</h2><p id="in">y</p><h2><span id="sp">Same</span></h2><h2>Same</h2>'
    assert anchors(html) == {
        "top": "", "late": "don-t-do", "dont--do": "don-t-do", "dont-do": "don-t-do", "in": "don-t-do", "sp": "same", "same": "same", "same-1": "same-2",
    }  # fmt: skip


def test_films_play_that_only_who_has_the_link_may_see_and_lists_are_none():
    assert player("https://vimeo.com/123456/ab12cd34ef") == "https://player.vimeo.com/video/123456?h=ab12cd34ef&dnt=1"
    assert player("https://www.youtube.com/embed/videoseries?list=PL1") == ""
