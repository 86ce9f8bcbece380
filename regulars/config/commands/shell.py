"""`bin/regulars shell`: a Python prompt that knows all models."""

import argparse

HELP = "Open a Python prompt with all models at hand."


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("-c", "--command", metavar="CODE", help="run this code instead, and end")


def run(options: argparse.Namespace) -> int:
    from django.core.management import call_command

    call_command("shell", command=options.command, verbosity=0)
    return 0
