"""What an admin says about a mail provider."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from regulars.channels.email.models import Mailbox, Provider
from regulars.channels.email.providers.protocols import PROTOCOLS

SECRETS = ("letters_secret", "reports_secret", "api_key")
NAMES = {  # as the provider's own pages call them
    "amazon_ses": {"api_key": _("access key for S3, as id:secret; only where letters are laid into S3")},
    "brevo": {"api_key": _("API key, to fetch attached files")},
    "mailersend": {
        "letters_secret": _("secret of the inbound route"),
        "reports_secret": _("signing secret of the webhook"),
    },
    "mailgun": {
        "letters_secret": _("HTTP webhook signing key, for letters"),
        "reports_secret": _("HTTP webhook signing key, for reports"),
    },
    "mailtrap": {
        "letters_secret": _("signing key of the inbound webhook"),
        "reports_secret": _("signing key of the event webhook"),
        "api_key": _("API token, to fetch letters"),
    },
    "mandrill": {
        "letters_secret": _("webhook key of the inbound route"),
        "reports_secret": _("webhook key of the webhook"),
    },
    "postal": {"letters_secret": _("public key, for letters"), "reports_secret": _("public key, for reports")},
    "resend": {
        "letters_secret": _("signing secret of the webhook for letters"),
        "reports_secret": _("signing secret of the webhook for reports"),
        "api_key": _("API key, to fetch letters"),
    },
    "sendgrid": {"reports_secret": _("verification key of the signed event webhook")},
    "unisender_go": {"reports_secret": _("API key, by which reports are signed")},
}


class NewProviderForm(forms.ModelForm):
    """Which one, and for which mailbox."""

    class Meta:
        model = Provider
        fields = ["kind", "mailbox"]

    def __init__(self, *args: Any, **facts: Any) -> None:
        super().__init__(*args, **facts)
        self.fields["kind"].choices = [("", _("Choose…")), *Provider.Kind.choices]
        self.fields["mailbox"].queryset = Mailbox.objects.order_by("address")
        self.fields["mailbox"].empty_label = None


class ProviderForm(forms.ModelForm):
    """A key left empty stays as it is; a hyphen takes it away."""

    class Meta:
        model = Provider
        fields = ["mailbox", *SECRETS, "is_active"]
        widgets = {name: forms.PasswordInput(attrs={"autocomplete": "off"}) for name in SECRETS}

    def __init__(self, *args: Any, **facts: Any) -> None:
        super().__init__(*args, **facts)
        self.fields["mailbox"].empty_label = None
        self._known = {name: getattr(self.instance, name) for name in SECRETS}
        for name in SECRETS:
            if label := NAMES.get(self.instance.kind, {}).get(name):
                self.fields[name].label = capfirst(label)
                self._hint(name)
            else:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        for name in SECRETS:
            if name in self.fields:
                written = (given.get(name) or "").strip()
                given[name] = "" if written == "-" else written or self._known[name]
        return given

    def _hint(self, name: str) -> None:
        is_key = name != "api_key"
        if self._known[name]:
            self.fields[name].widget.attrs["placeholder"] = _("unchanged")
            self.fields[name].help_text = _("A hyphen takes it away.")
        elif is_key and PROTOCOLS[self.instance.kind].key_for(name.removesuffix("_secret")):
            self.fields[name].help_text = _("Without it the provider is known by the password in the address.")
