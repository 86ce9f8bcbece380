"""`bin/regulars seed WORLD`: fill the database with a world that has a story."""

import argparse
import json
import os
from collections.abc import Sequence
from importlib import import_module
from types import ModuleType

from regulars.config import environment
from regulars.config.environment import Problem
from regulars.config.progress import Bar, step

HELP = "Fill the database with a made-up shop: customers, conversations, a team."
FIRST_CONVERSATIONS = 60


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("world", nargs="?", default="coffee_shop", help=f"one of: {', '.join(worlds())} (%(default)s)")
    parser.add_argument("--conversations", type=int, default=FIRST_CONVERSATIONS, metavar="N", help="how many (60)")


def run(options: argparse.Namespace) -> int:
    if options.conversations < 0:
        raise Problem("There cannot be fewer than 0 conversations.")
    if _is_lived_in():
        raise Problem(
            "Somebody works in this database already. A world needs a new one: "
            f"REGULARS_DATA=/a/folder bin/regulars seed {options.world}"
        )
    _build(options.world, conversations=options.conversations)
    for email, password, who in sign_ins(options.world):
        print(f"Sign in as {email} with the password {password} ({who}).")
    return 0


def fill_new_database() -> None:
    """The first world of a database in which nobody works yet."""
    world = os.environ.get("REGULARS_WORLD") or "coffee_shop"
    if world != "none" and not _is_lived_in():
        with step(4, "Demo world"):
            _build(world, conversations=FIRST_CONVERSATIONS)


def worlds() -> list[str]:
    """The names of all worlds, which are the modules in `seeds/`."""
    return sorted(path.stem for path in (environment.ROOT / "seeds").glob("[a-z]*.py"))


def sign_ins(world: str) -> Sequence[tuple[str, str, str]]:
    """Who may sign in to a world: e-mail, password, and who that is."""
    return getattr(_world(world), "SIGN_INS", ())


def _is_lived_in() -> bool:
    from django.contrib.auth import get_user_model

    return get_user_model().objects.exists()


def _build(world: str, *, conversations: int) -> None:
    _world(world).build(conversations=conversations, progress=Bar(world.replace("_", " ").capitalize()))
    text = json.dumps(sign_ins(world))
    (environment.data_folder() / "sign-ins.json").write_text(text)


def _world(name: str) -> ModuleType:
    if name not in worlds():
        raise Problem(f"There is no world {name!r}. There are: {', '.join(worlds()) or 'none'}.")
    return import_module(f"seeds.{name}")
