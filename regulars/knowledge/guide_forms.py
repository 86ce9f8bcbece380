"""What whoever writes guides fills in. The verbs check; the forms say where it was wrong."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from regulars.knowledge.actions.save_guide_step import MOST_OPTIONS, Leading
from regulars.knowledge.forms import KnowledgeForm, categories_of
from regulars.knowledge.models import Article, Category, Guide, GuideStep, HelpCentre
from regulars.knowledge.models.readable import Visibility
from regulars.lib.languages import language_name
from regulars.ui.forms import EditorField

NEW = "new"  # where an answer leads: to a step that is made for it
EMPTY = 3  # rows for more answers


class NewGuideForm(KnowledgeForm):
    title = forms.CharField(
        label=_("Title"), max_length=200, help_text=_("What customers see is wrong: “My grinder does not start”")
    )
    language = forms.ChoiceField(label=_("Language"))

    def __init__(self, data: QueryDict | None, *, centre: HelpCentre) -> None:
        super().__init__(data)
        self.fields["language"].choices = [(each, language_name(each)) for each in centre.languages]


class GuideForm(KnowledgeForm):
    title = forms.CharField(label=_("Title"), max_length=200)
    intro = forms.CharField(
        label=_("Introduction"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    category = forms.ModelChoiceField(
        label=_("Category"), queryset=Category.objects.none(), required=False, empty_label=_("none yet")
    )
    visibility = forms.ChoiceField(label=_("Who reads it"), choices=Visibility)
    original = forms.ModelChoiceField(
        label=_("The same in another language"), queryset=Guide.objects.none(), required=False, empty_label=_("none"),
        help_text=_("This one translates it: readers go from one to the other by the choice of language."),
    )  # fmt: skip
    segment = EditorField(label=_("Which customers"), empty="{}")

    def __init__(self, data: QueryDict | None, *, guide: Guide) -> None:
        begun = {name: getattr(guide, name) for name in ("title", "intro", "category", "visibility", "original")}
        super().__init__(data, initial=begun | {"segment": json.dumps(guide.segment or {"all": []})})
        self.fields["category"].queryset = categories_of(guide.centre)
        self.fields["original"].queryset = Guide.objects.filter(centre=guide.centre, original=None).exclude(
            language=guide.language
        )


class GuideStepForm(KnowledgeForm):
    """A step, and its answers as rows of words and where they lead."""

    title = forms.CharField(label=_("What it says"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), choices=GuideStep.Kind)
    html = forms.CharField(label=_("More about it"), max_length=100_000, required=False, widget=forms.Textarea)
    outcome = forms.ChoiceField(label=_("What comes then"), choices=GuideStep.Outcome, required=False)
    article = forms.ModelChoiceField(
        label=_("Article"), queryset=Article.objects.none(), required=False, empty_label=_("choose one")
    )
    subject = forms.CharField(
        label=_("Subject of the request"), max_length=200, required=False, help_text=_("Empty: the title of the guide.")
    )
    topic = forms.CharField(
        label=_("Topic of the request"), max_length=80, required=False, help_text=_("By its name, as the form offers it.")
    )  # fmt: skip

    def __init__(self, data: QueryDict | None, *, guide: Guide, step: GuideStep | None) -> None:
        names = ("title", "kind", "html", "outcome", "article", "subject", "topic")
        super().__init__(data, initial={name: getattr(step, name) for name in names} if step else {})
        readable = Article.objects.filter(centre=guide.centre, retired_at=None)
        self.fields["article"].queryset = readable.select_related("centre").prefetch_related("translations")
        self.steps = list(guide.steps.all())
        self.step = step

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The answers as they were sent, or as they are, and some to be filled in."""
        given = self._given() if self.is_bound else self._kept()
        several = [*given, *[("", "")] * min(EMPTY, MOST_OPTIONS - len(given))]
        others = [(str(each.pk), each.title) for each in self.steps if self.step is None or each.pk != self.step.pk]
        return [
            {"words": words, "to": [(pk, title, pk == to) for pk, title in others], "is_new": to == NEW}
            for words, to in several
        ]

    @property
    def answers(self) -> list[Leading]:
        """Those that were filled in."""
        known = {str(each.pk): each for each in self.steps}
        return [Leading(words, known.get(to), to == NEW) for words, to in self._given()]

    def _given(self) -> list[tuple[str, str]]:
        pairs = zip(self.data.getlist("words"), self.data.getlist("to"), strict=False)
        return [(words, to) for words, to in pairs if words.strip() or to]

    def _kept(self) -> list[tuple[str, str]]:
        several = self.step.options.all() if self.step else ()
        return [(each.words, str(each.leads_to_id or "")) for each in several]
