"""`bin/regulars import WHAT FILE`: bring in what another house has."""

from __future__ import annotations

import argparse

from regulars.config.imports import articles, customers, mail, members

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
  bin/regulars import customers shopify.csv --country FR
  bin/regulars import members members.csv --programme Beans --refused refused.csv
"""
IMPORTS = {"mail": mail, "articles": articles, "customers": customers, "members": members}


def arguments(parser: argparse.ArgumentParser) -> None:
    what = parser.add_subparsers(dest="what", required=True, metavar="WHAT")
    for name, each in IMPORTS.items():
        each.arguments(what.add_parser(name, help=each.HELP))


def run(options: argparse.Namespace) -> int:
    return IMPORTS[options.what].run(options)
