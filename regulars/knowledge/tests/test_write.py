"""Drafts, their addresses, versions and translations."""

import pytest
from django.core.exceptions import ValidationError

from regulars.knowledge.actions.confirm import confirm
from regulars.knowledge.actions.discard_draft import discard_draft
from regulars.knowledge.actions.publish import publish
from regulars.knowledge.actions.readdress import readdress
from regulars.knowledge.actions.remove_redirect import remove_redirect
from regulars.knowledge.actions.restore_version import restore_version
from regulars.knowledge.actions.save_article import save_article
from regulars.knowledge.actions.write import write
from regulars.knowledge.models import Redirect, Translation, Version
from regulars.team.models import AuditEntry


def refused(verb, *args, **facts) -> set[str]:
    with pytest.raises(ValidationError) as error:
        verb(*args, **facts)
    return set(error.value.message_dict)


def test_a_newer_draft_of_somebody_else_is_left_as_it_is(descaling, grace, noor):
    words = {"language": "en", "html": "<p>Now.</p>"}
    first = write(descaling, title="One", version=descaling.translations.get().draft_version, by=grace, **words)
    assert refused(write, descaling, title="Two", version="", by=noor, **words) == {"version"}
    write(descaling, title="Two", version=first.draft_version, by=noor, **words)
    assert refused(write, descaling, title="Three", version=first.draft_version, by=grace, **words) == {"version"}
    assert Translation.objects.get().draft_title == "Two"
    assert refused(write, descaling, title="x" * 201, by=grace, **words) == {"title"}
    assert refused(write, descaling, title="x", language="fr", html="", by=grace) == {"language"}
    assert AuditEntry.objects.filter(action__startswith="article.draft_").count() == 2


def test_a_discarded_draft_is_what_readers_see(descaling, grace):
    draft = write(descaling, language="en", title="Nonsense", html="<p>x</p>", by=grace)
    discard_draft(draft, by=grace), discard_draft(draft, by=grace)
    kept = Translation.objects.get()
    assert (kept.draft_title, kept.is_changed) == ("Descale", False)
    german = write(descaling, language="de", title="Entkalken", html="<p>x</p>", by=grace)
    discard_draft(german, by=grace), discard_draft(german, by=grace)
    assert Translation.objects.count() == 1 and AuditEntry.objects.filter(action="article.draft_discarded").count() == 2


def test_an_old_address_leads_on_until_it_is_removed(descaling, centre, grace):
    words = descaling.translations.get()
    readdress(words, slug="Limescale!", by=grace), readdress(words, slug="limescale", by=grace)
    redirect = Redirect.objects.get()
    assert (redirect.slug, redirect.article) == ("descale", descaling)
    other = save_article(None, centre=centre, facts={}, by=grace)
    draft = write(other, language="en", title="Descale", html="<p>x</p>", by=grace)
    assert draft.slug == "descale-2"
    assert refused(readdress, draft, slug="descale", by=grace) == {"slug"}
    assert refused(readdress, draft, slug="limescale", by=grace) == {"slug"}
    assert refused(readdress, draft, slug="…", by=grace) == {"slug"}
    readdress(words, slug="descale", by=grace)
    assert Redirect.objects.get().slug == "limescale"
    remove_redirect(Redirect.objects.get(), by=grace), remove_redirect(redirect, by=grace)
    assert not Redirect.objects.exists()
    assert readdress(draft, slug="limescale", by=grace).slug == "limescale" and not Redirect.objects.exists()


def test_an_old_version_comes_back_as_a_new_one(descaling, grace):
    publish(write(descaling, language="en", title="Worse", html="<p>Bad.</p>", by=grace), by=grace)
    write(descaling, language="en", title="Better", html="<p>To come.</p>", by=grace)
    first = Version.objects.get(number=1)
    restore_version(first, by=grace), restore_version(first, by=grace)
    kept = Translation.objects.get()
    assert (kept.title, kept.version, kept.draft_title, kept.is_changed) == ("Descale", 3, "Better", True)
    assert Version.objects.first().restored == 1 and Version.objects.count() == 3


def test_a_translation_is_stale_when_its_original_goes_on(descaling, centre, grace):
    german = publish(write(descaling, language="de", title="Entkalken", html="<p>Langsam.</p>", by=grace), by=grace)
    assert not Translation.objects.stale()
    publish(write(descaling, language="en", title="Descale", html="<p>Very slowly.</p>", by=grace), by=grace)
    assert list(Translation.objects.stale()) == [german]
    publish(
        write(descaling, language="de", title="Entkalke", html="<p>Langsam.</p>", by=grace),
        by=grace,
        is_up_to_date=False,
    )
    assert list(Translation.objects.stale()) == [german]
    confirm(german, by=grace), confirm(german, by=grace)
    assert not Translation.objects.stale()
    assert AuditEntry.objects.filter(action="article.translation_confirmed").count() == 1


def test_what_is_said_of_an_article_is_checked(descaling, grace):
    assert refused(save_article, descaling, facts={"visibility": "friends"}, by=grace) == {"visibility"}
    assert refused(save_article, descaling, facts={"visibility": "segment"}, by=grace) == {"segment"}
    nonsense = {"visibility": "segment", "segment": {"all": [{"field": "nonsense", "is": "x"}]}}
    assert refused(save_article, descaling, facts=nonsense, by=grace) == {"segment"}
    several = {"visibility": "segment", "segment": [{"field": "language", "is": "fr"}]}
    assert refused(save_article, descaling, facts=several, by=grace) == {"segment"}
    assert refused(save_article, descaling, facts={"labels": ["x" * 65]}, by=grace) == {"labels"}
    count = AuditEntry.objects.count()
    save_article(descaling, facts={"labels": []}, by=grace)
    assert AuditEntry.objects.count() == count
    save_article(descaling, facts={"labels": ["lime", "lime"], "is_promoted": True}, by=grace)
    descaling.refresh_from_db()
    assert descaling.labels == ["lime"] and AuditEntry.objects.count() == count + 1
