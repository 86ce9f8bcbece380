"""What web and worker have in common: loaded once by the supervisor, and held in memory once, since both are copies of it."""

import gc
import os
from collections.abc import Callable
from functools import partial
from importlib import import_module

from regulars.lib import heaps

WEB = ("regulars.config.asgi", "uvicorn", "uvicorn.lifespan.on", "uvicorn.loops.auto", "uvicorn.protocols.http.auto")


def load() -> None:
    """Load all that a request or a queue may need, without a thread or a connection, which a copy could not share."""
    gc.disable()  # else it leaves holes, which the copies would write to
    import django

    django.setup()
    from django.conf import settings
    from django.urls import reverse

    from regulars.config import worker

    for name in (*WEB, settings.CUSTOMER_URLCONF):
        import_module(name)
    reverse("account_login")  # makes the table of all addresses
    worker.load()
    heaps.give_back()
    gc.freeze()
    gc.enable()


def as_process(name: str) -> Callable[[], int]:
    """The work of `bin/regulars web` or `worker`, for a copy of a process that has loaded already."""
    return partial(_be, name)


def _be(name: str) -> int:
    from django.conf import settings

    from regulars.config import command_line, environment

    os.environ["REGULARS_PROCESS"] = name
    settings.DATABASES["default"].update(environment.database_settings())  # each has a pool of its own size
    return command_line.main([name])
