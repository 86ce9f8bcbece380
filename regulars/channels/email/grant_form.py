"""What an admin says about the client that a mailbox is entered as."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.utils.translation import gettext_lazy as _

from regulars.channels.email.models import Grant
from regulars.channels.email.oauth.issuers import ISSUERS

OF_EACH = ("client_id", "client_secret", "secret_ends_on")
OF_ONE = {
    Grant.Issuer.MICROSOFT: ("tenant",),
    Grant.Issuer.GOOGLE: (),
    Grant.Issuer.OTHER: ("authorize_url", "token_url", "scopes"),
}
TENANT = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]*")


class GrantForm(forms.ModelForm):
    """Asks for what this issuer needs, and begins with what another mailbox of it has. A secret left empty stays as it is."""

    begin = forms.ChoiceField(
        label=_("Letters that lie there already"),
        choices=[("now", _("Leave them: begin with new ones")), ("everything", _("Take them all in"))],
        initial="now",
        required=False,
    )

    class Meta:
        model = Grant
        fields = ["tenant", "client_id", "client_secret", "secret_ends_on", "authorize_url", "token_url", "scopes"]
        widgets = {
            "client_id": forms.TextInput(attrs={"autocomplete": "off"}),
            "client_secret": forms.PasswordInput(attrs={"autocomplete": "off"}),
            "secret_ends_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "scopes": forms.TextInput,
        }

    def __init__(self, *args: Any, instance: Grant, **facts: Any) -> None:
        twin = None if instance.client_id else Grant.objects.filter(issuer=instance.issuer).order_by("-pk").first()
        known = {name: getattr(twin, name) for name in self.Meta.fields} if twin else {}
        self._secret = instance.client_secret or known.pop("client_secret", "")
        self._client_id = instance.client_id or known.get("client_id", "")
        super().__init__(*args, instance=instance, initial=known, **facts)
        asked = {*OF_EACH, *OF_ONE[instance.issuer], *(("begin",) if self._names_servers(instance) else ())}
        for name in self.fields.keys() - asked:
            del self.fields[name]
        for name in {"authorize_url", "token_url", "scopes"} & asked:
            self.fields[name].required = True
        if self._secret:
            self.fields["client_secret"].widget.attrs["placeholder"] = _("unchanged")
        if "tenant" in asked:
            self.fields["tenant"].widget.attrs["placeholder"] = "common"

    @staticmethod
    def _names_servers(grant: Grant) -> bool:
        """Whether the mailbox gets an IMAP server by this, because it has none and we know the issuer's."""
        return grant.issuer in ISSUERS and not grant.mailbox.imap_host

    def clean_client_secret(self) -> str:
        given = self.cleaned_data["client_secret"]
        if given or self.cleaned_data.get("client_id") != self._client_id:
            return given
        return self._secret

    def clean_tenant(self) -> str:
        tenant = self.cleaned_data["tenant"]
        if tenant and not TENANT.fullmatch(tenant):
            raise forms.ValidationError(_("A directory ID has letters, digits, dots and hyphens alone."))
        return tenant

    def clean_authorize_url(self) -> str:
        return _secure(self.cleaned_data["authorize_url"])

    def clean_token_url(self) -> str:
        return _secure(self.cleaned_data["token_url"])


def _secure(url: str) -> str:
    try:
        parts = urlsplit(url)
        is_secure = parts.scheme == "https" and bool(parts.hostname) and (parts.port or 443) > 0
    except ValueError:
        is_secure = False
    if not is_secure or parts.fragment or parts.username:
        raise forms.ValidationError(_("This must be an address that begins with https://."))
    return url
