"""A custom field in the words of the page: choices are lines."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regulars.customers.field_kinds import typed
from regulars.customers.models import CustomField
from regulars.ui.forms import Refusable

KEPT = ("about", "label", "key", "kind", "help", "unit", "is_required", "is_public", "is_indexed")


class FieldForm(Refusable, forms.Form):
    about = forms.ChoiceField(label=gettext_lazy("About"), choices=CustomField.About.choices)
    label = forms.CharField(label=gettext_lazy("Name"), max_length=80)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=CustomField.Kind.choices)
    choices = forms.CharField(
        label=gettext_lazy("Choices"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy(
            "One a line, for kinds with choices. To rename one in use, keep its word: gold = Gold member."
        ),
    )
    unit = forms.CharField(
        label=gettext_lazy("Currency"), required=False, max_length=3, help_text=gettext_lazy("For amounts: EUR, USD …")
    )
    default = forms.CharField(
        label=gettext_lazy("At first it is"),
        required=False,
        max_length=500,
        help_text=gettext_lazy("What new ones get."),
    )
    help = forms.CharField(
        label=gettext_lazy("Help text"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Shown to your team beside it."),
    )
    key = forms.CharField(
        label=gettext_lazy("Key"),
        required=False,
        max_length=48,
        help_text=gettext_lazy("How programs and rules name it. Made from the name."),
    )
    is_required = forms.BooleanField(
        label=gettext_lazy("Needed before a conversation is resolved"),
        required=False,
        help_text=gettext_lazy("Where a person resolves it."),
    )
    is_public = forms.BooleanField(label=gettext_lazy("The customer may see it"), required=False)
    is_indexed = forms.BooleanField(
        label=gettext_lazy("Indexed for conditions"),
        required=False,
        help_text=gettext_lazy(
            "Views and lists that ask for it stay quick however many there are. Built while all goes on."
        ),
    )

    def __init__(self, data: Any = None, *, field: CustomField) -> None:
        self.field = field
        kept = {name: getattr(field, name) for name in KEPT}
        lines = "\n".join(_line(each) for each in field.offered())
        super().__init__(data, initial=kept | {"choices": lines, "default": typed_default(field)})
        if field.pk:
            del self.fields["about"], self.fields["key"]
            if field.is_used:
                del self.fields["kind"]

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        for name in KEPT:
            if name in given:
                setattr(self.field, name, given[name])
        if "choices" in given:
            self.field.choices = [_choice(line) for line in given["choices"].splitlines() if line.strip()]
        if "default" in given:
            self.field.default = given["default"].strip() or None
        return given


def typed_default(field: CustomField) -> str:
    return ", ".join(field.default) if isinstance(field.default, list) else typed(field, field.default)


def _line(choice: dict[str, Any]) -> str:
    is_plain = choice["word"] == slugify(choice["label"], allow_unicode=True)
    return choice["label"] if is_plain else f"{choice['word']} = {choice['label']}"


def _choice(line: str) -> dict[str, str]:
    word, equals, label = (part.strip() for part in line.partition("="))
    return {"word": word, "label": label} if equals and word and label else {"word": "", "label": line.strip()}


def state_words(field: CustomField) -> str:
    """How its index stands."""
    words = {
        "wanted": _("index is being built"),
        "ready": _("indexed"),
        "failed": _("index failed"),
        "unwanted": _("index is being taken away"),
    }
    return words.get(field.index_state, "")
