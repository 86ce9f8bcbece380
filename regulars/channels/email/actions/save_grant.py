from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from regulars.channels.email.models import Grant, Mailbox
from regulars.channels.email.oauth.issuers import ISSUERS
from regulars.team.actions.audit import audit
from regulars.team.models import Agent

SAID = ("issuer", "tenant", "client_id", "client_secret", "secret_ends_on", "authorize_url", "token_url", "scopes")

TOKENS_FROM = {"issuer", "tenant", "client_id", "token_url"}  # nobody else may see a token
SERVERS = [f"{way}_{what}" for way in ("imap", "smtp") for what in ("host", "port", "security", "user")]


@transaction.atomic
def save_grant(grant: Grant, *, takes_everything: bool = False, by: Agent) -> None:
    """Keep who we are to a provider, and name its mail servers where the mailbox names none. Opens nothing yet.

    What was wrong is found out anew. A new secret counts for all mailboxes of the same client. The audit log never holds one.
    """
    kept = Grant.objects.select_for_update().filter(pk=grant.pk).first() if grant.pk else None
    changed = [name for name in SAID if kept is None or getattr(kept, name) != getattr(grant, name)]
    for name in SAID if kept else ():  # and nothing else: its tokens may have been renewed since it was looked at
        setattr(kept, name, getattr(grant, name))
    _begin_anew(kept or grant, is_another=bool(TOKENS_FROM & set(changed)))
    if {"client_secret", "secret_ends_on"} & set(changed):
        same = Grant.objects.filter(issuer=grant.issuer, client_id=grant.client_id)
        same.update(client_secret=grant.client_secret, secret_ends_on=grant.secret_ends_on)
    _name_servers(grant.mailbox, grant, takes_everything=takes_everything)
    shown = {name: _shown(grant, name) for name in changed}
    audit("mailbox.sign_in_changed", by=by, on=f"mailbox:{grant.mailbox_id}", after=shown)


def _begin_anew(grant: Grant, *, is_another: bool) -> None:
    if grant.connected_at and is_another:
        grant.refresh_token = grant.access_token = ""
        grant.needs_consent, grant.refused_at = True, timezone.now()
        grant.error = _("Connect the mailbox again: it was connected as another client.")
    elif not grant.needs_consent:
        grant.error, grant.refused_at = "", None
    grant.save()


def _name_servers(mailbox: Mailbox, grant: Grant, *, takes_everything: bool) -> None:
    issuer = ISSUERS.get(grant.issuer)
    if issuer and not mailbox.imap_host:
        mailbox.imap_host, mailbox.imap_port, mailbox.imap_security = issuer.imap_host, 993, "tls"
        mailbox.reads_since = None if takes_everything else timezone.now()
    if issuer and not mailbox.smtp_host:
        mailbox.smtp_host, mailbox.smtp_port, mailbox.smtp_security = issuer.smtp_host, 587, "starttls"
    mailbox.imap_user = mailbox.imap_user or (mailbox.address if mailbox.imap_host else "")
    mailbox.smtp_user = mailbox.smtp_user or (mailbox.address if mailbox.smtp_host else "")
    mailbox.save(update_fields=[*SERVERS, "reads_since"])


def _shown(grant: Grant, name: str) -> str:
    value = getattr(grant, name)
    return "…" if name == "client_secret" and value else str(value or "")
