from __future__ import annotations

import secrets

from django.db import models
from django.utils.translation import gettext_lazy as _

from regulars.channels.email.models.mailbox import Mailbox
from regulars.lib.sealed import SealedField


def new_password() -> str:
    return secrets.token_urlsafe(24)


class Provider(models.Model):
    """A mail provider that hands us letters by HTTP and tells what became of ours, and how we know that it is the provider."""

    class Kind(models.TextChoices):
        AMAZON_SES = "amazon_ses", "Amazon SES"
        BREVO = "brevo", "Brevo"
        MAILERSEND = "mailersend", "MailerSend"
        MAILGUN = "mailgun", "Mailgun"
        MAILJET = "mailjet", "Mailjet"
        MAILTRAP = "mailtrap", "Mailtrap"
        MANDRILL = "mandrill", "Mandrill"
        POSTAL = "postal", "Postal"
        POSTMARK = "postmark", "Postmark"
        RESEND = "resend", "Resend"
        SENDGRID = "sendgrid", "SendGrid"
        SPARKPOST = "sparkpost", "SparkPost"
        UNISENDER_GO = "unisender_go", "Unisender Go"

    kind = models.CharField(_("provider"), max_length=16, choices=Kind)
    mailbox = models.ForeignKey(
        Mailbox,
        on_delete=models.CASCADE,
        related_name="providers",
        verbose_name=_("mailbox"),
        help_text=_("Its letters come here, save those that are addressed to another mailbox of ours."),
    )
    is_active = models.BooleanField(_("active"), default=True)
    password = SealedField(default=new_password)  # stands in the address that the provider calls, unless it signs
    letters_secret = SealedField(_("key that signs letters"), blank=True)
    reports_secret = SealedField(_("key that signs reports"), blank=True)
    api_key = SealedField(_("key to its API"), blank=True)

    letter_at = models.DateTimeField(null=True)  # when it last brought letters
    report_at = models.DateTimeField(null=True)  # when it last told what became of ours
    refused_at = models.DateTimeField(null=True)  # when somebody last called who did not prove to be it
    error = models.CharField(max_length=500, blank=True)  # why not

    class Meta:
        ordering = ["kind", "pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.mailbox.address}"

    def secret_for(self, way: str) -> str:
        """The key that signs its calls of this way; "" when they are known by the password."""
        return self.letters_secret if way == "letters" else self.reports_secret

    @property
    def is_refused(self) -> bool:
        """Whoever called last was not let in."""
        last = max(filter(None, (self.letter_at, self.report_at)), default=None)
        return bool(self.refused_at and (last is None or self.refused_at > last))
