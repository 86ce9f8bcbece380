"""The assistant's settings as their pages give them. The verbs check what is written here, and say what is wrong in their words."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from regulars.assistant.models import Duty, Provider, Task
from regulars.channels import CHANNELS

OTHERS = [task for task in Task if task != Task.ANSWER]


class ProviderForm(forms.ModelForm):
    key = forms.CharField(
        label=_("Key"),
        required=False,
        strip=True,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_("Kept encrypted, and never shown again. Empty: the one that is kept stays."),
    )

    address = forms.URLField(
        label=_("Address"),
        required=False,
        assume_scheme="https",
        help_text=Provider._meta.get_field("address").help_text,
    )

    class Meta:
        model = Provider
        fields = ["is_on", "model", "address", "key", "timeout", "price_in", "price_out", "currency", "most_cost", "most_calls"]  # fmt: skip

    def clean_key(self) -> str:
        return str(self.cleaned_data["key"] or self.initial.get("key", ""))


class AnswerForm(forms.ModelForm):
    """How the assistant answers customers in one inbox."""

    way = forms.BooleanField(label=_("Answers customers by itself"), required=False)
    sure = forms.IntegerField(
        label=_("Sure enough, in percent"),
        min_value=0,
        max_value=100,
        help_text=_("How likely an answer must be right. At 60, about nine of ten quoted answers were, measured on a set of questions; see Evaluation for yours."),
    )  # fmt: skip
    channels = forms.MultipleChoiceField(label=_("In"), required=False, widget=forms.CheckboxSelectMultiple)

    class Meta:
        model = Duty
        fields = ["patience", "silence", "tells_own"]

    def __init__(self, *args: Any, **facts: Any) -> None:
        super().__init__(*args, **facts)
        self.fields["way"].initial = self.instance.is_by_itself
        self.fields["sure"].initial = round(self.instance.least * 100)
        self.fields["channels"].choices = [(name, _(channel.label)) for name, channel in CHANNELS.items()]
        self.fields["channels"].initial = self.instance.channels
        if self.instance.centre_id:
            for name in ("channels", "patience", "silence", "tells_own"):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("way") and self.instance.inbox_id and not cleaned.get("channels"):
            self.add_error("channels", _("Where shall it answer?"))
        return cleaned

    def duty(self) -> Duty:
        said = self.cleaned_data
        self.instance.way = Duty.Way.ITSELF if said["way"] else Duty.Way.OFF
        self.instance.least, self.instance.channels = said["sure"] / 100, said.get("channels", [])
        return self.instance


class HelpForm(forms.Form):
    """What the assistant suggests to agents in one inbox."""

    def __init__(self, *args: Any, known: dict[str, Duty], **facts: Any) -> None:
        super().__init__(*args, **facts)
        for task in OTHERS:
            is_on = task in known and not known[task].is_off
            self.fields[task.value] = forms.BooleanField(label=task.label, required=False, initial=is_on)
