"""Manners and topics, as their pages give them."""

from __future__ import annotations

from django import forms

from regulars.outreach.models import Manners, Topic

CLOCK = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class MannersForm(forms.ModelForm):
    class Meta:
        model = Manners
        fields = ["quiet_from", "quiet_until", "most", "days", "imprint"]
        widgets = {"quiet_from": CLOCK, "quiet_until": CLOCK, "imprint": forms.Textarea(attrs={"rows": 3})}


class TopicForm(forms.ModelForm):
    """`save_topic` checks what is written here."""

    class Meta:
        model = Topic
        fields = ["name", "about", "is_opt_in", "is_withheld"]
