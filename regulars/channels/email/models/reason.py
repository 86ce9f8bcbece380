from django.db import models
from django.utils.translation import gettext_lazy as _


class Reason(models.TextChoices):
    """Why a letter is where it is: why it was held, or why it became no message of its own."""

    UNROUTABLE = "unroutable", _("belongs to no open mailbox of ours")
    IMPOSTOR = "impostor", _("claims to come from an address of ours")
    UNPROVEN = "unproven", _("failed DMARC: its sender is not who it says")
    BLOCKED = "blocked", _("blocked sender")
    SPAM = "spam", _("spam, by the mark of a mail server")
    LOOP = "loop", _("part of a loop of machines")
    STRAY_BOUNCE = "stray_bounce", _("bounce of nothing that we sent")
    UNREADABLE = "unreadable", _("could not be read")
    OVERSIZE = "oversize", _("too large: only its headers were kept")

    REPORT = "report", _("tells how far a letter of ours has come")
    STRAY_REPORT = "stray_report", _("report about nothing that we sent")
    TWIN = "twin", _("came before, by another path")
    OURS = "ours", _("a letter of ours that came back")
    SENT_FROM_HERE = "sent_from_here", _("was sent from here")
    ELSEWHERE = "elsewhere", _("answers no conversation that is here")
    AMONG_US = "among_us", _("written among ourselves")
    CHECK = "check", _("a test letter of ours: forwarding works")
    FORWARDING = "forwarding", _("asks whether letters may be forwarded here")
    CANARY = "canary", _("a canary of ours: it came home")
