"""What whoever writes articles fills in. The verbs check; the forms say where it was wrong."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from regulars.knowledge.models import Article, Category, HelpCentre
from regulars.knowledge.models.article import Visibility
from regulars.lib.languages import language_name
from regulars.team.models import Agent, Brand
from regulars.ui.forms import EditorField, Refusable

ICONS = (
    "folder",
    "book",
    "box",
    "calendar",
    "cup",
    "star",
    "chat",
    "building",
    "people",
    "settings",
    "lock",
    "info",
    "tag",
    "globe",
)


class KnowledgeForm(Refusable, forms.Form):
    """Each of their verbs checks what is written."""


class NewArticleForm(KnowledgeForm):
    title = forms.CharField(
        label=_("Title"), max_length=200, help_text=_("As customers would ask: “Where is my order?”")
    )
    category = forms.ModelChoiceField(
        label=_("Category"), queryset=Category.objects.none(), required=False, empty_label=_("none yet")
    )

    def __init__(self, *args: Any, centre: HelpCentre, **facts: Any) -> None:
        super().__init__(*args, **facts)
        self.fields["category"].queryset = categories_of(centre)


class ArticleForm(KnowledgeForm):
    category = forms.ModelChoiceField(
        label=_("Category"), queryset=Category.objects.none(), required=False, empty_label=_("none yet")
    )
    visibility = forms.ChoiceField(label=_("Who reads it"), choices=Visibility)
    segment = EditorField(label=_("Which customers"), empty="{}")
    owner = forms.ModelChoiceField(
        label=_("Looked after by"), queryset=Agent.objects.none(), required=False, empty_label=_("nobody")
    )
    review_on = forms.DateField(
        label=_("Look at it again on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    labels = forms.CharField(
        label=_("Other words that people look for"),
        required=False,
        max_length=3000,
        help_text=_("With commas between them."),
    )
    is_promoted = forms.BooleanField(label=_("Show it on the front page"), required=False)

    def __init__(self, data: QueryDict | None, *, article: Article) -> None:
        begun = {
            name: getattr(article, name) for name in ("category", "visibility", "owner", "review_on", "is_promoted")
        }
        begun |= {"labels": ", ".join(article.labels), "segment": json.dumps(article.segment or {"all": []})}
        super().__init__(data, initial=begun)
        self.fields["category"].queryset = categories_of(article.centre)
        self.fields["owner"].queryset = Agent.objects.active()

    def clean_labels(self) -> list[str]:
        return [each.strip() for each in self.cleaned_data["labels"].split(",")]


class CategoryForm(KnowledgeForm):
    """A name and a description in each language of the centre, by fields of their own."""

    slug = forms.CharField(
        label=_("Address"), max_length=120, required=False, help_text=_("Left empty, it is made of the name.")
    )
    parent = forms.ModelChoiceField(
        label=_("Within"),
        queryset=Category.objects.none(),
        required=False,
        empty_label=_("nothing: it is one of the first"),
    )
    icon = forms.ChoiceField(label=_("Sign"), choices=[(icon, icon) for icon in ICONS])

    def __init__(self, data: QueryDict | None, *, category: Category | None, centre: HelpCentre) -> None:
        begun = {"slug": category.slug, "parent": category.parent, "icon": category.icon} if category else {}
        super().__init__(data, initial=begun)
        self.languages = centre.languages
        names = {each.language: each for each in category.names.all()} if category else {}
        for language in self.languages:
            self._add(language, names.get(language))
        self.order_fields(
            [*(f"{part}_{each}" for each in self.languages for part in ("name", "about")), "slug", "parent", "icon"]
        )
        others = centre.categories.filter(parent=None).exclude(pk=category.pk if category else None)
        self.fields["parent"].queryset = others.prefetch_related("names").select_related("centre")

    def _add(self, language: str, named: Any) -> None:
        shown = {"name": language_name(language)}
        self.fields[f"name_{language}"] = forms.CharField(
            label=_("Name in %(name)s") % shown, max_length=120, required=False, initial=named.name if named else ""
        )
        self.fields[f"about_{language}"] = forms.CharField(
            label=_("Description in %(name)s") % shown,
            max_length=500,
            required=False,
            initial=named.description if named else "",
        )

    def refuse(self, error: ValidationError) -> None:
        several = error.message_dict
        for field, says in several.items():
            self.add_error(field if field in self.fields else f"name_{self.languages[0]}", says)

    @property
    def said(self) -> dict[str, Any]:
        given = self.cleaned_data
        names = {each: (given[f"name_{each}"], given[f"about_{each}"]) for each in self.languages}
        return {"names": names, "slug": given["slug"], "parent": given["parent"], "icon": given["icon"]}


class CentreForm(KnowledgeForm):
    title = forms.CharField(label=_("Title"), max_length=120)
    intro = forms.CharField(
        label=_("Introduction"), max_length=500, required=False, help_text=_("Below the title, on the front page.")
    )
    languages = forms.CharField(
        label=_("Languages"),
        max_length=300,
        help_text=_("Such as en, de, pt-BR. Articles are written in the first, and translated into the others."),
    )
    accent = forms.CharField(
        label=_("Colour"),
        max_length=7,
        required=False,
        help_text=_(
            "Such as #7a4b2a. Empty: that of Regulars. Where it would be hard to read, a darker or lighter one is taken."
        ),
    )
    host = forms.CharField(
        label=_("Own address"), max_length=253, required=False,
        help_text=_("Such as help.example.com. Let it lead to this server first, with a certificate."),
    )  # fmt: skip
    is_open = forms.BooleanField(
        label=_("Open to customers"), required=False, help_text=_("Closed, only who works here reads it.")
    )

    def __init__(self, data: QueryDict | None, *, centre: HelpCentre | None, brand: Brand) -> None:
        begun: dict[str, Any] = {"title": brand.name, "languages": "en", "is_open": True}
        if centre:
            begun = {name: getattr(centre, name) for name in ("title", "intro", "accent", "host", "is_open")}
            begun["languages"] = ", ".join(centre.languages)
        super().__init__(data, initial=begun)

    def clean_languages(self) -> list[str]:
        return [each.strip() for each in self.cleaned_data["languages"].replace(";", ",").split(",")]


def categories_of(centre: HelpCentre) -> Any:
    """Those of a centre, in their order, so that one can be chosen by its name."""
    return (
        centre.categories.select_related("centre")
        .prefetch_related("names")
        .order_by("parent__position", "position", "pk")
    )


def in_words(error: ValidationError) -> str:
    """All that was refused, on one line."""
    several: Iterable[str] = error.messages
    return " ".join(several)
