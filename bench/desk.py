"""Fifty agents at work at once, while letters come in: each has the list open, goes from conversation to conversation, and acts.

Their pages hear of every change on a stream of their own, and ask for what changed as a browser does.
"""

from __future__ import annotations

import http.client
import json
import re
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from random import Random
from urllib.parse import urlencode

from bench import post
from bench.asking import percentile
from bench.house import House, session_of
from bench.table import Measure
from regulars.conversations.models import Conversation
from regulars.team.models import Agent

AGENTS = 50
SECONDS = 60.0
THINKS = 5.0  # seconds on average between two acts of one agent: quicker than people are for long
LETTERS = 1.0  # a second
REFRESH = 1.5, 0.5  # seconds between two looks at the list, and at most as much by chance: as `row-list.js` does
ACTS = {"open": 50, "reply": 18, "note": 6, "tag": 8, "assign": 8, "resolve": 10}  # of a hundred
MOST_MS = 300
TEXT = "Thank you for your patience. It left our roastery this morning, and you should have it on Thursday."


class Desk:
    """What all of them share: when it ends, and how long each request took."""

    def __init__(self, house: House) -> None:
        self.house, self.times = house, dict[str, list[float]]()
        self.failed: list[str] = []
        self.ends_at = 0.0
        self.numbers = list(
            Conversation.objects.filter(status="open").order_by("-last_activity_at").values_list("pk", flat=True)[:2000]
        )
        self._taking_down = threading.Lock()

    def begin(self) -> None:
        self.ends_at = time.monotonic() + SECONDS

    @property
    def is_open(self) -> bool:
        return time.monotonic() < self.ends_at

    def took(self, name: str, seconds: float) -> None:
        with self._taking_down:
            self.times.setdefault(name, []).append(seconds)


class Tab:
    """One page of an agent's browser: a connection that is kept, and the token that its requests carry."""

    def __init__(self, desk: Desk, cookie: str) -> None:
        self.desk = desk
        self.headers = {"Host": "localhost", "Cookie": cookie}
        self._connection = http.client.HTTPConnection("127.0.0.1", desk.house.ports["web"], timeout=60)
        answer, text = self._send("/inbox?view=all", None)
        token = re.search(r"X-CSRFToken&quot;: &quot;(\w+)|X-CSRFToken\": \"(\w+)", text)
        secret = (answer.getheader("Set-Cookie") or "").split(";")[0]
        self.headers |= {"HX-Request": "true", "X-CSRFToken": token[1] or token[2], "Cookie": f"{cookie}; {secret}"}

    def ask(self, name: str, path: str, facts: dict[str, str] | None = None) -> str:
        began = time.perf_counter()
        answer, text = self._send(path, facts)
        if answer.status not in (200, 204):
            self.desk.failed.append(f"{name} {path}: {answer.status} {text[:300]}")
        self.desk.took(name, time.perf_counter() - began)
        return text

    def _send(self, path: str, facts: dict[str, str] | None) -> tuple[http.client.HTTPResponse, str]:
        kind = {} if facts is None else {"Content-Type": "application/x-www-form-urlencoded"}
        body = None if facts is None else urlencode(facts)
        self._connection.request("GET" if facts is None else "POST", path, body=body, headers=self.headers | kind)
        answer = self._connection.getresponse()
        text = answer.read().decode()
        self._connection.close()  # the server ends what rests for five seconds: sooner or later each would be in its way
        return answer, text


