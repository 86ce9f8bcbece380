from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from regulars.customers.actor import Actor
from regulars.customers.models import Customer
from regulars.customers.timeline import record
from regulars.knowledge.events import ArticleRated
from regulars.knowledge.models import Translation, Vote
from regulars.lib.refusal import refusal
from regulars.lib.texts import storable

LONGEST = 2000  # characters of a comment


@transaction.atomic
def vote(
    translation: Translation, *, is_helpful: bool, visitor: str = "", comment: str | None = None, by: Customer | None
) -> Vote:
    """Say whether an article helped. Everybody has one voice for each, and may change it; without a comment the old one stays.

    `visitor`: the word by which a browser is known, for whoever has not signed in. Raises ValidationError("comment").
    """
    facts: dict[str, object] = {"is_helpful": is_helpful, "customer": by, "at": timezone.now()}
    if comment is not None:
        facts["comment"] = _checked(comment)
    whose = f"customer:{by.pk}" if by else visitor
    said, is_new = Vote.objects.update_or_create(translation=translation, visitor=whose, defaults=facts)
    others = Vote.objects.filter(translation__article=translation.article_id, visitor=whose).exclude(pk=said.pk)
    if by and is_new and not others.exists():
        record(ArticleRated(article=translation.article_id, is_helpful=is_helpful), customer=by, by=Actor.customer(by))
    return said


def _checked(comment: str) -> str:
    comment = storable(comment).strip()
    if len(comment) > LONGEST:
        raise refusal("comment", _("At most %d characters, please.") % LONGEST, "too_long")
    return comment
