import asyncio
import json
from collections.abc import Callable
from importlib import import_module
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connections

from regulars.lib.postgres import connection_facts
from regulars.live import notify, stream
from regulars.live.hub import WAITING_LIMIT, Hub, Subscriber
from regulars.live.memory import REMEMBERED, Memory
from regulars.live.stream import Live
from regulars.live.visitor import Visitor
from regulars.live.wire import RESYNC, Notice
from tests.waiting import PATIENCE


def notice(id: int | None, *topics: str) -> Notice:
    return Notice.of({"id": id, "kind": "coffee.poured", "topics": list(topics)})


def test_a_notice_is_told_once_however_often_it_is_heard() -> None:
    hub, page = Hub(), Subscriber(Visitor(1), frozenset(["inbox", "customer:7"]))
    hub.add(page)
    for heard in (
        notice(1, "inbox", "customer:7"),
        notice(1, "inbox"),
        notice(2, "customer:8"),
        notice(2, "customer:7"),
    ):
        hub.publish(heard)
    assert [page.waiting.get_nowait().id for _ in range(page.waiting.qsize())] == [1]
    assert hub.memory.newest == 2


def test_a_page_that_reads_too_slowly_looks_anew_and_costs_no_more_memory() -> None:
    page = Subscriber(Visitor(1), frozenset(["all"]))
    for id in range(WAITING_LIMIT + 1):
        page.put(notice(id, "inbox"))
    assert page.waiting.qsize() == 1
    assert page.waiting.get_nowait() is RESYNC


def test_what_is_remembered_is_told_without_the_database() -> None:
    memory = Memory()
    assert memory.after(5) is None
    memory.begin(complete_after=10, newest=12)
    for id in (14, 13, 14):
        memory.add(notice(id, "inbox"))
    assert [each.id for each in memory.after(12) or []] == [13, 14]
    assert memory.after(9) is None
    for id in range(15, 15 + REMEMBERED):
        memory.add(notice(id, "inbox"))
    assert memory.after(13) is None
    assert len(memory.after(14) or []) == REMEMBERED


SessionStore = import_module(settings.SESSION_ENGINE).SessionStore


def test_who_is_limited_hears_what_happens_in_their_inboxes_and_in_none() -> None:
    hub, page = Hub(), Subscriber(Visitor(1, frozenset(["inbox:1"])), frozenset(["all"]))
    hub.add(page)
    for heard in (notice(1, "inbox:1", "inbox"), notice(2, "inbox:2", "inbox"), notice(3, "customer:7")):
        hub.publish(heard)
    assert [page.waiting.get_nowait().id for _ in range(page.waiting.qsize())] == [1, 3]


def test_the_streams_of_one_agent_are_ended() -> None:
    hub, theirs, others = Hub(), Subscriber(Visitor(1), frozenset(["all"])), Subscriber(Visitor(2), frozenset(["all"]))
    hub.add(theirs)
    hub.add(others)
    hub._publish_text('{"ended": 1}')
    assert theirs.waiting.get_nowait() is None and others.waiting.empty()


def test_nobody_is_remembered_after_leaving() -> None:
    hub, page = Hub(), Subscriber(Visitor(1), frozenset(["inbox", "all"]))
    hub.add(page)
    hub.remove(page)
    assert (hub.subscribers, hub.owners, hub._by_topic) == (set(), {}, {})


@pytest.mark.django_db(transaction=True)
def test_a_notice_with_too_many_topics_is_for_everybody() -> None:
    with psycopg.connect(**connection_facts(), autocommit=True) as listener:
        listener.execute("LISTEN live")
        notify.tell({"id": 1, "kind": "tags.merged", "topics": [f"conversation:{n}" for n in range(1000)]})
        told = next(listener.notifies(timeout=PATIENCE, stop_after=1))
    assert json.loads(told.payload) == {"id": 1, "kind": "tags.merged", "topics": ["all"]}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("gone", ["session", "agent"])
def test_a_stream_ends_when_its_session_is_revoked(gone: str, cookie: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "CHECK_SESSION_EVERY", 0.0)
    monkeypatch.setattr(stream, "HEARTBEAT_EVERY", 0.02)
    sent = asyncio.run(asyncio.wait_for(listen_until_revoked(cookie, gone), PATIENCE))
    assert sent[0]["status"] == 200
    assert sent[-1] == {"type": "http.response.body", "body": b""}


async def listen_until_revoked(cookie: str, gone: str) -> list[dict[str, Any]]:
    sent: list[dict[str, Any]] = []

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)
        if len(sent) == 3:
            revoke = (
                SessionStore.get_model_class().objects.all().delete
                if gone == "session"
                else lambda: get_user_model().objects.update(is_active=False)
            )
            await asyncio.to_thread(in_own_connection, revoke)

    scope = {"method": "GET", "query_string": b"topics=all", "headers": [(b"cookie", cookie.encode())]}
    await Live(Hub())(scope, never, send)
    return sent


def in_own_connection(change: Callable[[], object]) -> None:
    change()
    connections.close_all()


async def never() -> dict[str, Any]:
    await asyncio.Event().wait()
    return {}
