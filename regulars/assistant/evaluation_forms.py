"""What somebody says about questions and runs."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from regulars.assistant.models import Provider, Question, Run
from regulars.assistant.reading_questions import LARGEST
from regulars.knowledge.quoting import SURE


class NewSetForm(forms.Form):
    name = forms.CharField(
        label=_("Name"), max_length=120, help_text=_("Such as “Asked in May”, or “Before the new returns”.")
    )


class FileForm(forms.Form):
    file = forms.FileField(
        label=_("File with questions"),
        help_text=_(
            "CSV whose first line names the columns, or JSON: <code>question</code>, <code>articles</code>, <code>language</code>, "
            "<code>id</code>. An article is named by its title, number, address, or id where it came from; several with | between. "
            "Nothing there: nobody knows. No such column, or “?”: nobody has said."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.json,.jsonl,text/csv,application/json"}),
    )
    language = forms.CharField(
        label=_("Language of questions that name none"),
        max_length=16,
        required=False,
        widget=forms.TextInput(attrs={"size": 8}),
    )

    def clean_file(self) -> bytes:
        sent = self.cleaned_data["file"]
        return sent.read(LARGEST + 1)


class GatherForm(forms.Form):
    most = forms.IntegerField(
        label=_("Newest conversations"),
        min_value=1,
        max_value=1000,
        initial=200,
        help_text=_(
            "What was asked first, in those of the last 90 days that people have settled and that you may see."
        ),
    )


class RunForm(forms.Form):
    label = forms.CharField(
        label=_("What is tried"), max_length=120, required=False, help_text=_("Such as “returns rewritten”.")
    )
    way = forms.ChoiceField(label=_("Answers are"), choices=Run.Way.choices)
    least = forms.FloatField(
        label=_("Least confidence"),
        min_value=0,
        max_value=1,
        initial=SURE,
        help_text=_("0 to 1. What is less likely to be right is not said: a person is asked."),
        widget=forms.NumberInput(attrs={"step": "0.01"}),
    )
    of_drafts = forms.BooleanField(
        label=_("As if all drafts were published"), required=False, help_text=_("Nobody sees them meanwhile.")
    )
    by_meaning = forms.BooleanField(
        label=_("Look for meaning"), required=False, initial=True, help_text=_("Off: for words alone.")
    )

    def __init__(self, *given: Any, **facts: Any) -> None:
        super().__init__(*given, **facts)
        if not Provider.current().may_write:
            self.fields["way"].choices = [each for each in Run.Way.choices if each[0] != Run.Way.MODEL]


class LabelForm(forms.Form):
    label = forms.ChoiceField(label=_("What answers it"), choices=Question.Label.choices)
    articles = forms.CharField(
        label=_("Articles"),
        max_length=2000,
        required=False,
        help_text=_("By title or number; several with | between: each of them answers it."),
    )
