"""What whoever sets up order writes: statuses, tags, checklists. The verbs check; the forms say where it was wrong."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from regulars.conversations.models import Checklist, NamedStatus, Tag, TagRules
from regulars.conversations.models.named_status import Category


class OrderForm(forms.Form):
    def refuse(self, error: ValidationError) -> None:
        """Name what the verb would not do, at the field where it was written."""
        for field, several in error.message_dict.items():
            self.add_error(field if field in self.fields else next(iter(self.fields)), several)


class StatusForm(OrderForm):
    name = forms.CharField(
        label=_("Name"), max_length=48, help_text=_("As agents say it: with the roaster, waiting for parts, refunded.")
    )
    category = forms.ChoiceField(
        label=_("Category"),
        choices=Category,
        help_text=_("What it means for clocks, queues and lists. It stays what it is from when the status is made."),
    )
    is_default = forms.BooleanField(label=_("Conversations get it when they come into the category"), required=False)

    def __init__(self, *args: Any, status: NamedStatus | None = None, **facts: Any) -> None:
        begun = {"name": status.name, "category": status.category, "is_default": status.is_default} if status else None
        super().__init__(*args, initial=begun, **facts)
        if status:
            self.fields["category"].choices = [(status.category, status.get_category_display())]


class TagForm(OrderForm):
    name = forms.CharField(
        label=_("Name"),
        max_length=64,
        help_text=_(
            "Conversations that have the tag get the new name a few at a time; rules and macros that say the old one put on the new one."
        ),
    )
    colour = forms.ChoiceField(label=_("Colour"), choices=Tag.Colour, required=False)
    is_retired = forms.BooleanField(
        label=_("Retired"),
        required=False,
        help_text=_("Nobody puts it on any more. Where it is, it stays, and can be searched for."),
    )

    def __init__(self, *args: Any, tag: Tag | None = None, **facts: Any) -> None:
        begun = {"name": tag.name, "colour": tag.colour, "is_retired": tag.retired_at is not None} if tag else None
        super().__init__(*args, initial=begun, **facts)


class MergeTagsForm(OrderForm):
    into = forms.ModelChoiceField(label=_("Merge it into"), queryset=Tag.objects.none(), empty_label=_("choose a tag"))

    def __init__(self, *args: Any, tag: Tag, **facts: Any) -> None:
        super().__init__(*args, **facts)
        self.fields["into"].queryset = Tag.objects.filter(becomes=None, retired_at=None).exclude(pk=tag.pk)


class TagRulesForm(OrderForm):
    makers = forms.ChoiceField(label=_("New tags are made by"), choices=TagRules.Makers)


class ChecklistForm(OrderForm):
    name = forms.CharField(label=_("Name"), max_length=64)
    items = forms.CharField(
        label=_("What has to be done, a line each"), max_length=25_000, widget=forms.Textarea(attrs={"rows": 8})
    )

    def __init__(self, *args: Any, checklist: Checklist | None = None, **facts: Any) -> None:
        begun = {"name": checklist.name, "items": "\n".join(checklist.items)} if checklist else None
        super().__init__(*args, initial=begun, **facts)

    def clean_items(self) -> list[str]:
        return self.cleaned_data["items"].splitlines()
