"""`bin/regulars export articles FOLDER`: take what is written out of the house."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from regulars.config.environment import Problem
from regulars.config.progress import Bar

if TYPE_CHECKING:
    from regulars.knowledge.models import HelpCentre

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


def the_centre(brand: str | None) -> HelpCentre:
    from regulars.knowledge.models import HelpCentre

    several = HelpCentre.objects.select_related("brand")
    found = list(several.filter(brand__name__iexact=brand.strip()) if brand else several[:2])
    if len(found) == 1:
        return found[0]
    if brand:
        raise Problem(f"There is no help centre of a brand {brand!r}. Settings → Help centres shows all.")
    if not found:
        raise Problem("There is no help centre yet. Make one first: Settings → Help centres.")
    raise Problem("There are several help centres: say which one with --brand NAME.")
