"""Surveys and their pace, as the settings give them. `save_survey` checks what is written, and says what is wrong."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from regulars.surveys.models import Pacing, Survey
from regulars.ui.forms import NO_SHORT_NAME, Refusable


class SurveyForm(Refusable, forms.ModelForm):
    languages = forms.CharField(
        label=_("Languages"),
        max_length=200,
        help_text=_("Such as en, de. Whoever speaks none of them reads the first."),
    )
    slug = forms.SlugField(
        label=_("Address"), max_length=60, required=False, error_messages=NO_SHORT_NAME, help_text=_("Empty: made of the name.")
    )  # fmt: skip

    class Meta:
        model = Survey
        fields = [
            "name", "kind", "brand", "languages", "slug", "is_on", "is_public", "in_portal", "after_chat", "for_machines",
            "share", "wait_hours", "remind_days", "rest_days", "lasts_days", "editable_days", "low_at", "case_hours", "team",
        ]  # fmt: skip
        help_texts = {
            "kind": _("Says which figure it comes to, and cannot be changed once somebody has answered."),
            "is_public": _("As a link on a page, or as a code that hangs in the shop."),
            "in_portal": _("Beside what they were asked by mail."),
            "after_chat": _("Thumbs up counts as 5, thumbs down as 1; for satisfaction only."),
            "for_machines": _("What the assistant has settled by itself."),
            "share": _("Always the same customers: whoever is not asked now is not asked by the next rule either."),
            "remind_days": _("Empty: nobody is reminded."),
            "low_at": _("Empty: no cases."),
        }

    def __init__(self, *args: Any, **facts: Any) -> None:
        super().__init__(*args, **facts)
        self.fields["brand"].empty_label = None
        self.fields["kind"].choices = Survey.Kind.choices
        self.fields["team"].empty_label = "–"
        if self.instance.pk:
            self.initial["languages"] = ", ".join(self.instance.languages)
        else:
            self.initial["languages"] = "en"
            for name in ("slug", "low_at", "team"):
                self.fields.pop(name)
        if self.instance.pk and self.instance.opinions.exists():
            self.fields["kind"].disabled = True

    def clean_languages(self) -> list[str]:
        said = self.cleaned_data["languages"].replace(";", ",").split(",")
        return list(dict.fromkeys(each.strip() for each in said if each.strip()))


class PacingForm(forms.ModelForm):
    class Meta:
        model = Pacing
        fields = ["rest_days", "most_a_year"]
        help_texts = {
            "rest_days": _("Beside the days of each survey itself."),
            "most_a_year": _("In any twelve months."),
        }
