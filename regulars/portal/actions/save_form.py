from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypedDict

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify
from django.utils.translation import gettext as _

from regulars.conversations.models import Topic
from regulars.customers.models import CustomField
from regulars.lib.conditions import check
from regulars.lib.refusal import refusal
from regulars.portal.asking import ANSWERS, askable
from regulars.portal.models import Question, RequestForm
from regulars.team.actions.audit import audit
from regulars.team.models import Agent

FACTS = ("name", "slug", "intro", "inbox_id", "is_open")


class Asked(TypedDict):
    """A question as somebody wants it: which field, and when."""

    field: CustomField
    is_needed: bool
    only_if: Any  # a condition; nothing: always


@transaction.atomic
def save_form(form: RequestForm, *, topics: Sequence[Topic] = (), questions: Sequence[Asked] = (), by: Agent) -> None:
    """Keep a form with its topics and its questions, in their order. Raises ValidationError naming the field: name, slug, questions.<key>."""
    before = _facts(RequestForm.objects.get(pk=form.pk)) if form.pk else None
    _check(form, questions)
    if form.pk is None:
        form.position = (RequestForm.objects.aggregate(last=Max("position"))["last"] or 0) + 1
    form.save()
    form.topics.set(topics)
    form.questions.exclude(field__in=[each["field"] for each in questions]).delete()
    for position, each in enumerate(questions, start=1):
        facts = {"is_needed": each["is_needed"], "only_if": each["only_if"], "position": position}
        Question.objects.update_or_create(form=form, field=each["field"], defaults=facts)
    if (after := _facts(form)) != before:
        audit("form.changed" if before else "form.made", by=by, on=f"form:{form.pk}", before=before or {}, after=after)


@transaction.atomic
def remove_form(form: RequestForm, *, by: Agent) -> None:
    """Offer a form no more. What was asked by it stays."""
    before = _facts(form)
    number = form.pk
    form.delete()
    audit("form.removed", by=by, on=f"form:{number}", before=before)


def _check(form: RequestForm, questions: Sequence[Asked]) -> None:
    form.name = " ".join(form.name.split())
    if not 0 < len(form.name) <= 80:
        raise refusal("name", _("A name has 1 to 80 characters."))
    form.slug = slugify(form.slug or form.name)[:60] or "form"
    if RequestForm.objects.filter(slug=form.slug).exclude(pk=form.pk).exists():
        raise refusal("slug", _("Another form has this address already."), "taken")
    offered = {each.pk for each in askable()}
    for each in questions:
        place = f"questions.{each['field'].key}"
        if each["field"].pk not in offered:
            raise refusal(place, _("Customers cannot be asked for “%s”.") % each["field"])
        if each["only_if"] in ({"all": []}, None):
            each["only_if"] = {}
        try:
            check(each["only_if"] or {"all": []}, ANSWERS)
        except ValidationError as error:
            raise refusal(place, " ".join(error.messages)) from None


def _facts(form: RequestForm) -> dict[str, Any]:
    asked = form.questions.order_by("position", "pk").values("field__key", "is_needed", "only_if")
    return {
        **{name: getattr(form, name) for name in FACTS},
        "topics": sorted(form.topics.values_list("name", flat=True)),
        "questions": [{"field": each.pop("field__key"), **each} for each in asked],
    }