class Seat:
    """An agent: one hand that acts, and a page that hears of changes and looks anew."""

    def __init__(self, desk: Desk, agent: Agent, random: Random) -> None:
        self.desk, self.agent, self.random, self.open = desk, agent, random, 0
        self.seen = self.heard = 0  # position and event that the page shows last
        self.cookie = session_of(agent)
        self.hand, self.eye = Tab(desk, self.cookie), Tab(desk, self.cookie)
        self.threads = [threading.Thread(target=each, daemon=True) for each in (self._act, self._hear, self._look)]
        self._news = threading.Event()

    def _act(self) -> None:
        while self.desk.is_open:
            time.sleep(self.random.expovariate(1 / THINKS))
            name = self.random.choices(list(ACTS), list(ACTS.values()))[0] if self.open else "open"
            getattr(self, f"_{name}")()

    def _open(self) -> None:
        number = self.random.choice(self.desk.numbers)
        page = self.hand.ask("open", f"/inbox/{number}?view=all")
        positions = [int(position) for position in re.findall(r'data-position="(\d+)"', page)]
        self.seen, self.heard = max(positions, default=0), int(re.search(r'last-event="(\d+)"', page)[1])
        self.open = number

    def _reply(self) -> None:
        self._write("reply", kind="reply")

    def _note(self) -> None:
        self._write("note", kind="note")

    def _write(self, name: str, **facts: str) -> None:
        self.hand.ask(
            name, f"/conversations/{self.open}/write", {"text": TEXT, "client_key": str(self.random.random()), **facts}
        )

    def _tag(self) -> None:
        self.hand.ask(
            "tag", f"/conversations/{self.open}/tag", {"tag": self.random.choice(["delivery", "grinder", "gift"])}
        )

    def _assign(self) -> None:
        self.hand.ask("assign", f"/conversations/{self.open}/assign", {"agent": str(self.agent.pk)})

    def _resolve(self) -> None:
        self.hand.ask("resolve", f"/conversations/{self.open}/resolve", {})
        self.open = 0

    def _hear(self) -> None:
        stream = http.client.HTTPConnection("127.0.0.1", self.desk.house.ports["web"], timeout=SECONDS + 60)
        stream.request("GET", "/live?topics=all", headers={"Host": "localhost", "Cookie": self.cookie})
        answer = stream.getresponse()
        while self.desk.is_open and (line := answer.readline()):
            if not line.startswith(b"data: {") or b"topics" not in line:
                continue
            topics = json.loads(line[6:])["topics"]
            if "inbox" in topics:
                self._news.set()
            if f"conversation:{self.open}" in topics:
                self.eye.ask("news", f"/conversations/{self.open}/news?after={self.seen}&event={self.heard}")

    def _look(self) -> None:
        tab = Tab(self.desk, self.cookie)
        while self.desk.is_open:
            if self._news.wait(1):
                time.sleep(self.random.random() * REFRESH[1])
                self._news.clear()
                tab.ask("list", "/inbox/rows?view=all&shown=50")
                time.sleep(REFRESH[0])


def measures(house: House) -> Iterator[Measure]:
    house.start("web", "worker")
    desk = Desk(house)
    seats = [Seat(desk, agent, Random(number)) for number, agent in enumerate(_agents())]
    desk.begin()
    before = house.cpu()
    for thread in (threads := [thread for seat in seats for thread in seat.threads]):
        thread.start()
    _letters_meanwhile(desk)
    for thread in threads:
        thread.join(SECONDS)
    spent = house.cpu() - before
    if desk.failed:
        raise SystemExit(f"{len(desk.failed)} requests failed. {desk.failed[0]}")
    yield from (_measure(house, name, times) for name, times in sorted(desk.times.items()))
    every = [each for times in desk.times.values() for each in times]
    p95 = percentile(every, 95) * 1000
    yield replace(
        _measure(house, "all", every), cpu_ms=spent / len(every) * 1000, per_second=len(every) / SECONDS,
        promise=f"p95 < {MOST_MS}", is_kept=p95 < MOST_MS,
    )  # fmt: skip
    house.stop("worker")


def _measure(house: House, name: str, times: list[float]) -> Measure:
    return Measure(
        name=f"desk {name}", size=house.size, n=len(times), p50_ms=percentile(times, 50) * 1000,
        p95_ms=percentile(times, 95) * 1000,
    )  # fmt: skip


def _letters_meanwhile(desk: Desk) -> None:
    letters = post.letters(int(SECONDS * LETTERS), seed=5)
    while desk.is_open and letters:
        post.hand_over([letters.pop()], port=desk.house.ports["worker"])
        time.sleep(1 / LETTERS)


def _agents() -> list[Agent]:
    like = Agent.objects.active().first()
    agents = [
        Agent(email=f"desk{number}@coffee.example", name=f"Desk {number}", role=like.role) for number in range(AGENTS)
    ]
    return Agent.objects.bulk_create(agents)
