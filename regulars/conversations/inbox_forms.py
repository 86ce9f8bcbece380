"""What an admin says about inboxes and the brands they belong to."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from regulars.conversations.models import Inbox
from regulars.team.models import Brand, Team


class InboxForm(forms.ModelForm):
    class Meta:
        model = Inbox
        fields = ["name", "brand", "team", "reopen_days"]

    def __init__(self, *args: Any, **facts: Any) -> None:
        super().__init__(*args, **facts)
        self.fields["brand"].queryset = Brand.objects.order_by("name")
        self.fields["brand"].empty_label = None
        self.fields["team"].queryset = Team.objects.order_by("name")
        self.fields["team"].empty_label = _("Nobody's")


class BrandForm(forms.ModelForm):
    website = forms.URLField(label=_("website"), required=False, assume_scheme="https")

    class Meta:
        model = Brand
        fields = ["name", "website"]
