from __future__ import annotations

from django.db import models
from django.utils import timezone

from regulars.channels.email.models.inbound_letter import InboundLetter
from regulars.channels.email.models.mailbox import Mailbox
from regulars.team.models import Agent


class ForwardingCheck(models.Model):
    """A test letter of ours to a public address, sent to see whether what is written there is forwarded to us."""

    mailbox = models.ForeignKey(Mailbox, on_delete=models.CASCADE, related_name="forwarding_checks")
    address = models.CharField(max_length=320)  # that it was sent to
    by = models.ForeignKey(Agent, null=True, on_delete=models.SET_NULL, related_name="+")
    sent_at = models.DateTimeField(default=timezone.now)
    error = models.CharField(max_length=500, blank=True)  # why it could not even leave
    letter = models.ForeignKey(
        InboundLetter, null=True, on_delete=models.SET_NULL, related_name="+"
    )  # as which it came
    came_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.address} → {self.mailbox}"

    @property
    def verdicts(self) -> list[tuple[str, str]]:
        """What our receiving server found out about the sender, as it came: (SPF, pass), …"""
        said = (self.letter.verdicts if self.letter else None) or {}
        return [(name.upper(), said[name]) for name in ("spf", "dkim", "dmarc", "arc") if said.get(name)]
