"""`bin/regulars import mail FILE_OR_FOLDER`: bring in the letters of former times."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from regulars.config.commands import customers, members
from regulars.config.environment import Problem
from regulars.config.progress import Bar

if TYPE_CHECKING:
    from regulars.channels.email.models import Mailbox

HELP = "Bring in customers, articles, members with their points, or old letters from mbox, Maildir, .eml or .msg."
MORE = """\
Nothing is answered, nobody is notified, and what is here already is passed over: a run that was
stopped is resumed by starting it again.

examples:
  bin/regulars import mail archive.mbox.gz
  bin/regulars import mail takeout.zip
  bin/regulars import mail ~/Maildir --mailbox hello@coffee.example
  bin/regulars import articles zendesk.json
  bin/regulars import articles docs/ --brand "Kettle & Crumb" --drafts
  bin/regulars import customers customers.csv
  bin/regulars import members members.csv --programme Beans --refused refused.csv
"""
MOST_TOLD = 20


def arguments(parser: argparse.ArgumentParser) -> None:
    what = parser.add_subparsers(dest="what", required=True, metavar="WHAT")
    mail = what.add_parser(
        "mail",
        help="letters from an mbox file, a Maildir, a folder of .eml or .msg files, a .zip or .tgz of them, or one letter",
    )
    mail.add_argument("path", type=Path, metavar="FILE_OR_FOLDER")
    mail.add_argument(
        "--mailbox", metavar="ADDRESS", help="the mailbox they were sent to (needed if there are several)"
    )
    articles = what.add_parser(
        "articles", help="articles: a folder of Markdown or HTML, an export of Zendesk Guide, Intercom or Regulars"
    )
    articles.add_argument("path", type=Path, metavar="FILE_OR_FOLDER")
    articles.add_argument(
        "--brand", metavar="NAME", help="whose help centre they are for (needed if there are several)"
    )
    articles.add_argument(
        "--drafts", action="store_true", help="keep all of them as drafts, also those that are published there"
    )
    customers.arguments(what.add_parser("customers", help="customers with what is known of them: a table (CSV)"))
    members.arguments(
        what.add_parser("members", help="members of a loyalty programme with their points: a table (CSV)")
    )


def run(options: argparse.Namespace) -> int:
    commands = {"articles": _articles, "customers": customers.run, "mail": _mail, "members": members.run}
    return commands[options.what](options)


def _mail(options: argparse.Namespace) -> int:
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
    return _tell(outcome.troubles + archive.unreadable)


def _articles(options: argparse.Namespace) -> int:
    from regulars.config.commands.export import the_centre
    from regulars.knowledge.actions.bring_in import bring_in
    from regulars.knowledge.bringing import NotReadable, read

    centre = the_centre(options.brand)
    try:
        brought = read(options.path)
    except NotReadable as error:
        raise Problem(str(error)) from None
    bar = Bar(f"Articles to {centre}")
    outcome = bring_in(centre, brought=brought, by=None, is_draft=options.drafts, progress=bar)
    print(f"{outcome.kept:,} articles came to {centre}, {outcome.known:,} were here already.")
    return _tell(outcome.troubles, "things are not as they were there")


def _mailbox(address: str | None) -> Mailbox:
    from regulars.channels.email.models import Mailbox

    mailboxes = Mailbox.objects.select_related("inbox")
    found = list(mailboxes.filter(address=address.strip().lower()) if address else mailboxes[:2])
    if len(found) == 1:
        return found[0]
    if address:
        raise Problem(f"There is no mailbox {address}. `bin/regulars mailbox list` shows all; `mailbox add` adds one.")
    if not found:
        raise Problem("There is no mailbox yet. Add one first: bin/regulars mailbox add hello@your-shop.example")
    raise Problem("There are several mailboxes: say which one with --mailbox ADDRESS.")


def _tell(troubles: list[str], what: str = "could not be filed") -> int:
    if not troubles:
        return 0
    print(f"{len(troubles):,} {what}:", file=sys.stderr)
    for trouble in troubles[:MOST_TOLD]:
        print(f"  {trouble}", file=sys.stderr)
    if len(troubles) > MOST_TOLD:
        print(f"  … and {len(troubles) - MOST_TOLD:,} more", file=sys.stderr)
    return 1
