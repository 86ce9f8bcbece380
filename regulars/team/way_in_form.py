"""The form of a way to sign in."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from regulars.team.models import Agent, WayIn
from regulars.team.queries import roles_to_give
from regulars.ui.forms import NO_SHORT_NAME

OF_KIND = {WayIn.Kind.OIDC: ("client_id", "secret", "trusts_addresses"), WayIn.Kind.SAML: ("entity_id",)}


class WayInForm(forms.ModelForm):
    """Asks only what its kind needs. A secret that is left empty stays as it is."""

    address = forms.URLField(
        label=_("Address"),
        max_length=500,
        assume_scheme="https",
        help_text=_("OpenID Connect: the issuer. SAML: where its metadata is."),
    )
    secret = forms.CharField(
        label=_("Client secret"), required=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    class Meta:
        model = WayIn
        fields = [
            "name",
            "key",
            "address",
            "client_id",
            "secret",
            "entity_id",
            "trusts_addresses",
            "newcomers",
            "is_active",
        ]
        labels = {
            "name": _("Name"),
            "key": _("Word in its addresses"),
            "address": _("Address"),
            "client_id": _("Client id"),
        }
        error_messages = {"key": NO_SHORT_NAME}
        help_texts = {"key": _("The other side is told addresses with it: letters, digits and dashes.")}

    def __init__(self, *args: object, by: Agent, **facts: object) -> None:
        super().__init__(*args, **facts)
        for name in {name for several in OF_KIND.values() for name in several} - set(OF_KIND[self.instance.kind]):
            del self.fields[name]
        for name in {"client_id", "entity_id"} & self.fields.keys():
            self.fields[name].required = True
        if "secret" in self.fields and self.instance.secret:
            self.fields["secret"].help_text = _("One is kept. Leave this empty to keep it.")
        self.fields["newcomers"].empty_label = _("nobody: they must be invited first")
        self.fields["newcomers"].queryset = self.fields["newcomers"].queryset.filter(
            pk__in=[role.pk for role in roles_to_give(by)]
        )

    def clean_secret(self) -> str:
        return self.cleaned_data["secret"] or self.instance.secret

    def clean_address(self) -> str:
        address = self.cleaned_data["address"].rstrip("/")
        if address.startswith("http:") and not address.startswith(("http://localhost", "http://127.0.0.1")):
            raise ValidationError(_("It must begin with https: passwords depend on it."), code="insecure")
        return address
