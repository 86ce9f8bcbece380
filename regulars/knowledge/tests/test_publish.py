"""Drafts stand apart until they are published."""

import pytest
from django.core.exceptions import ValidationError

from regulars.knowledge.actions.publish import publish
from regulars.knowledge.actions.save_article import save_article
from regulars.knowledge.actions.write import write
from regulars.knowledge.models import Article, Passage, Translation
from regulars.team.models import AuditEntry
from tests.cast import meet


def test_readers_see_a_draft_once_it_is_published(centre, grace):
    article = save_article(None, centre=centre, facts={}, by=grace)
    draft = write(article, language="en", title="Descale", html="<h2>How</h2><p>Slowly.</p>", by=grace)
    assert not Article.objects.visible_to(None) and draft.slug == "descale"
    publish(draft, by=grace)
    shown = Translation.objects.visible_to(None).get()
    assert (shown.title, shown.html, shown.version) == ("Descale", '<h2 id="how">How</h2><p>Slowly.</p>', 1)
    assert Passage.objects.get().anchor == "how" and shown.versions.get().number == 1
    assert AuditEntry.objects.filter(action="article.published", object=f"article:{article.pk}").exists()
    write(article, language="en", title="Descale it", html="<p>Quickly.</p>", by=grace)
    assert Translation.objects.visible_to(None).get().title == "Descale"
    publish(draft, by=grace), publish(draft, by=grace)
    again = Translation.objects.visible_to(None).get()
    assert (again.title, again.slug, again.version) == ("Descale it", "descale", 2)


def test_nothing_empty_is_published(centre, grace):
    article = save_article(None, centre=centre, facts={}, by=grace)
    draft = write(article, language="en", title="Descale", html="<p></p>", by=grace)
    with pytest.raises(ValidationError) as refused:
        publish(draft, by=grace)
    assert "html" in refused.value.message_dict and not Article.objects.visible_to(None)


@pytest.mark.parametrize(
    ("visibility", "readers"),
    [("public", "nobody ada grace"), ("signed_in", "ada grace"), ("agents", "grace"), ("segment", "ada grace")],
)
def test_each_reader_sees_what_is_for_them(centre, grace, visibility, readers):
    ada, ben = meet("Ada", "ada@moreau.example", language="fr"), meet("Ben", "ben@okafor.example")
    facts = {"visibility": visibility}
    if visibility == "segment":
        facts["segment"] = {"all": [{"field": "language", "is": "fr"}]}
    article = save_article(None, centre=centre, facts=facts, by=grace)
    publish(write(article, language="en", title="Descale", html="<p>Slowly.</p>", by=grace), by=grace)
    people = {"nobody": None, "ada": ada, "grace": grace}
    assert {name for name, reader in people.items() if Article.objects.visible_to(reader)} == set(readers.split())
    assert Translation.objects.visible_to(ben).exists() is (visibility in ("public", "signed_in"))
