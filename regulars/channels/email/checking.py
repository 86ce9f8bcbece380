"""Whether a mailbox works, asked of its servers."""

from __future__ import annotations

import smtplib
from typing import NamedTuple

from django.utils.translation import gettext as _

from regulars.channels.email import imap, postman
from regulars.channels.email.believing import disbelief
from regulars.channels.email.models import Mailbox
from regulars.channels.email.oauth.protocol import NoToken
from regulars.channels.email.oauth.sasl import NotOffered


class Finding(NamedTuple):
    """One thing that was tried, and what came of it."""

    is_good: bool
    words: str


def check(mailbox: Mailbox) -> list[Finding]:
    """Sign in to the servers that the mailbox names, and look into its folders. Nothing is read, changed or sent."""
    findings = _incoming(mailbox) if mailbox.imap_host else []
    if mailbox.smtp_host:
        findings.append(_outgoing(mailbox))
    return findings


def _incoming(mailbox: Mailbox) -> list[Finding]:
    try:
        client = imap.connect(mailbox)
    except Exception as error:  # whatever a server may answer is for the person to read
        return [Finding(False, imap.in_words(error, mailbox))]
    try:
        return [_folder(client, mailbox, folder) for folder in mailbox.folders]
    finally:
        client.shutdown()


def _folder(client: imap.IMAPClient, mailbox: Mailbox, folder: str) -> Finding:
    try:
        count = client.select_folder(folder, readonly=True)[b"EXISTS"]
    except Exception as error:
        return Finding(False, _("The folder %s: ") % folder + imap.in_words(error, mailbox))
    return Finding(
        True,
        _("%(host)s: the folder %(folder)s holds %(count)s letters.")
        % {"host": mailbox.imap_host, "folder": folder, "count": count},
    )


def _outgoing(mailbox: Mailbox) -> Finding:
    try:
        postman.connect(postman.server_of(mailbox)).quit()
    except (NoToken, NotOffered) as error:
        return Finding(False, str(error))
    except smtplib.SMTPAuthenticationError:
        return Finding(False, _("%s does not accept the user name or password.") % mailbox.smtp_host)
    except (smtplib.SMTPException, OSError) as error:
        return Finding(
            False,
            disbelief(error, mailbox.smtp_host)
            or _("%(host)s, port %(port)s: %(error)s")
            % {"host": mailbox.smtp_host, "port": mailbox.smtp_port, "error": error},
        )
    return Finding(True, _("%s takes our letters.") % mailbox.smtp_host)
