from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from regulars.knowledge.holding import held
from regulars.knowledge.models import Redirect, Translation, Version
from regulars.knowledge.passages import write_passages
from regulars.knowledge.safe import is_empty, plain
from regulars.lib.again import again_after_a_deadlock
from regulars.lib.refusal import refusal
from regulars.team.actions.audit import audit
from regulars.team.models import Agent


@again_after_a_deadlock  # two wait for each other's words
@transaction.atomic
def publish(
    translation: Translation, *, by: Agent | None, is_up_to_date: bool = True, restored: int | None = None
) -> Translation:
    """Let readers see the draft, now, as a new version. Harmless when there is nothing new.

    `is_up_to_date`: a translation says all that its original says; otherwise it is as stale as it was.
    Raises ValidationError("title", "html", "article").
    """
    translation = held(translation)
    if translation.is_published and not translation.is_changed:
        return translation
    check_ready(translation)
    now = timezone.now()
    before = {"version": translation.version, "title": translation.title}
    translation.title, translation.html = translation.draft_title, translation.draft_html
    translation.text = plain(translation.html)
    translation.version += 1
    if is_up_to_date:
        translation.follows = translation.draft_follows
    translation.state, translation.is_changed = Translation.State.PUBLISHED, False
    translation.publish_at = translation.publish_by = None
    translation.published_at = now
    translation.first_published_at = translation.first_published_at or now
    translation.save()
    Version.objects.create(
        translation=translation, number=translation.version, title=translation.title, html=translation.html,
        restored=restored, by=by, at=now,
    )  # fmt: skip
    Redirect.objects.filter(centre=translation.centre, language=translation.language, slug=translation.slug).delete()
    write_passages(translation)
    after = {"version": translation.version, "title": translation.title, "language": translation.language}
    audit("article.published", by=by, on=f"article:{translation.article_id}", before=before, after=after)
    return translation


def check_ready(translation: Translation) -> None:
    """Raises ValidationError of what is missing for readers."""
    if translation.article.retired_at:
        raise refusal("article", _("The article is retired. Bring it back first."), "retired")
    if not translation.draft_title:
        raise refusal("title", _("Give it a title."), "missing")
    if is_empty(translation.draft_html):
        raise refusal("html", _("Write something."), "missing")
