import signal
from collections.abc import Callable

import pytest
from django.contrib.auth import get_user_model
from django.db import connection

from regulars.live.tests.pages import Page, Web, cut_listeners, write
from tests.waiting import PATIENCE


def test_a_page_is_greeted_and_told_what_changes(web: Web, cookie: str, happen: Callable[[], int]) -> None:
    page = Page(web.port, cookie, seen=[*range(happen() + 1)]).open()
    assert page.response.getheader("content-type") == "text/event-stream; charset=utf-8"
    greeting = page.next()
    assert greeting and greeting[0] == "hello"
    assert page.last == str(greeting[1]["position"])
    position = happen()
    assert page.change() == position
    assert page.last == str(position)


def test_a_page_is_told_only_of_its_topics(web: Web, cookie: str, customer: int, happen: Callable[[], int]) -> None:
    of_customer = Page(web.port, cookie, f"topics=customer:{customer},inbox").open()
    of_other = Page(web.port, cookie, f"topics=customer:{customer}9").open()
    of_customer.next(), of_other.next()
    position = happen()
    assert of_customer.change() == position
    with connection.cursor() as cursor:
        cursor.execute("""SELECT pg_notify('live', '{"kind": "pages.closed", "topics": ["all"]}')""")
    assert of_other.next() == ("change", {"kind": "pages.closed", "topics": ["all"]})


@pytest.mark.parametrize("by", ["last", "query"])
def test_a_page_that_comes_back_is_told_what_it_missed(
    by: str, web: Web, cookie: str, happen: Callable[[], int]
) -> None:
    first, second, third = happen(), happen(), happen()
    page = Page(web.port, cookie, seen=[*range(first + 1)])
    if by == "last":
        page.last = str(first)
    else:
        page.query = f"topics=all&after={first}"
    page.open()
    assert [page.change(), page.change()] == [second, third]


def test_what_committed_out_of_order_is_replayed_too(web: Web, cookie: str, happen: Callable[[], int]) -> None:
    late, early = happen(), happen()
    page = Page(web.port, cookie, last=str(early), seen=[*range(late), early]).open()
    assert page.change() == late


@pytest.mark.parametrize("missed", ["1201 events", "a restored backup"])
def test_a_page_that_missed_too_much_looks_anew(missed: str, web: Web, cookie: str, customer: int) -> None:
    first = write(customer, 1)
    last = write(customer, 1201) if missed == "1201 events" else first
    page = Page(web.port, cookie, last=str(first if last > first else first + 5)).open()
    assert page.next() == ("resync", {})
    assert page.next() == ("hello", {"position": last})


def test_200_events_across_20_drops_are_all_seen_none_twice(web: Web, cookie: str, happen: Callable[[], int]) -> None:
    page = Page(web.port, cookie, seen=[*range(happen() + 1)]).open()
    old = len(page.seen)
    told = []
    for round in range(20):
        told += [happen() for _ in range(5)]
        if round % 2:
            assert cut_listeners() >= 1
        else:
            page.change()
            page.drop()
        told += [happen() for _ in range(5)]
        if not round % 2:
            page.open()
        while len(page.seen) < old + len(told):
            page.change()
        assert sorted(page.seen[old:]) == told
    assert len(set(page.seen[old:])) == 200


def test_pages_opened_while_postgresql_is_deaf_hear_everything_once(
    web: Web, cookie: str, happen: Callable[[], int]
) -> None:
    first = happen()
    cut_listeners()
    position = happen()
    page = Page(web.port, cookie, last=str(first), seen=[*range(first + 1)]).open()
    assert page.change() == position
    later = happen()
    events = []
    while not events or events[-1] != ("change", later):
        event = page.next()
        assert event
        events.append((event[0], event[1].get("id")))
    assert events.count(("change", position)) == 0


@pytest.mark.parametrize(
    ("query", "method", "status"),
    [("topics=", "GET", 400), ("topics=all&after=x", "GET", 400), ("topics=all", "POST", 405)],
)
def test_a_strange_request_is_refused(query: str, method: str, status: int, web: Web, cookie: str) -> None:
    assert Page(web.port, cookie, query).open(method).status == status


def test_only_signed_in_agents_are_told(web: Web, cookie: str) -> None:
    assert Page(web.port, "").open().status == 401
    assert Page(web.port, "sessionid=made-up").open().status == 401
    get_user_model().objects.update(is_active=False)
    assert Page(web.port, cookie).open().status == 401


def test_nobody_holds_more_than_fifty_streams(web: Web, cookie: str) -> None:
    pages = [Page(web.port, cookie).open() for _ in range(50)]
    assert {page.status for page in pages} == {200}
    assert Page(web.port, cookie).open().status == 429
    pages[0].next()
    pages[0].drop()
    while (again := Page(web.port, cookie).open()).status == 429:
        again.drop()
    assert again.status == 200


@pytest.mark.parametrize("name", [signal.SIGTERM, signal.SIGINT])
def test_streams_end_cleanly_when_the_web_process_stops(name: signal.Signals, web_of_my_own: Web, cookie: str) -> None:
    pages = [Page(web_of_my_own.port, cookie).open() for _ in range(3)]
    for page in pages:
        page.next()
    web_of_my_own.process.send_signal(name)
    assert [page.next() for page in pages] == [None, None, None]
    web_of_my_own.process.wait(PATIENCE)  # the server itself would wait 600 s for its streams
