"""`bin/regulars import articles FILE_OR_FOLDER`: what is written elsewhere."""

from __future__ import annotations

import argparse
from pathlib import Path

from regulars.config.choosing import the_centre
from regulars.config.environment import Problem
from regulars.config.progress import Bar, tell_troubles

HELP = "articles: a folder of Markdown or HTML, an export of Zendesk Guide, Intercom or Regulars"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("path", type=Path, metavar="FILE_OR_FOLDER")
    parser.add_argument("--brand", metavar="NAME", help="whose help centre they are for (needed if there are several)")
    parser.add_argument(
        "--drafts", action="store_true", help="keep all of them as drafts, also those that are published there"
    )


def run(options: argparse.Namespace) -> int:
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
    return tell_troubles(outcome.troubles, "things are not as they were there")
