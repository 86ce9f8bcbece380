"""`bin/regulars worker`: the worker process alone."""

import argparse
import os

from regulars.lib import heaps

HELP = "Start the worker process alone: letters in, reactions, replies out."
NEEDS = "server"


def arguments(parser: argparse.ArgumentParser) -> None:
    pass


def run(options: argparse.Namespace) -> int:
    os.environ["REGULARS_PROCESS"] = "worker"
    heaps.keep_few()
    import django

    django.setup()
    from regulars.config import worker

    return worker.main()
