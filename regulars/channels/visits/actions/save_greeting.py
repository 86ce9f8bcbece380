from __future__ import annotations

from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from regulars.channels.visits.fields import VISIT_FIELDS
from regulars.channels.visits.models import Greeting
from regulars.lib.conditions import check
from regulars.lib.refusal import refusal
from regulars.lib.texts import storable
from regulars.team.actions.audit import audit
from regulars.team.models import Agent

FACTS = (
    "widget_id", "kind", "name", "text", "link", "link_words", "conditions", "after", "again_after", "begins_at", "ends_at", "is_on",
)  # fmt: skip
LONGEST = 3600  # seconds


@transaction.atomic
def save_greeting(greeting: Greeting, *, by: Agent | None) -> None:
    """Keep a greeting or an announcement. Raises ValidationError naming the field."""
    _checked(greeting)
    before = Greeting.objects.filter(pk=greeting.pk).values(*FACTS).first()
    greeting.save()
    after = Greeting.objects.filter(pk=greeting.pk).values(*FACTS).get()
    if before != after:
        audit(
            "greeting.changed" if before else "greeting.made",
            by=by,
            on=f"greeting:{greeting.pk}",
            before=before,
            after=after,
        )


@transaction.atomic
def remove_greeting(greeting: Greeting, *, by: Agent | None) -> None:
    """Show it no more, and forget who has seen it."""
    number, name = greeting.pk, greeting.name
    if number is not None and greeting.delete()[0]:
        audit("greeting.removed", by=by, on=f"greeting:{number}", before={"name": name})


def _checked(greeting: Greeting) -> None:
    greeting.name, greeting.text = " ".join(storable(greeting.name).split()), storable(greeting.text).strip()
    if not 0 < len(greeting.name) <= 80:
        raise refusal("name", _("A name has 1 to 80 characters."))
    if not 0 < len(greeting.text) <= 300:
        raise refusal("text", _("Write 1 to 300 characters."))
    if greeting.link and urlsplit(greeting.link).scheme not in ("http", "https"):
        raise refusal("link", _("Write a whole address, such as https://shop.example/news."))
    if greeting.kind == Greeting.Kind.NEWS and not greeting.link:
        raise refusal("link", _("Say where an announcement leads."))
    if greeting.after > LONGEST:
        raise refusal("after", _("At most an hour."))
    if greeting.begins_at and greeting.ends_at and greeting.begins_at >= greeting.ends_at:
        raise refusal("ends_at", _("It ends before it begins."))
    try:
        check(greeting.conditions or {"all": []}, VISIT_FIELDS)
    except ValidationError as error:
        raise refusal("conditions", " ".join(error.messages)) from None
