"""Why a test letter may not have come, the likeliest first."""

from __future__ import annotations

from django.utils.translation import gettext as _

from regulars.channels.email.models import ForwardingCheck, InboundLetter, Mailbox


def suspects(check: ForwardingCheck) -> list[str]:
    """What to look at, in sentences; what we know for sure comes before what others must look for."""
    mailbox = check.mailbox
    known = [*_closed(mailbox), *_ways(mailbox), *_other_letters(check)]
    return [
        *known,
        _("At the server of %s: does the forwarding exist, is it switched on, and was it confirmed?") % check.address,
        _("The letter may lie there among spam, or in a queue: look into that mailbox and its log."),
        _(
            "Some servers do not forward what comes from the same address. Write to %s from elsewhere, and see whether that comes."
        )
        % check.address,
    ]


def _closed(mailbox: Mailbox) -> list[str]:
    return [] if mailbox.is_active else [_("This mailbox is closed: letters to it are refused. Open it first.")]


def _ways(mailbox: Mailbox) -> list[str]:
    found = []
    for provider in mailbox.providers.all():
        if not provider.is_active:
            found.append(_("%s is switched off here.") % provider.get_kind_display())
        elif provider.is_refused:
            found.append(
                _("%(who)s called and was refused: %(why)s")
                % {"who": provider.get_kind_display(), "why": provider.error}
            )
        elif provider.letter_at is None:
            found.append(
                _("%s has never brought a letter: is our address entered there?") % provider.get_kind_display()
            )
    if mailbox.imap_host and mailbox.error:
        found.append(_("%(host)s: %(error)s") % {"host": mailbox.imap_host, "error": mailbox.error})
    has_other_way = mailbox.imap_host or mailbox.providers.exists()
    if not has_other_way and not mailbox.letters.filter(source=InboundLetter.Source.SMTP).exists():
        found.append(
            _(
                "No letter has ever come to this mailbox by SMTP: can the internet reach our port, and does an MX record name us?"
            )
        )
    return found


def _other_letters(check: ForwardingCheck) -> list[str]:
    """Something did come meanwhile: then the way is open, and this letter alone is missing."""
    came = InboundLetter.objects.filter(mailbox=check.mailbox, received_at__gt=check.sent_at).count()
    return [_("Other letters have come to this mailbox meanwhile (%s): the way is open.") % came] if came else []
