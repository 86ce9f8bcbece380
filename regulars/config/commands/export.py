"""`bin/regulars export articles FOLDER`: take what is written out of the house."""

from __future__ import annotations

import argparse
from pathlib import Path

from regulars.config.choosing import the_centre
from regulars.config.environment import Problem
from regulars.config.progress import Bar

HELP = "Write the articles of a help centre into a folder: Markdown, JSON, and their pictures."
MORE = """\
The folder is made, or is empty. `bin/regulars import articles FOLDER` brings it into another house.
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    what = parser.add_subparsers(dest="what", required=True, metavar="WHAT")
    articles = what.add_parser("articles", help="the articles of a help centre, drafts among them")
    articles.add_argument("folder", type=Path, metavar="FOLDER")
    articles.add_argument("--brand", metavar="NAME", help="whose help centre (needed if there are several)")


def run(options: argparse.Namespace) -> int:
    from regulars.knowledge.bringing.exporting import export

    centre = the_centre(options.brand)
    bar = Bar(f"Articles of {centre}")
    try:
        count = export(centre, to=options.folder, progress=bar)
    except FileExistsError:
        raise Problem(f"{options.folder} is not empty. Choose another folder.") from None
    except OSError as error:
        raise Problem(f"Cannot write {options.folder} ({error.strerror}). Choose another place.") from None
    print(f"{count:,} articles of {centre} stand in {options.folder}.")
    return 0
