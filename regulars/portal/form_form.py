"""A form as its editor gives it: the fields of conversations, each not asked, asked or needed, and when."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regulars.conversations.models import Inbox, Topic
from regulars.customers.models import CustomField
from regulars.portal.actions.save_form import Asked
from regulars.portal.asking import askable
from regulars.portal.models import RequestForm
from regulars.ui.forms import NO_SHORT_NAME

NOT, IF_THEY_LIKE, NEEDED = "", "asked", "needed"
WAYS = ((NOT, gettext_lazy("not asked")), (IF_THEY_LIKE, gettext_lazy("asked")), (NEEDED, gettext_lazy("needed")))


class EditForm(forms.ModelForm):
    """Its name, where it stands, where its conversations arrive, and what they may be about."""

    topics = forms.ModelMultipleChoiceField(
        Topic.objects.order_by("name"), label=gettext_lazy("Topics"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("With several, the customer chooses one; with one, it is that."),
    )  # fmt: skip
    inbox = forms.ModelChoiceField(Inbox.objects.order_by("name"), label=gettext_lazy("Inbox"), empty_label=None)

    class Meta:
        model = RequestForm
        fields = ["name", "slug", "intro", "inbox", "topics", "is_open"]
        error_messages = {"slug": NO_SHORT_NAME}
        help_texts = {
            "slug": gettext_lazy("The end of its address, such as returns. Made from the name when it is left empty."),
            "intro": gettext_lazy("A sentence above the form."),
            "is_open": gettext_lazy("Customers may fill it in."),
        }

    def validate_unique(self) -> None:
        """`save_form` says it, in its words."""


class Row:
    """A field of conversations, and whether a form asks for it."""

    def __init__(self, field: CustomField, *, way: str, place: str, only_if: str) -> None:
        self.field, self.way, self.place, self.only_if = field, way, place, only_if
        self.wrong = ""

    @property
    def ways(self) -> list[tuple[str, Any, bool]]:
        return [(word, label, word == self.way) for word, label in WAYS]


def rows_of(form: RequestForm, given: Any = None) -> list[Row]:
    """Every field that may be asked for: as it was sent, or else as the form has it; those that it asks for first, in their order."""
    if given is not None:
        return [_as_sent(each, given) for each in askable()]
    asked = {each.field_id: each for each in form.questions.all()} if form.pk else {}
    rows = []
    for field in askable():
        kept = asked.get(field.pk)
        way = (NEEDED if kept.is_needed else IF_THEY_LIKE) if kept else NOT
        only_if = json.dumps((kept and kept.only_if) or {"all": []})
        rows.append(Row(field, way=way, place=str(kept.position) if kept else "", only_if=only_if))
    return sorted(rows, key=_order)


def asked_in(rows: list[Row]) -> list[Asked]:
    """The questions that are asked, in their order. Raises ValidationError("questions.<key>")."""
    asked = [row for row in sorted(rows, key=_order) if row.way]
    return [{"field": row.field, "is_needed": row.way == NEEDED, "only_if": _tree(row)} for row in asked]


def _as_sent(field: CustomField, given: Any) -> Row:
    way, place = given.get(f"way.{field.key}", ""), given.get(f"place.{field.key}", "")
    only_if = given.get(f"only_if.{field.key}", "") or '{"all": []}'
    return Row(field, way=way if way in (IF_THEY_LIKE, NEEDED) else NOT, place=place[:4], only_if=only_if)


def _order(row: Row) -> tuple[bool, int]:
    return not row.way, int(row.place) if row.place.isdecimal() else 10_000


def _tree(row: Row) -> Any:
    try:
        return json.loads(row.only_if[:100_000])
    except (ValueError, RecursionError):
        place = f"questions.{row.field.key}"
        raise ValidationError({place: [_("This is not what the editor writes. Load the page again.")]}) from None
