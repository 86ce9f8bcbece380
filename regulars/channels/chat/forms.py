"""A widget as its page gives it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from regulars.channels.chat.models import Widget
from regulars.conversations.models import Inbox


class WidgetForm(forms.ModelForm):
    """`save_widget` checks what is written here, and says what is wrong in its words."""

    inbox = forms.ModelChoiceField(Inbox.objects.order_by("name"), label=_("Inbox"), empty_label=None)
    accent = forms.CharField(label=_("Colour"), widget=forms.TextInput(attrs={"type": "color"}), initial="#a1501f")
    language = forms.ChoiceField(label=_("Language"), required=False)
    websites = forms.CharField(
        label=_("Websites"), required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One a line, such as https://shop.example. Pages of others get no chat."),
    )  # fmt: skip

    class Meta:
        model = Widget
        fields = ["name", "inbox", "accent", "greeting", "language", "asks_address", "is_on"]
        help_texts = {
            "name": _("Stands at the head of the chat: the name that customers know you by."),
            "greeting": _("The first thing that visitors read. Empty: a greeting in their language."),
            "asks_address": _("Answers reach visitors there when they are gone. They need not give one."),
        }

    def __init__(self, *args: Any, **facts: Any) -> None:
        super().__init__(*args, **facts)
        self.fields["language"].choices = [("", _("as their browser asks")), *settings.LANGUAGES]
        self.fields["websites"].initial = "\n".join(self.instance.origins)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        self.instance.origins = given.get("websites", "").split()
        return given

    def add_error(self, field: str | None, error: Any) -> None:
        super().add_error("websites" if field == "origins" else field, error)
