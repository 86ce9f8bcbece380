from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from regulars.conversations.actions.keep_promises import FOLLOWS_FROM, apply_anew, keep_clocks
from regulars.conversations.fields import CONVERSATION_FIELDS
from regulars.conversations.models import Clock, Promise
from regulars.conversations.tagging import as_called_now
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
    if before is None and not promise.position:
        promise.position = (Promise.objects.aggregate(last=Max("position"))["last"] or 0) + 1
    promise.save()
    follow()
    after = Promise.objects.filter(pk=promise.pk).values(*FACTS).get()
    audit(
        "promise.changed" if before else "promise.made", by=by, on=f"promise:{promise.pk}", before=before, after=after
    )


@transaction.atomic
def withdraw_promise(promise: Promise, *, by: Agent | None) -> None:
    """Promise it no more. What is under way in its name runs on to its end. Harmless twice."""
    if not Promise.objects.filter(pk=promise.pk, withdrawn_at=None).update(
        is_active=False, withdrawn_at=timezone.now()
    ):
        return
    follow()
    audit("promise.withdrawn", by=by, on=f"promise:{promise.pk}", before={"name": promise.name})


def follow() -> None:
    """Let clocks follow from now on what happens in conversations, as long as there is something to follow."""
    is_needed = Promise.objects.filter(is_active=True).exists() or Clock.objects.filter(ended_at=None).exists()
    listen(keep_clocks, kinds=FOLLOWS_FROM if is_needed else ())
    apply_anew()


def _checked(promise: Promise) -> None:
    promise.name = promise.name.strip()
    if not promise.name:
        raise refusal("name", _("Give it a name."))
    if Promise.objects.filter(name=promise.name, withdrawn_at=None).exclude(pk=promise.pk).exists():
        raise refusal("name", _("Another promise has this name already."))
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
    promise.conditions = as_called_now(promise.conditions)
