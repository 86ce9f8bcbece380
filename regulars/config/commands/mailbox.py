"""`bin/regulars mailbox`: the addresses that customers write to."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, unquote, urlsplit

from regulars.config.environment import Problem

if TYPE_CHECKING:
    from regulars.channels.email.models import Mailbox
    from regulars.conversations.models import Inbox

HELP = "Add, list or remove the mailboxes that letters come to."
MORE = """\
Without --imap, letters for the address are taken by SMTP on REGULARS_SMTP_PORT. Special characters in
user names and passwords are percent-encoded (@ is %40).

examples:
  bin/regulars mailbox add hello@coffee.example
  bin/regulars mailbox add hello@coffee.example --imap imaps://hello:secret@imap.example.com/INBOX \\
      --smtp smtp://hello:secret@smtp.example.com:587?tls=starttls
  bin/regulars mailbox list
  bin/regulars mailbox remove hello@coffee.example
"""
PORTS = {"imaps": 993, "imap": 143, "smtps": 465, "smtp": 587}
USUAL = {"imaps": "tls", "smtps": "tls", "imap": "starttls", "smtp": "starttls"}


def arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="add | list | remove")
    add = actions.add_parser("add", help="add an address, or change the one that is there")
    add.add_argument("address")
    add.add_argument("--imap", metavar="URL", help="fetch from here: imaps://user:password@host:993/FOLDER,FOLDER")
    add.add_argument("--smtp", metavar="URL", help="send through here: smtp://user:password@host:587?tls=starttls")
    add.add_argument("--inbox", metavar="NAME", help="where its letters arrive (the only inbox, or one named Inbox)")
    add.add_argument("--brand", metavar="NAME", help="the brand of a new inbox (the only brand, or the domain's name)")
    add.add_argument("--everything", action="store_true", help="take in what lies there already, not only what is new")
    actions.add_parser("list", help="show all mailboxes and how they are")
    remove = actions.add_parser("remove", help="close a mailbox; what it has brought in stays")
    remove.add_argument("address")


def run(options: argparse.Namespace) -> int:
    {"add": _add, "list": _list, "remove": _remove}[options.action](options)
    return 0


def _add(options: argparse.Namespace) -> None:
    from django.core.exceptions import ValidationError
    from django.db import transaction
    from django.utils import timezone

    from regulars.channels.email.actions.save_mailbox import save_mailbox
    from regulars.channels.email.models import Mailbox
    from regulars.customers.identities import email

    try:
        address = email(options.address)
    except ValidationError:
        raise Problem(f"{options.address} is no e-mail address.") from None
    with transaction.atomic():
        mailbox = Mailbox.objects.filter(address=address).first() or Mailbox(address=address)
        is_new_source = bool(options.imap) and not mailbox.imap_host
        if options.inbox or not mailbox.pk:
            mailbox.inbox = _inbox(options.inbox, options.brand, address)
        _connect(mailbox, options)
        if is_new_source and not options.everything:
            mailbox.reads_since = timezone.now()
        elif options.everything:
            mailbox.reads_since = None
        mailbox.is_active = True
        save_mailbox(mailbox, by=None)
    print(f"Letters to {address} arrive in the inbox {mailbox.inbox} ({mailbox.inbox.brand}).")


def _connect(mailbox: Mailbox, options: argparse.Namespace) -> None:
    if options.imap:
        server, folders = _server(options.imap, {"imap", "imaps"}, "imaps://user:password@imap.example.com:993/INBOX")
        mailbox.folders = [each.strip() for each in folders.split(",") if each.strip()] or ["INBOX"]
        mailbox.has_plus_addressing = mailbox.has_plus_addressing and bool(mailbox.pk)
        _set(mailbox, "imap", server)
    if options.smtp:
        server, _ = _server(options.smtp, {"smtp", "smtps"}, "smtp://user:password@smtp.example.com:587?tls=starttls")
        _set(mailbox, "smtp", server)


def _set(mailbox: Mailbox, way: str, server: dict[str, Any]) -> None:
    for name, value in server.items():
        setattr(mailbox, f"{way}_{name}", value)


def _server(url: str, schemes: set[str], example: str) -> tuple[dict[str, Any], str]:
    parts = urlsplit(url)
    try:
        host, port = parts.hostname, parts.port or PORTS.get(parts.scheme)
    except ValueError:
        host, port = None, None
    security = parse_qs(parts.query).get("tls", [USUAL.get(parts.scheme, "")])[-1]
    if parts.scheme not in schemes or not host or security not in {"tls", "starttls", "none"}:
        raise Problem(f"This address of a server cannot be read. It looks like {example} (tls: tls, starttls or none).")
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    server = {"host": host, "port": port, "security": security, "user": user, "password": password}
    return server, unquote(parts.path.strip("/"))


def _inbox(name: str | None, brand_name: str | None, address: str) -> Inbox:
    from regulars.conversations.models import Inbox
    from regulars.team.models import Brand

    inboxes = list(Inbox.objects.select_related("brand").filter(**({"name": name} if name else {}))[:2])
    if len(inboxes) == 1:
        return inboxes[0]
    if inboxes:
        raise Problem("There are several inboxes: say which one with --inbox NAME.")
    brands = list(Brand.objects.filter(**({"name": brand_name} if brand_name else {}))[:2])
    if len(brands) > 1:
        raise Problem("There are several brands: say whose the new inbox is with --brand NAME.")
    domain = address.rpartition("@")[2].partition(".")[0]
    brand = brands[0] if brands else Brand.objects.create(name=brand_name or domain.title())
    return Inbox.objects.create(name=name or "Inbox", brand=brand)


def _list(options: argparse.Namespace) -> None:
    from regulars.channels.email.models import Grant, Mailbox

    mailboxes = list(Mailbox.objects.select_related("inbox", "grant"))
    if not mailboxes:
        print("There is no mailbox yet. Add one: bin/regulars mailbox add hello@your-shop.example")
    for mailbox in mailboxes:
        grant = Grant.of(mailbox)
        error = (grant and grant.error) or mailbox.error
        state = "closed" if not mailbox.is_active else f"trouble: {error}" if error else "open"
        source = f"IMAP {mailbox.imap_host}" if mailbox.imap_host else "SMTP"
        print(f"{mailbox.address:<36}  {str(mailbox.inbox):<16}  {source:<28}  {state}")


def _remove(options: argparse.Namespace) -> None:
    from regulars.channels.email.actions.save_mailbox import save_mailbox
    from regulars.channels.email.models import Mailbox

    mailbox = Mailbox.objects.filter(address=options.address.strip().lower()).first()
    if mailbox is None:
        raise Problem(f"There is no mailbox {options.address}. `bin/regulars mailbox list` shows all.")
    mailbox.is_active = False
    save_mailbox(mailbox, by=None)
    print(f"{mailbox.address} is closed. What it has brought in stays; `mailbox add {mailbox.address}` opens it again.")
