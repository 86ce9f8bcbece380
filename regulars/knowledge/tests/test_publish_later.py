"""What is published by itself, at its time and once; what is taken back, put away and brought back."""

from datetime import timedelta
from threading import Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from regulars.knowledge.actions.bring_back import bring_back
from regulars.knowledge.actions.publish import publish
from regulars.knowledge.actions.publish_due import next_due, publish_due
from regulars.knowledge.actions.publish_later import publish_later
from regulars.knowledge.actions.remove_article import remove_article
from regulars.knowledge.actions.retire import retire
from regulars.knowledge.actions.unpublish import unpublish
from regulars.knowledge.actions.write import write
from regulars.knowledge.models import Article, Passage, Translation, Version
from regulars.team.models import AuditEntry


def seen() -> list[str]:
    return [each.title for each in Translation.objects.visible_to(None)]


def told(action: str) -> int:
    return AuditEntry.objects.filter(action=f"article.{action}").count()


def test_a_draft_is_published_when_its_time_comes(descaling, grace):
    draft = write(descaling, language="en", title="Descale it", html="<p>Now.</p>", by=grace)
    at = timezone.now() + timedelta(hours=1)
    publish_later(draft, at=at, by=grace), publish_later(draft, at=at, by=grace)
    assert told("scheduled") == 1 and next_due() == at
    assert publish_due() == 0 and seen() == ["Descale"]
    assert publish_due(now=at) == 1 and seen() == ["Descale it"]
    assert publish_due(now=at) == 0 and next_due() is None
    assert Version.objects.first().by == grace


@pytest.mark.django_db(transaction=True)
def test_two_workers_publish_it_once(descaling, grace):
    draft = write(descaling, language="en", title="Descale it", html="<p>Now.</p>", by=grace)
    at = timezone.now() + timedelta(hours=1)
    publish_later(draft, at=at, by=grace)

    def work() -> None:
        publish_due(now=at)
        connection.close()

    workers = [Thread(target=work) for _ in range(3)]
    [each.start() for each in workers], [each.join() for each in workers]
    assert told("published") == 2 and Version.objects.count() == 2


def test_what_cannot_be_published_at_its_time_says_why(descaling, grace):
    draft = write(descaling, language="en", title="Descale it", html="<p>Now.</p>", by=grace)
    at = timezone.now() + timedelta(hours=1)
    for wrong in (timezone.now() - timedelta(minutes=1), timezone.now()):
        with pytest.raises(ValidationError):
            publish_later(draft, at=wrong, by=grace)
    publish_later(draft, at=at, by=grace)
    write(descaling, language="en", title="", html="<p>Now.</p>", by=grace)
    assert publish_due(now=at) == 1 and seen() == ["Descale"] and next_due() is None
    assert AuditEntry.objects.get(action="article.not_published").after["why"]
    publish_later(draft, at=None, by=grace)


def test_what_is_unpublished_is_a_draft_with_its_versions(descaling, grace):
    words = descaling.translations.get()
    unpublish(words, by=grace), unpublish(words, by=grace)
    assert not seen() and not Passage.objects.exists() and told("unpublished") == 1
    publish(words, by=grace)
    assert seen() == ["Descale"] and Version.objects.count() == 2


def test_a_retired_article_comes_back_as_it_was(descaling, grace):
    draft = write(descaling, language="en", title="Descale it", html="<p>Now.</p>", by=grace)
    publish_later(draft, at=timezone.now() + timedelta(hours=1), by=grace)
    retire(descaling, by=grace), retire(descaling, by=grace)
    assert not seen() and not Article.objects.visible_to(grace) and next_due() is None and told("retired") == 1
    with pytest.raises(ValidationError) as refused:
        publish(draft, by=grace)
    assert "article" in refused.value.message_dict
    bring_back(descaling, by=grace), bring_back(descaling, by=grace)
    assert seen() == ["Descale"] and told("brought_back") == 1


def test_what_readers_have_seen_is_retired_before_it_is_removed(descaling, grace):
    with pytest.raises(ValidationError):
        remove_article(descaling, by=grace)
    retire(descaling, by=grace)
    remove_article(descaling, by=grace), remove_article(descaling, by=grace)
    assert not Article.objects.exists() and told("removed") == 1
