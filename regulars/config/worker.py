"""The worker process: takes letters in, lets reactions follow, sends replies out."""

import logging
import os
import signal
import threading
import time
from collections.abc import Callable
from typing import NamedTuple

from django.db import DatabaseError, InterfaceError, connections
from django.utils.module_loading import import_string

from regulars.lib.collecting import collect_seldom
from regulars.lib.drain import Bell, Drain
from regulars.live.models import beat

log = logging.getLogger(__name__)

BEAT_EVERY = 5.0  # seconds
OFTEN, SELDOM = 5.0, 60.0  # seconds between looks that nobody asked for: those of fifty idle queues add up
FIRST_LOOK = 0.1  # seconds until the next one looks, too: one after the other, they need few connections
STOP_WITHIN = 2.5  # seconds for the rows in hand


class Queue(NamedTuple):
    """Waiting rows and who takes them."""

    name: str  # and the channel that is notified when there are new ones
    take: str  # dotted name of a `def take() -> int`
    threads: int = 1
    bell: str = ""  # the channel that is notified, when it is another's
    next_due: str = ""  # dotted name of a `def next_due() -> datetime | None`, for what becomes due by itself
    poll: float = SELDOM  # OFTEN where rows may come without a notice, or time alone may bring work


CHATS, MAIL = "regulars.channels.chat.actions", "regulars.channels.email.actions"
REACT = "regulars.customers.actions.react"
SHOPS = "regulars.commerce.actions"
ASKED = "regulars.assistant.actions.tend"
CODES = "regulars.portal.actions.send_codes"
BOOKS = "regulars.loyalty.actions.sweep"
MEMBERS = "regulars.loyalty.actions.take_member_lines"
BIRTHDAYS = "regulars.loyalty.actions.celebrate"
ARTICLES = "regulars.knowledge.actions.publish_due"
GAPS = "regulars.assistant.actions.look_for_gaps"
MEANINGS = "regulars.knowledge.actions.make_meanings"
EXPORTS = "regulars.portal.actions.make_exports"
NOTIFY = "regulars.notifications.actions.deliver"
LETTERS, AHEAD = "regulars.outreach.actions.release", "regulars.outreach.actions.look_ahead"
PROMISES = "regulars.conversations.actions.keep_promises"
QUESTIONS = "regulars.assistant.actions.answer_questions"
REFERRALS = "regulars.referrals.actions.keep_referrals"
REPORTS = "regulars.reports.actions"
RING = "regulars.automation.actions.ring"
INVITATIONS, THEMES = "regulars.surveys.actions.send_invitations", "regulars.surveys.actions.find_themes"
NAMES = "regulars.assistant.actions.name_themes"
SNOOZED = "regulars.conversations.actions.wake_up"
SEGMENTS = "regulars.segments.actions"
DEEDS = "regulars.behaviour.actions"
VISITS = "regulars.channels.visits.actions.forget_old"
LOTS = "regulars.experiments.actions.draw_lots"
NIGHT = "regulars.predictions.actions.predict"
TAGS = "regulars.automation.actions.follow_tags"
CLAIMS = "regulars.rewards.actions.end_claims"

