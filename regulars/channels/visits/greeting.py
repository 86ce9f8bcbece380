"""Which greetings hold for somebody who looks at a page."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from regulars.channels.chat.models import Visitor, Widget
from regulars.channels.chat.pace import is_closed
from regulars.channels.visits.actions.look import look
from regulars.channels.visits.fields import fields_now
from regulars.channels.visits.models import Greeting, Told, Visit
from regulars.channels.visits.seen import Seen
from regulars.lib.conditions import Fields, fields_used, holds

MOST = 20  # greetings of one widget that are asked


def active(widget: Widget, *, now: datetime) -> QuerySet[Greeting]:
    """Those that may be shown today, to somebody."""
    begun, not_over = Q(begins_at=None) | Q(begins_at__lte=now), Q(ends_at=None) | Q(ends_at__gt=now)
    return Greeting.objects.filter(begun, not_over, widget=widget, is_on=True)


def greetings_for(visit: Visit, *, now: datetime | None = None) -> list[Greeting]:
    """Those that hold for this visit, without what its visitor has been told or has dismissed."""
    now = now or timezone.now()
    widget = visit.visitor.widget
    several = list(active(widget, now=now)[:MOST])
    if not several:
        return []
    told = {each.greeting_id: each for each in Told.objects.filter(visitor=visit.visitor, greeting__in=several)}
    several = [each for each in several if each.pk not in told or told[each.pk].is_over(each, now=now)]
    fields = fields_now(is_open=not is_closed(widget.inbox, now=now))
    if visit.visitor.customer_id and not visit.visitor.subject:
        several = [each for each in several if not _asks_who_it_is(each, fields)]
    return [each for each in several if holds(each.conditions or {"all": []}, visit, fields, now=now)]


def _asks_who_it_is(greeting: Greeting, fields: Fields) -> bool:
    """An address that somebody has typed proves nothing: a greeting would tell them what we know of whoever has it."""
    return any(name.startswith("customer.") for name in fields_used(greeting.conditions or {"all": []}, fields))


def greetings_unkept(widget: Widget, at: Seen, *, visitor: Visitor | None = None) -> list[Greeting]:
    """Those that hold for somebody of whose visit nothing is kept: asked of one that is taken back at once."""
    if not active(widget, now=timezone.now()).exists():
        return []
    with transaction.atomic():
        found = greetings_for(look(visitor or Visitor.objects.create(widget=widget), at=at))
        transaction.set_rollback(True)
    return found


def shown(greeting: Greeting) -> dict[str, Any]:
    """A greeting as a page is told it."""
    return {
        "id": greeting.pk,
        "kind": greeting.kind,
        "text": greeting.text,
        "link": greeting.link,
        "link_words": greeting.link_words,
        "after": greeting.after,
        "again_after": greeting.again_after,
    }
