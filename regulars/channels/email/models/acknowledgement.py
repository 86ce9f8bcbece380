from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from regulars.conversations.models import Inbox

TEXT = """Hello {{customer}},

your message has come, and one of us will answer it. It has the number #{{number}}. {{promise}} {{wait}}

{{brand}}"""


class Acknowledgement(models.Model):
    """The letter that says “your message has come”, for an inbox that wants one. `{{number}}` and its kin are filled in."""

    inbox = models.OneToOneField(Inbox, on_delete=models.CASCADE, related_name="+", primary_key=True)
    is_on = models.BooleanField(
        _("tell customers that their message has come"),
        default=False,
        help_text=_("Only people, only when they begin a conversation, and at most twice an hour."),
    )
    peak_above = models.PositiveIntegerField(
        _("in a rush: when more people wait than"),
        null=True,
        blank=True,
        help_text=_(
            "Then it is sent even if it is off, and {{wait}} says how long an answer takes at the pace of the last 24 hours."
        ),
    )
    subject = models.CharField(_("subject"), max_length=200, default="Re: {{subject}}")
    text = models.TextField(_("text"), max_length=5000, default=TEXT)

    def __str__(self) -> str:
        return str(self.inbox)
