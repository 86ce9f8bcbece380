from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from regulars.conversations.models import Inbox
from regulars.lib.sealed import SealedField
from regulars.team.models import Brand


def just_the_inbox() -> list[str]:
    return ["INBOX"]


class Security(models.TextChoices):
    TLS = "tls", _("TLS")
    STARTTLS = "starttls", _("STARTTLS")
    NONE = "none", _("none")


class Mailbox(models.Model):
    """An address of ours, and how its letters come in and go out.

    Letters come by SMTP to our own port, and from an IMAP server where one is named. They leave through the SMTP server
    named here, or else through the one of the whole installation.
    """

    inbox = models.ForeignKey(Inbox, on_delete=models.PROTECT, related_name="mailboxes", verbose_name=_("inbox"))
    brand = models.ForeignKey(
        Brand,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("brand"),
        help_text=_("In whose name letters leave from here. Empty: the brand of the inbox."),
    )
    address = models.CharField(_("address"), max_length=320, unique=True)  # in lower case
    sender_name = models.CharField(
        _("sender name"),
        max_length=200,
        blank=True,
        default="{agent} at {brand}",
        help_text=_(
            "How customers see us: “{agent} at {brand}”, “{agent} from {brand}” or “{brand}”. {agent} is the first name of who answers."
        ),
    )
    is_active = models.BooleanField(_("active"), default=True)
    has_plus_addressing = models.BooleanField(
        _("plus addressing"),
        default=True,
        help_text=_("The server delivers name+anything@… to name@…: answers find their conversation in any case."),
    )
    has_own_return_paths = models.BooleanField(
        _("a return path for each letter"),
        default=True,
        help_text=_(
            "Needs plus addressing. What bounces comes back to name+letter@…, and so finds the letter it is about even when it "
            "quotes nothing. The domain stays the same, for SPF and DMARC; a server that refuses such senders gets the plain address."
        ),
    )
    quotes_answered = models.BooleanField(_("quote the letter that is answered"), default=True)

    aliases = ArrayField(
        models.CharField(max_length=320),
        verbose_name=_("further addresses"),
        default=list,
        blank=True,
        help_text=_("With commas. Answers leave from the address that the customer wrote to."),
    )
    signature = models.TextField(_("signature"), blank=True, help_text=_("Under every answer, below the agent's own."))

    imap_host = models.CharField(_("server"), max_length=253, blank=True)
    imap_port = models.PositiveIntegerField(_("port"), default=993)
    imap_security = models.CharField(_("security"), max_length=8, choices=Security, default=Security.TLS)
    imap_user = models.CharField(_("user"), max_length=320, blank=True)
    imap_password = SealedField(_("password"), blank=True)
    folders = ArrayField(
        models.CharField(max_length=255), verbose_name=_("folders"), default=just_the_inbox, help_text=_("With commas.")
    )
    sent_folder = models.CharField(
        _("folder of sent letters"),
        max_length=255,
        blank=True,
        help_text=_(
            "What the team answers from a mail program is taken from there into the conversation. \\Sent finds the usual one."
        ),
    )
    reads_since = models.DateTimeField(null=True, blank=True)  # older letters stay unread; none: everything is read

    results_by = models.CharField(
        _("server whose checks are believed"),
        max_length=253,
        blank=True,
        help_text=_(
            "The name at the beginning of Authentication-Results in your letters, such as mx.google.com or *.example.com. "
            "Only what stands under this name tells whether senders are who they say."
        ),
    )

    smtp_host = models.CharField(_("server"), max_length=253, blank=True)
    smtp_port = models.PositiveIntegerField(_("port"), default=587)
    smtp_security = models.CharField(_("security"), max_length=8, choices=Security, default=Security.STARTTLS)
    smtp_user = models.CharField(_("user"), max_length=320, blank=True)
    smtp_password = SealedField(_("password"), blank=True)

    most_a_minute = models.PositiveIntegerField(_("letters a minute"), null=True, blank=True)
    most_an_hour = models.PositiveIntegerField(_("letters an hour"), null=True, blank=True)
    most_a_day = models.PositiveIntegerField(
        _("letters a day"),
        null=True,
        blank=True,
        help_text=_("What your provider allows, 2 000 at many. More letters wait for their turn and stay in order."),
    )

    last_seen_at = models.DateTimeField(null=True, blank=True)  # when its IMAP server last answered
    error = models.TextField(blank=True)  # what is wrong with it now
    error_at = models.DateTimeField(null=True, blank=True)  # since when
    is_refused = models.BooleanField(default=False, editable=False)  # the server answers, but does not let us in

    class Meta:
        verbose_name_plural = "mailboxes"
        ordering = ["address"]

    def __str__(self) -> str:
        return self.address

    @property
    def speaks_for(self) -> Brand:
        return self.brand or self.inbox.brand

    @property
    def domain(self) -> str:
        return self.address.rpartition("@")[2]


class FolderCursor(models.Model):
    """How far a folder of an IMAP server has been read. Moves in the transaction that keeps the letters it has passed."""

    mailbox = models.ForeignKey(Mailbox, on_delete=models.CASCADE, related_name="cursors", db_index=False)
    folder = models.CharField(max_length=255)
    uidvalidity = models.BigIntegerField()
    last_uid = models.BigIntegerField(default=0)
    old_until = models.BigIntegerField(default=0)  # up to here letters were there already: some are too old, some known

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mailbox", "folder"], name="cursor_once")]
