from __future__ import annotations

from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.db import models
from django.utils.translation import gettext_lazy as _

from regulars.channels.email.models.mailbox import Mailbox
from regulars.lib.sealed import SealedField


class Grant(models.Model):
    """A provider's leave to enter a mailbox (OAuth2). From the first time that it is connected, no password is used any more."""

    class Issuer(models.TextChoices):
        MICROSOFT = "microsoft", "Microsoft 365"
        GOOGLE = "google", "Google"
        OTHER = "other", _("OAuth2")

    mailbox = models.OneToOneField(Mailbox, on_delete=models.CASCADE, related_name="grant")
    issuer = models.CharField(max_length=16, choices=Issuer)

    # Who we are to the provider.
    tenant = models.CharField(_("directory (tenant) ID"), max_length=100, blank=True)
    client_id = models.CharField(_("client ID"), max_length=255)
    client_secret = SealedField(_("client secret"), blank=True)
    secret_ends_on = models.DateField(
        _("the secret ends on"), null=True, blank=True, help_text=_("You are warned two weeks before.")
    )
    authorize_url = models.CharField(_("authorize URL"), max_length=500, blank=True)
    token_url = models.CharField(_("token URL"), max_length=500, blank=True)
    scopes = models.TextField(_("scopes"), blank=True, help_text=_("With spaces between."))

    # What we were given.
    connected_at = models.DateTimeField(null=True)
    connected_as = models.CharField(max_length=320, blank=True)
    refresh_token = SealedField(blank=True)
    ends_at = models.DateTimeField(null=True)  # the leave itself, where the provider tells it
    ends_since = models.DateTimeField(null=True)  # when it was told so
    access_token = SealedField(blank=True)
    access_ends_at = models.DateTimeField(null=True)
    renew_at = models.DateTimeField(null=True)  # some time before that

    error = models.TextField(blank=True)
    refused_at = models.DateTimeField(null=True)  # since when the provider says no
    needs_consent = models.BooleanField(default=False)  # it will, until somebody connects the mailbox again

    class Meta:
        indexes = [models.Index(fields=["renew_at"], name="grant_due")]

    def __str__(self) -> str:
        return f"{self.mailbox} ({self.get_issuer_display()})"

    @property
    def issuer_name(self) -> str:
        return (
            urlsplit(self.token_url).hostname if self.issuer == self.Issuer.OTHER else ""
        ) or self.get_issuer_display()

    @property
    def is_connected(self) -> bool:
        """Whether tokens may be asked for. A secret key that has changed took the refresh token with it."""
        return bool(self.connected_at and self.refresh_token and not self.needs_consent)

    @property
    def warned_from(self) -> datetime | None:
        """When people are told that the leave is going to end: two weeks before, or the last quarter of a shorter time."""
        if self.ends_at is None or self.ends_since is None:
            return None
        return self.ends_at - min(timedelta(days=14), (self.ends_at - self.ends_since) / 4)

    @classmethod
    def of(cls, mailbox: Mailbox) -> Grant | None:
        """The grant that a mailbox signs in by; None where it signs in with a password."""
        grant = getattr(mailbox, "grant", None) if mailbox.pk else None
        return grant if grant and grant.connected_at else None
