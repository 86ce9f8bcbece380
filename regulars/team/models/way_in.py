from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from regulars.lib.sealed import SealedField
from regulars.team.models.agent import Agent
from regulars.team.models.role import Role


class WayIn(models.Model):
    """Where people of the house sign in instead of here: their company's own directory, by OpenID Connect or SAML."""

    class Kind(models.TextChoices):
        OIDC = "openid_connect", _("OpenID Connect")
        SAML = "saml", _("SAML 2.0")

    kind = models.CharField(max_length=16, choices=Kind)
    key = models.SlugField(max_length=40, unique=True)  # in addresses, which the other side is told
    name = models.CharField(_("name"), max_length=40, help_text=_("On the button: “Sign in with …”."))
    address = models.URLField(
        _("address"), max_length=500, help_text=_("OpenID Connect: the issuer. SAML: where its metadata is.")
    )
    client_id = models.CharField(_("client id"), max_length=190, blank=True)
    secret = SealedField(_("client secret"), blank=True)
    entity_id = models.CharField(_("entity id"), max_length=500, blank=True)  # SAML: what the other side calls itself
    trusts_addresses = models.BooleanField(
        _("the addresses it names are theirs"),
        default=False,
        help_text=_("For a directory that does not say whether it has checked them."),
    )
    newcomers = models.ForeignKey(
        Role, verbose_name=_("newcomers become"), null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        help_text=_("Whoever signs in there and is not known here. Nobody: they must be invited first."),
    )  # fmt: skip
    kept_by = models.ForeignKey(
        Agent, null=True, on_delete=models.SET_NULL, related_name="+"
    )  # nobody comes in by it who may more
    is_active = models.BooleanField(_("offered at the sign-in"), default=True)

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name
