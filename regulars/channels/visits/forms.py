"""Greetings and following, as their pages give them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from regulars.channels.visits.models import Following, Greeting
from regulars.ui.forms import EditorField, Refusable

WHEN = {"type": "datetime-local"}


class GreetingForm(Refusable, forms.ModelForm):
    """`save_greeting` checks what is written here, and says what is wrong in its words."""

    conditions = EditorField()
    begins_at = forms.DateTimeField(
        label=gettext_lazy("From"), required=False, widget=forms.DateTimeInput(attrs=WHEN, format="%Y-%m-%dT%H:%M")
    )
    ends_at = forms.DateTimeField(
        label=gettext_lazy("Until"), required=False, widget=forms.DateTimeInput(attrs=WHEN, format="%Y-%m-%dT%H:%M")
    )

    class Meta:
        model = Greeting
        fields = [
            "name",
            "widget",
            "kind",
            "text",
            "link",
            "link_words",
            "after",
            "again_after",
            "begins_at",
            "ends_at",
            "is_on",
        ]
        widgets = {"text": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "name": gettext_lazy("For you alone."),
            "link": gettext_lazy("Where an announcement leads, such as https://shop.example/news."),
            "link_words": gettext_lazy("Empty: “Have a look”."),
            "after": gettext_lazy("How long somebody has been on the page before it appears."),
            "again_after": gettext_lazy("Empty: each visitor sees it once. Whoever puts it away never sees it again."),
        }  # fmt: skip

    def __init__(self, *args: Any, **facts: Any) -> None:
        super().__init__(*args, **facts)
        self.fields["widget"].empty_label = None

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        self.instance.conditions = given.get("conditions", {})
        return given


class FollowingForm(forms.ModelForm):
    class Meta:
        model = Following
        fields = ["is_on", "needs_consent", "days"]
        help_texts = {
            "is_on": gettext_lazy("Which page they look at, what they came from, their language, time zone and kind of device; beside their conversation and under Visitors."),
            "needs_consent": gettext_lazy("Your page says so: data-consent=\"yes\" in the line, or the event regulars:consent. Whoever wrote or is signed in is followed without; whoever asks their browser for privacy never is."),
            "days": gettext_lazy("After that they are forgotten, with the bytes of messages that were read long ago."),
        }  # fmt: skip
