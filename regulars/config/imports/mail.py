"""`bin/regulars import mail FILE_OR_FOLDER`: the letters of former times."""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import TYPE_CHECKING

from regulars.config.choosing import the_one
from regulars.config.environment import Problem
from regulars.config.progress import Bar, tell_troubles

if TYPE_CHECKING:
    from regulars.channels.email.models import Mailbox

HELP = "letters from an mbox file, a Maildir, a folder of .eml or .msg files, a .zip or .tgz of them, or one letter"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("path", type=Path, metavar="FILE_OR_FOLDER")
    parser.add_argument(
        "--mailbox", metavar="ADDRESS", help="the mailbox they were sent to (needed if there are several)"
    )


def run(options: argparse.Namespace) -> int:
    from regulars.channels.email.actions.import_mail import import_mail
    from regulars.channels.email.archives import Archive

    if not options.path.exists():
        raise Problem(f"There is no {options.path}.")
    mailbox = _mailbox(options.mailbox)
    with Archive(options.path) as archive:
        letters = archive.letters()
        began = time.monotonic()
        outcome = import_mail(letters, mailbox=mailbox, progress=Bar(f"Letters to {mailbox}"))
        seconds = max(time.monotonic() - began, 0.001)
    print(
        f"{outcome.kept:,} letters filed under {mailbox} ({outcome.kept / seconds:,.0f} a second), "
        f"{outcome.known:,} were here already."
    )
    return tell_troubles(outcome.troubles + archive.unreadable, "could not be filed")


def _mailbox(address: str | None) -> Mailbox:
    from regulars.channels.email.models import Mailbox

    mailboxes = Mailbox.objects.select_related("inbox")
    shows = "`bin/regulars mailbox list` shows all; `mailbox add` adds one."
    return the_one(
        mailboxes.filter(address=address.strip().lower()) if address else mailboxes,
        unknown=f"There is no mailbox {address}. {shows}" if address else "",
        none="There is no mailbox yet. Add one first: bin/regulars mailbox add hello@your-shop.example",
        several="There are several mailboxes: say which one with --mailbox ADDRESS.",
    )
