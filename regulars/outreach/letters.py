"""A sending as the letter that leaves: in a brand's name, with the way out of it (RFC 2369, RFC 8058) under and above it."""

from __future__ import annotations

from html import escape

from django.utils import translation
from django.utils.translation import gettext as _

from regulars.channels.email.compose import ComposedEmail, compose
from regulars.channels.email.models import Mailbox
from regulars.lib.html import html_from_text
from regulars.lib.languages import direction_of
from regulars.outreach.gates import manners
from regulars.outreach.links import MESSAGE_ID, choices_link, named
from regulars.outreach.models import Sending
from regulars.outreach.topics import topic_of

# Told by a machine: no vacation answers it, and our own mailboxes know what it is if it comes back.
MACHINE = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}


def letter_of(sending: Sending, mailbox: Mailbox) -> ComposedEmail:
    """The letter, complete: the same sending is the same letter each time."""
    name = named(sending, purpose=MESSAGE_ID)
    brand = (sending.brand or mailbox.speaks_for).name
    with translation.override(sending.language or None):
        foot = "\n\n".join(filter(None, (_foot(sending, brand), manners().imprint.strip())))
    email = compose(
        message_id=f"<{name}@{mailbox.domain}>",
        from_address=mailbox.address,
        from_name=brand,
        to=[sending.address],
        subject=sending.subject,
        text=f"{sending.text.rstrip()}\n\n-- \n{foot}\n" if foot else sending.text,
        html=_html(sending, foot),
        date=sending.left_at,
        headers=MACHINE | _ways_out(sending),
    )
    local, _at, domain = mailbox.address.rpartition("@")
    if mailbox.has_plus_addressing and mailbox.has_own_return_paths and len(f"{local}+{name}") <= 64:
        email.return_path = f"{local}+{name}@{domain}"
    return email


def _ways_out(sending: Sending) -> dict[str, str]:
    if sending.is_essential:
        return {}
    return {
        "List-Unsubscribe": f"<{choices_link(sending)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Precedence": "bulk",
    }


def _foot(sending: Sending, brand: str) -> str:
    if sending.is_essential:
        return ""
    said = {"brand": brand, "topic": topic_of(sending.topic)}
    return (
        _("%(brand)s wrote to you about: %(topic)s. To get less of it, or nothing:") % said
        + f"\n{choices_link(sending)}"
    )


def _html(sending: Sending, foot: str) -> str:
    language = escape(sending.language or "en")
    below = f"<hr><small>{html_from_text(foot)}</small>" if foot else ""
    body = (sending.html or html_from_text(sending.text)) + below
    return f'<!doctype html><html lang="{language}" dir="{direction_of(language)}"><body>{body}</body></html>'
