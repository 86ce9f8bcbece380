"""A segment as its page gives it; `save_segment` says what is wrong with it."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regulars.segments.models import Segment


class SegmentForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=80, required=False)
    about = forms.CharField(label=gettext_lazy("What it is for"), max_length=300, required=False)
    kind = forms.ChoiceField(
        label=gettext_lazy("How customers come into it"), choices=Segment.Kind.choices, required=False
    )
    conditions = forms.CharField(required=False, max_length=100_000)

    def clean_conditions(self) -> Any:
        return read_conditions(self.cleaned_data["conditions"])


def read_conditions(said: str) -> Any:
    """What the editor wrote. Raises ValidationError."""
    try:
        return json.loads(said or '{"all": []}')
    except (ValueError, RecursionError):
        raise ValidationError(_("This is not what the editor writes. Load the page again.")) from None
