"""Looks each minute whether mail works, and does what is due: canaries, alarms, the purge of held letters."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

import psycopg
from django.db import DatabaseError, InterfaceError, connections

from regulars.channels.email import alarms
from regulars.channels.email.actions.forget_calls import forget_calls
from regulars.channels.email.actions.purge_letters import purge_letters
from regulars.channels.email.actions.renew_grants import renew_grants
from regulars.channels.email.actions.send_canaries import send_canaries
from regulars.channels.email.actions.tell_alarms import tell_alarms
from regulars.lib.postgres import turn

log = logging.getLogger(__name__)

EVERY = 60.0  # seconds
TURN = 0x77A7C4  # the name of the lock: of several workers one looks
DUTIES: tuple[Callable[[], object], ...] = (
    renew_grants,
    send_canaries,
    alarms.look,
    tell_alarms,
    purge_letters,
    forget_calls,
)


def watch(stop: threading.Event) -> None:
    """Look each minute until `stop` is set."""
    while not stop.is_set():
        try:
            look_once()
        except (DatabaseError, InterfaceError, psycopg.Error) as error:
            log.warning("watching: the database refused: %s", str(error).strip())
        connections.close_all()
        stop.wait(EVERY)


def look_once() -> bool:
    """Do each duty once, unless another process does. One that fails stops no other. Returns whether it was our turn."""
    with turn(TURN) as session:
        if session is None:
            return False
        for duty in DUTIES:
            try:
                duty()
            except (DatabaseError, InterfaceError):
                raise
            except Exception:
                log.exception("watching: %s failed", duty.__name__)
    return True
