"""A segment as its page gives it; `save_segment` says what is wrong with it."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from regulars.segments.models import Segment
from regulars.ui.forms import EditorField


class SegmentForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=80, required=False)
    about = forms.CharField(label=gettext_lazy("What it is for"), max_length=300, required=False)
    kind = forms.ChoiceField(
        label=gettext_lazy("How customers come into it"), choices=Segment.Kind.choices, required=False
    )
    conditions = EditorField()
