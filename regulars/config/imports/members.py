"""`bin/regulars import members FILE`: the members of another programme."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from regulars.config.choosing import the_one
from regulars.config.imports import tables
from regulars.config.imports.tables import Coming

if TYPE_CHECKING:
    from regulars.loyalty.models import Programme

HELP = "members of a loyalty programme with their points: a table (CSV)"


def arguments(parser: argparse.ArgumentParser) -> None:
    tables.arguments(parser)
    parser.add_argument("--programme", metavar="NAME", help="which programme they join (needed if there are several)")


def run(options: argparse.Namespace) -> int:
    from regulars.loyalty.actions.import_members import import_members
    from regulars.loyalty.tables import members_table

    programme = _programme(options.programme)
    coming = Coming(options, f"Members of {programme}", read=members_table)
    outcome = import_members(coming.lines, programme=programme, **coming.hearing)
    known = f", {outcome.known:,} were here already"
    return coming.tell(outcome, f"{outcome.taken:,} members joined {programme}", known)


def _programme(name: str | None) -> Programme:
    from regulars.loyalty.models import Programme

    return the_one(
        Programme.objects.filter(name=name) if name else Programme.objects.all(),
        unknown=f"There is no programme {name}. Settings → Loyalty programmes shows all." if name else "",
        none="There is no programme yet. Begin one first: Settings → Loyalty programmes.",
        several="There are several programmes: say which one with --programme NAME.",
    )
