"""What a rule may ask: the conversation, its customer, and the facts of what happened."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db.models import CharField, Subquery, TextField
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from regulars.automation.triggers import Trigger
from regulars.conversations.fields import CONVERSATION_FIELDS
from regulars.customers.events import Event
from regulars.customers.fields import CUSTOMER_FIELDS
from regulars.customers.models import TimelineEvent
from regulars.lib.conditions import Choice, Field, Fields, facts, table
from regulars.lib.conditions.sql import Sql

# What names a thing says nothing about it.
IDS = (
    "claim", "conversation", "dispute", "goodwill", "inbox", "message", "note", "number", "order", "refund", "request", "rule", "units",
)  # fmt: skip
ACTORS = ("customer", "agent", "rule", "assistant", "import", "system")
_OF_CUSTOMER = table(*(replace(field, name=f"customer.{field.name}") for field in CUSTOMER_FIELDS.values()))
_CASTS = {"number": "::numeric", "boolean": "::boolean", "moment": "::timestamptz", "day": "::date"}


def fields_for(trigger: Trigger) -> Fields:
    """What conditions of a rule with this trigger may ask, for editors and checks."""
    about = CONVERSATION_FIELDS if trigger.is_about_a_conversation else _OF_CUSTOMER
    return about | event_fields(trigger.event)


def event_fields(kind: type[Event]) -> Fields:
    """The facts of an event of this kind that say something, and who did it."""
    told = facts(kind, label=_("event’s {field}"))
    told = {name: _said(field) for name, field in told.items() if name.removeprefix("event.") not in IDS}
    actors = tuple(Choice(word, word, word) for word in ACTORS)
    return told | table(Field("event.by", _("who did it"), "choice", _nobody, choices=actors))


def _said(field: Field) -> Field:
    """A yes or no is said as one: “the event is automatic”."""
    if field.kind != "boolean":
        return field
    fact = field.name.removeprefix("event.").removeprefix("is_").replace("_", " ")
    return replace(field, label=format_lazy(_("the event is {field}"), field=fact))


def told_by(fields: Fields, *, said: Any, event_id: Any) -> Fields:
    """`fields` with the event's facts read from `said` (its JSON, in SQL) and its actor from the row with this id (in SQL)."""
    return {
        name: _read(field, said, event_id) if name.startswith("event.") else field for name, field in fields.items()
    }


def _read(field: Field, said: Any, event_id: Any) -> Field:
    if field.name == "event.by":
        return replace(field, path=lambda _prefix: actor_of(event_id))
    fact = field.name.removeprefix("event.")
    shape = f"(({{}})::jsonb ->> '{fact}'){_CASTS.get(field.kind, '')}"
    return replace(field, path=lambda _prefix: Sql(shape, said, output=TextField()))


def actor_of(event_id: Any) -> Subquery:
    """Who did it, as one of ACTORS."""
    kind = Sql("split_part(split_part({}, ' ', 1), ':', 1)", "by", output=CharField())
    return Subquery(TimelineEvent.objects.filter(pk=event_id).annotate(actor=kind).values("actor"))


def _nobody(_prefix: str) -> Sql:
    return Sql("NULL", output=CharField())