QUEUES: tuple[Queue, ...] = (
    Queue("letters", f"{MAIL}.take_letters.take_letters", next_due=f"{MAIL}.take_letters.next_due"),
    Queue("calls", f"{MAIL}.take_calls.take_calls", threads=2, next_due=f"{MAIL}.take_calls.next_due"),
    Queue("shops", f"{SHOPS}.take_shop_calls.take_shop_calls", threads=2, next_due=f"{SHOPS}.take_shop_calls.next_due"),
    Queue("imports", f"{SHOPS}.take_table_lines.take_table_lines"),
    Queue(
        "old_shop_calls", f"{SHOPS}.forget_shop_calls.forget_shop_calls", next_due=f"{SHOPS}.forget_shop_calls.next_due"
    ),
    Queue("reactions", f"{REACT}.react", next_due=f"{REACT}.next_due"),
    Queue("indexes", "regulars.customers.actions.keep_indexes.keep_indexes"),
    Queue("promises", f"{PROMISES}.keep_promises", next_due=f"{PROMISES}.next_due", poll=OFTEN),
    Queue("snoozed", f"{SNOOZED}.wake_snoozed", next_due=f"{SNOOZED}.next_due"),
    Queue("tags", f"{TAGS}.follow_tags", poll=OFTEN),
    Queue("routing", "regulars.routing.actions.tend.tend", poll=OFTEN),
    Queue("counting", "regulars.conversations.actions.count_views.after_a_breath"),
    Queue("readings", f"{REPORTS}.take_readings.take_readings"),
    Queue("surges", f"{REPORTS}.look_for_surges.look_for_surges", next_due=f"{REPORTS}.look_for_surges.next_due"),
    Queue("mailings", f"{REPORTS}.send_mailings.send_mailings", next_due=f"{REPORTS}.send_mailings.next_due"),
    Queue("articles", f"{ARTICLES}.publish_due", next_due=f"{ARTICLES}.next_due"),
    Queue("books", f"{BOOKS}.sweep", threads=2, next_due=f"{BOOKS}.next_due"),
    Queue("claims", f"{CLAIMS}.end_claims", next_due=f"{CLAIMS}.next_due"),
    Queue("member_imports", f"{MEMBERS}.take_member_lines", next_due=f"{MEMBERS}.next_due"),
    Queue("birthdays", f"{BIRTHDAYS}.celebrate", next_due=f"{BIRTHDAYS}.next_due"),
    Queue("meanings", f"{MEANINGS}.make_meanings", next_due=f"{MEANINGS}.next_due"),
    Queue("visits_made", f"{DEEDS}.tell_visits.tell_visits", next_due=f"{DEEDS}.tell_visits.next_due"),
    Queue("runs", f"{QUESTIONS}.answer_questions", next_due=f"{QUESTIONS}.next_due"),
    Queue("asked", f"{ASKED}.tend", threads=4, next_due=f"{ASKED}.next_due", poll=OFTEN),
    Queue("deeds", f"{DEEDS}.take_arrivals.take_arrivals", poll=OFTEN),
    Queue("segments", f"{SEGMENTS}.follow.follow", next_due=f"{SEGMENTS}.follow.next_due", poll=OFTEN),
    Queue("segments_built", f"{SEGMENTS}.build.build", next_due=f"{SEGMENTS}.build.next_due"),
    Queue("gaps", f"{GAPS}.look_for_gaps", next_due=f"{GAPS}.next_due"),
    Queue("bulk", "regulars.bulk.actions.take_items.take_items"),
    Queue("codes", f"{CODES}.send_codes", next_due=f"{CODES}.next_due"),
    Queue("referrals", f"{REFERRALS}.keep_referrals", next_due=f"{REFERRALS}.next_due"),
    Queue("invitations", f"{INVITATIONS}.send_invitations", next_due=f"{INVITATIONS}.next_due"),
    Queue("names", f"{NAMES}.name_themes", next_due=f"{NAMES}.next_due"),
    Queue("themes", f"{THEMES}.find_themes", next_due=f"{THEMES}.next_due"),
    Queue("notifications", f"{NOTIFY}.deliver", next_due=f"{NOTIFY}.next_due"),
    Queue("exports", f"{EXPORTS}.make_exports", next_due=f"{EXPORTS}.next_due"),
    Queue("timers", f"{RING}.ring", next_due=f"{RING}.next_due"),
    Queue("frames", f"{CHATS}.take_frames.take_frames", poll=OFTEN),
    Queue("chats", f"{CHATS}.deliver.deliver", bell="deliveries_chat", next_due=f"{CHATS}.deliver.next_due"),
    Queue(
        "deliveries", f"{MAIL}.deliver.deliver", threads=4, bell="deliveries_email", next_due=f"{MAIL}.deliver.next_due"
    ),
    Queue("outreach", f"{LETTERS}.release", threads=2, next_due=f"{LETTERS}.next_due"),
    Queue("ahead", f"{AHEAD}.look_ahead", next_due=f"{AHEAD}.next_due"),
    Queue("experiments", f"{LOTS}.draw_lots", next_due=f"{LOTS}.next_due"),
    Queue("predictions", f"{NIGHT}.predict", next_due=f"{NIGHT}.next_due"),
    Queue("visits", f"{VISITS}.forget_old", next_due=f"{VISITS}.next_due"),
)

# Dotted names of `def listen(stop: threading.Event) -> None`, which runs in a thread of its own until `stop` is set.
LISTENERS: tuple[str, ...] = (
    "regulars.channels.email.smtp.listen",
    "regulars.channels.email.imap.watch",
    "regulars.channels.email.watching.watch",
)


def load() -> None:
    """Import whatever the queues and listeners will call."""
    for queue in QUEUES:
        import_string(queue.take)
    for name in LISTENERS:
        import_string(name)


def main() -> int:
    """Work until SIGTERM or SIGINT. Returns 1 when a part died, so that the supervisor starts the worker anew."""
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    drains = [
        Drain(
            queue.name,
            channel=queue.bell or queue.name,
            take=import_string(queue.take),
            poll=queue.poll,
            next_due=import_string(queue.next_due) if queue.next_due else None,
        )
        for queue in QUEUES
        for _ in range(queue.threads)
    ]
    listeners = [_listener(name, stop) for name in LISTENERS]
    bell = Bell(drains)
    collect_seldom()
    for thread in (bell, *listeners):
        thread.start()
    bell.is_listening.wait(FIRST_LOOK)  # it would wake them for a second look
    _beat(drains)
    for drain in drains:
        drain.start()
        drain.has_looked.wait(FIRST_LOOK)
    log.info("worker: ready, with %s", ", ".join(sorted({part.name for part in (*drains, *listeners)})) or "nothing")
    fallen = _beat_until(stop, [bell, *drains, *listeners])
    stop.set()
    for part in (bell, *drains):
        part.stop()
    _join([*drains, *listeners, bell])
    connections.close_all()
    return 1 if fallen else 0


def _listener(name: str, stop: threading.Event) -> threading.Thread:
    listen: Callable[[threading.Event], None] = import_string(name)
    return threading.Thread(target=listen, args=[stop], name=name, daemon=True)


def _beat_until(stop: threading.Event, parts: list[threading.Thread]) -> list[str]:
    while not stop.is_set():
        fallen = [part.name for part in parts if not part.is_alive()]
        if fallen:
            log.error("worker: ended by itself: %s", ", ".join(fallen))
            return fallen
        _beat(parts)
        stop.wait(BEAT_EVERY)
    return []


def _beat(parts: list[threading.Thread]) -> None:
    try:
        beat("worker", pid=os.getpid(), failing=[part.name for part in parts if getattr(part, "failures", 0)])
    except (DatabaseError, InterfaceError) as error:
        log.warning("worker: no heartbeat, the database refused: %s", str(error).strip())
        connections.close_all()


def _join(parts: list[threading.Thread]) -> None:
    until = time.monotonic() + STOP_WITHIN
    for part in parts:
        part.join(max(0.0, until - time.monotonic()))
    late = [part.name for part in parts if part.is_alive()]
    if late:
        log.warning("worker: not waiting longer for %s; what they had in hand is taken up again", ", ".join(late))
