"""What an admin says about a shop, and about returns."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from regulars.commerce.models import OrderImport, Shop, Terms
from regulars.commerce.returning import reasons
from regulars.lib.money import currency_code
from regulars.ui.forms import NO_SHORT_NAME


class WebAddress(forms.URLField):
    """kettle.example is https://kettle.example."""

    def __init__(self, **facts: Any) -> None:
        super().__init__(**facts | {"assume_scheme": "https"})


class ShopForm(forms.ModelForm):
    """The secret left empty stays as it is. The kind and the short name stay as they were when it was added."""

    class Meta:
        model = Shop
        fields = ["kind", "name", "slug", "website", "secret", "takes_tests", "is_active"]
        error_messages = {"slug": NO_SHORT_NAME}
        widgets = {"secret": forms.PasswordInput(attrs={"autocomplete": "off"})}
        field_classes = {"website": WebAddress}

    def __init__(self, *args: Any, **facts: Any) -> None:
        super().__init__(*args, **facts)
        self._secret = self.instance.secret
        if self._secret:
            self.fields["secret"].widget.attrs["placeholder"] = _("unchanged")
        if self.instance.pk:
            del self.fields["kind"], self.fields["slug"]
            if self.instance.kind == Shop.Kind.OWN:
                del self.fields["secret"], self.fields["takes_tests"]
        else:
            del self.fields["secret"], self.fields["takes_tests"], self.fields["is_active"]

    def clean_secret(self) -> str:
        return self.cleaned_data["secret"].strip() or self._secret


class Lines(forms.CharField):
    """One in each line of a box."""

    widget = forms.Textarea

    def __init__(self, *, most: int, longest: int, **facts: Any) -> None:
        super().__init__(required=False, **facts)
        self.most, self.longest = most, longest
        self.widget.attrs["rows"] = 5

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        lines = list(dict.fromkeys(" ".join(each.split()) for each in (value or "").splitlines() if each.strip()))
        if len(lines) > self.most or any(len(each) > self.longest for each in lines):
            raise forms.ValidationError(
                _("At most %(most)d lines of %(longest)d characters."),
                params={"most": self.most, "longest": self.longest},
            )
        return lines


class TermsForm(forms.ModelForm):
    reasons = Lines(
        label=_("Reasons to choose from"),
        most=20,
        longest=80,
        help_text=_("One a line. Without any, customers need not say why."),
    )
    excluded = Lines(
        label=_("Categories that do not come back"),
        most=50,
        longest=120,
        help_text=_("One a line, as the shop calls them."),
    )

    class Meta:
        model = Terms
        fields = ["is_offered", "days", "reasons", "excluded", "approves_below", "instructions", "currency", "margin"]
        widgets = {"instructions": forms.Textarea(attrs={"rows": 5})}

    def __init__(self, *args: Any, **facts: Any) -> None:
        super().__init__(*args, **facts)
        if not self.instance.pk:
            self.initial["reasons"] = reasons()

    def clean_currency(self) -> str:
        try:
            return currency_code(self.cleaned_data["currency"])
        except ValueError as error:
            raise forms.ValidationError(str(error)) from None


class ImportForm(forms.Form):
    """A table to take in."""

    about = forms.ChoiceField(label=_("What is in it"), choices=OrderImport.About.choices)
    file = forms.FileField(label=_("File"), help_text=_("CSV in UTF-8, with a line of column names; at most 60 MB."))
