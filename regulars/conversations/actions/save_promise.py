from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from regulars.conversations.actions.keep_promises import FOLLOWS_FROM, keep_clocks, ring
from regulars.conversations.fields import CONVERSATION_FIELDS
from regulars.conversations.models import Promise
from regulars.customers.timeline import listen
from regulars.lib.conditions import check
from regulars.lib.refusal import refusal
from regulars.team.actions.audit import audit
from regulars.team.models import Agent

FACTS = (
    "name", "position", "is_active", "conditions", "first_reply", "next_reply", "resolution", "warns", "is_around_the_clock",
    "calendar", "is_told",
)  # fmt: skip
LONGEST = 366 * 24 * 60  # minutes


@transaction.atomic
def save_promise(promise: Promise, *, by: Agent | None) -> None:
    """Keep a promise. It holds for what is open too, counted from now. Raises ValidationError naming the field."""
    _checked(promise)
    before = Promise.objects.filter(pk=promise.pk).values(*FACTS).first()
    promise.applied_to = 0
    promise.save()
    _follow()
    after = Promise.objects.filter(pk=promise.pk).values(*FACTS).get()
    audit(
        "promise.changed" if before else "promise.made", by=by, on=f"promise:{promise.pk}", before=before, after=after
    )


@transaction.atomic
def withdraw_promise(promise: Promise, *, by: Agent | None) -> None:
    """Promise it no more. What is under way in its name runs on to its end."""
    before: dict[str, Any] = Promise.objects.filter(pk=promise.pk).values(*FACTS).get()
    promise.delete()
    _follow()
    audit("promise.withdrawn", by=by, on=f"promise:{before['name']}", before=before)


def _follow() -> None:
    listen(keep_clocks, kinds=FOLLOWS_FROM if Promise.objects.filter(is_active=True).exists() else ())
    ring()


def _checked(promise: Promise) -> None:
    if not promise.name.strip():
        raise refusal("name", _("Give it a name."))
    for field in ("first_reply", "next_reply", "resolution"):
        minutes = getattr(promise, field)
        if minutes is not None and not 0 < minutes <= LONGEST:
            raise refusal(field, _("Between one minute and a year."))
    if promise.first_reply is promise.next_reply is promise.resolution is None:
        raise refusal("first_reply", _("Promise at least one thing."))
    try:
        check(promise.conditions or {"all": []}, CONVERSATION_FIELDS)
    except ValidationError as error:
        raise refusal("conditions", " ".join(error.messages)) from None
