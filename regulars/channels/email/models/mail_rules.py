from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from regulars.team.models import Agent


class MailRules(models.Model):
    """What the house decided about letters that are held, and about being warned. One row; without it the usual holds."""

    holds_spam = models.BooleanField(
        _("Hold what mail servers mark as spam"), default=True, help_text=_("Marks that say “no spam” let nothing in.")
    )
    spam_score = models.FloatField(
        _("Hold from this spam score on"),
        default=5.0,
        validators=[MinValueValidator(0.1), MaxValueValidator(1000)],
        help_text=_("Where a server writes a score and says neither yes nor no."),
    )
    holds_unproven = models.BooleanField(
        _("Hold letters that fail DMARC where the sender’s domain asks for it"), default=True
    )
    purge_after = models.PositiveSmallIntegerField(
        _("Delete held letters after so many days"),
        default=30,
        validators=[MinValueValidator(1), MaxValueValidator(3650)],
    )
    alarm_addresses = ArrayField(
        models.EmailField(),
        verbose_name=_("Mail alarms to"),
        default=list,
        blank=True,
        help_text=_("With commas. Better addresses that are read elsewhere than here."),
    )
    canary_every = models.PositiveSmallIntegerField(
        _("Send a letter to ourselves every so many minutes"),
        default=0,
        validators=[MaxValueValidator(1440)],
        help_text=_("It leaves by the mail server and must come back. 0: never. It becomes no conversation."),
    )
    canary_within = models.PositiveSmallIntegerField(
        _("It must be back within so many minutes"), default=10, validators=[MinValueValidator(1)]
    )
    looked_at = models.DateTimeField(default=timezone.now, editable=False)  # when an admin last saw what is held

    class Meta:
        verbose_name_plural = "mail rules"

    @classmethod
    def current(cls) -> MailRules:
        return cls.objects.order_by("pk").first() or cls()


class SenderRule(models.Model):
    """What is known of a sender: an address, or a domain with everything below it."""

    class Verdict(models.TextChoices):
        BLOCK = "block", _("hold")
        ALLOW = "allow", _("let in, unless forged")
        TRUST = "trust", _("let in, even when not proven")

    pattern = models.CharField(
        _("address or domain"), max_length=320, unique=True
    )  # in lower case, without "@" in front
    verdict = models.CharField(_("what to do"), max_length=8, choices=Verdict, default=Verdict.BLOCK)
    by = models.ForeignKey(Agent, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.pattern
