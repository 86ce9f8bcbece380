"""What forms of several rooms have in common."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

LONGEST = 500_000  # characters of JSON: more than thirty of the longest steps
# What Django calls a “slug” nobody else does.
NO_SHORT_NAME = {"invalid": gettext_lazy("Use the letters a to z, digits and hyphens, without spaces.")}
EVERYBODY = '{"all": []}'  # the conditions that nobody has narrowed


class Refusable:
    """A form whose verb checks what is written in it."""

    def refuse(self, error: ValidationError) -> None:
        """What the verb would not do stands at its field, or above all of them where the form has none."""
        for name, several in error.message_dict.items():
            self.add_error(name if name in self.fields else None, several)


class EditorField(forms.CharField):
    """Conditions, or steps, as their editor writes them into a hidden field: JSON. What they mean the verb checks."""

    widget = forms.HiddenInput

    def __init__(self, *, empty: str = EVERYBODY, **facts: Any) -> None:
        super().__init__(required=False, max_length=LONGEST, **facts)
        self.empty = empty

    def clean(self, value: Any) -> Any:
        return from_editor(super().clean(value), empty=self.empty)


def from_editor(written: str, *, empty: str = EVERYBODY) -> Any:
    """What such a field says; `empty` when nothing stands in it, or null. Raises ValidationError."""
    try:
        said = json.loads(written or "null", parse_constant=_no_number)
        return json.loads(empty) if said is None else said
    except (ValueError, RecursionError):
        raise ValidationError(_("This is not what the editor writes. Load the page again.")) from None


def _no_number(word: str) -> None:
    raise ValueError(f"{word} is no JSON")
