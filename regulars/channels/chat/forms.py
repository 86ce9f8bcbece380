"""A widget as its page gives it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from regulars.channels.chat.models import Widget
from regulars.channels.chat.questions import askable
from regulars.channels.chat.texts import LONGEST, NAMES
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
        self._add_questions()
        self._add_texts()

    def _add_questions(self) -> None:
        asked = {each["ask"]: "needed" if each["is_needed"] else "asked" for each in self.instance.questions}
        for ask, label in askable():
            choices = [("", _("not asked")), ("asked", _("asked")), ("needed", _("must be answered"))]
            initial = asked.get(ask, "")
            self.fields[f"ask-{ask}"] = forms.ChoiceField(label=label, required=False, choices=choices, initial=initial)

    def _add_texts(self) -> None:
        for language, _name in settings.LANGUAGES:
            own = self.instance.texts.get(language, {})
            for name, label in NAMES.items():
                self.fields[f"text-{language}-{name}"] = forms.CharField(
                    label=label, required=False, max_length=LONGEST[name], initial=own.get(name, "")
                )

    @property
    def questions(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("ask-")]

    @property
    def texts(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields of each language, under its name."""
        return [(label, [self[f"text-{language}-{name}"] for name in NAMES]) for language, label in settings.LANGUAGES]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        self.instance.origins = given.get("websites", "").split()
        self.instance.questions = [
            {"ask": name.removeprefix("ask-"), "is_needed": value == "needed"}
            for name, value in given.items()
            if name.startswith("ask-") and value
        ]
        self.instance.texts = {
            language: {name: given.get(f"text-{language}-{name}", "") for name in NAMES}
            for language, _name in settings.LANGUAGES
        }
        return given

    def add_error(self, field: str | None, error: Any) -> None:
        field = "websites" if field == "origins" else field
        super().add_error(field if field in self.fields else None, error)
