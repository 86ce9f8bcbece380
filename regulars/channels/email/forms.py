"""What an admin says about a mailbox."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.validators import validate_email
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from regulars.channels.email.models import Grant, Mailbox
from regulars.customers.identities import loose_email

SECRETS = ("imap_password", "smtp_password")
WAYS = {"imap": _("IMAP"), "smtp": _("SMTP")}


class MailboxForm(forms.ModelForm):
    """A password left empty stays as it is."""

    begin = forms.ChoiceField(
        label=_("Letters that lie there already"),
        choices=[("now", _("Leave them: begin with new ones")), ("everything", _("Take them all in"))],
        initial="now",
        required=False,
    )

    reopen_days = forms.IntegerField(
        label=_("Days for which a settled matter of this inbox opens again"),
        min_value=0,
        max_value=3650,
        required=False,
        help_text=_("A letter that comes later begins a new conversation, which follows the old one."),
    )

    class Meta:
        model = Mailbox
        fields = [
            "address", "aliases", "inbox", "brand", "sender_name", "signature", "quotes_answered", "has_plus_addressing", "is_active",
            "imap_host", "imap_port", "imap_security", "imap_user", "imap_password", "folders", "sent_folder", "results_by",
            "smtp_host", "smtp_port", "smtp_security", "smtp_user", "smtp_password", "most_a_minute", "most_an_hour", "most_a_day",
            "has_own_return_paths",
        ]  # fmt: skip
        widgets = {name: forms.PasswordInput(attrs={"autocomplete": "off"}) for name in SECRETS} | {
            "address": forms.EmailInput(attrs={"autocomplete": "off"}),
            "signature": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args: Any, **facts: Any) -> None:
        super().__init__(*args, **facts)
        self.fields["inbox"].empty_label = None
        self.fields["brand"].empty_label = _("that of the inbox")
        self._known = {name: getattr(self.instance, name) for name in SECRETS}
        for name in SECRETS:
            if self._known[name]:
                self.fields[name].widget.attrs["placeholder"] = _("unchanged")
        for name in SECRETS if Grant.of(self.instance) else ():
            del self.fields[name]
        if not self.instance.pk:
            # Where a server does not deliver name+anything@, every answer would come back to the customer.
            self.initial["has_plus_addressing"] = False
        self.fields["reopen_days"].initial = self.instance.inbox.reopen_days if self.instance.inbox_id else 30
        if self.instance.pk and self.instance.imap_host:
            del self.fields["begin"]

    def clean_address(self) -> str:
        address = loose_email(self.cleaned_data["address"])
        validate_email(address)
        if self._leads_elsewhere(address):
            raise forms.ValidationError(_("There is a mailbox with this address already."))
        return address

    def clean_sender_name(self) -> str:
        """Customers would see a misspelled place as it stands there."""
        given = " ".join(self.cleaned_data["sender_name"].split())
        if unknown := set(re.findall(r"\{.*?\}|[{}]", given)) - {"{agent}", "{brand}"}:
            raise forms.ValidationError(
                _("There is no %s: only {agent} and {brand} are filled in.") % ", ".join(sorted(unknown))
            )
        return given

    def clean_aliases(self) -> list[str]:
        aliases = list(dict.fromkeys(loose_email(each) for each in self.cleaned_data["aliases"] or []))
        for alias in aliases:
            validate_email(alias)
            if self._leads_elsewhere(alias):
                raise forms.ValidationError(_("%s leads into another mailbox already.") % alias)
        return aliases

    def _leads_elsewhere(self, address: str) -> bool:
        named = Q(address=address) | Q(aliases__contains=[address])
        return Mailbox.objects.filter(named).exclude(pk=self.instance.pk).exists()

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        for name in SECRETS:
            given[name] = given.get(name) or self._known[name]
        for way, label in WAYS.items():
            if given.get(f"{way}_user") and not given.get(f"{way}_host"):
                self.add_error(f"{way}_host", _("Name the %s server that this user signs in to.") % label)
        if given.get("imap_host") and not given.get("imap_user"):
            self.add_error("imap_user", _("An IMAP server wants to know who signs in."))
        return given

    def save(self, commit: bool = True) -> Mailbox:
        mailbox = super().save(commit=False)
        if "begin" in self.fields and mailbox.imap_host:
            mailbox.reads_since = None if self.cleaned_data.get("begin") == "everything" else timezone.now()
        if self.cleaned_data.get("reopen_days") is not None:
            mailbox.inbox.reopen_days = self.cleaned_data["reopen_days"]
        return mailbox

    @property
    def sections(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields as the page shows them."""
        named = {
            "": [
                "address",
                "aliases",
                "inbox",
                "brand",
                "reopen_days",
                "sender_name",
                "signature",
                "quotes_answered",
                "is_active",
            ],
            "imap": [
                "imap_host",
                "imap_port",
                "imap_security",
                "imap_user",
                "imap_password",
                "folders",
                "sent_folder",
                "results_by",
                "begin",
            ],
            "smtp": [
                "smtp_host",
                "smtp_port",
                "smtp_security",
                "smtp_user",
                "smtp_password",
                "most_a_minute",
                "most_an_hour",
                "most_a_day",
                "has_plus_addressing",
                "has_own_return_paths",
            ],
        }
        return [(section, [self[name] for name in names if name in self.fields]) for section, names in named.items()]
