"""`GET /chat/KEY/stream`: the lines of one visitor, as server-sent events, until their page goes away.

`Last-Event-ID` is the position of the last line they have: what came since is sent first, so nothing is missed or told twice.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.db import DatabaseError

from regulars.channels.chat.limits import STREAMS
from regulars.channels.chat.lines import lines_after, positions_of
from regulars.channels.chat.models import Visitor
from regulars.channels.chat.origins import may_ask
from regulars.channels.chat.state import state_of
from regulars.channels.chat.tokens import visitors_with
from regulars.lib.numbers import number_in
from regulars.live import wire
from regulars.live.answering import HEARTBEAT_EVERY, Headers, Receive, Send, answer, begin, end, tell_when_gone, write
from regulars.live.hub import Hub, Subscriber
from regulars.live.together import Together

STATE_EVERY = 1.0  # seconds in which the state follows: the lines wait for nothing, and not for it
LOOK_AGAIN_AFTER = 4  # heartbeats, should a notice be lost, or a token be worth nothing any more


class Seat(NamedTuple):
    """Where a visitor listens: with a number below zero, which no agent has."""

    agent: int

    def may_hear(self, topics: frozenset[str]) -> bool:
        return True


class Asked(NamedTuple):
    """What a page brings that wants to listen: the key of its widget, its token, and its origin, which is empty of our own pages."""

    widget: str
    token: str
    origin: str


class Found(NamedTuple):
    """Whose stream it is, and with which status it is answered."""

    visitor: int
    status: int


class ChatStreams:
    """The route `/chat/KEY/stream`. What several pages ask at a time is asked together."""

    def __init__(self, hub: Hub) -> None:
        self.hub = hub
        self.whose, self.positions = Together(_whose), Together(positions_of)
        self.news, self.states = Together(_news), Together(_states)

    @staticmethod
    def serves(path: str) -> bool:
        return path.startswith("/chat/") and path.endswith("/stream")

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
        origin, after = headers.get(b"origin", ""), headers.get(b"last-event-id", "")
        token = headers.get(b"authorization", "").removeprefix("Bearer ")
        if scope["method"] == "OPTIONS":
            return await answer(send, 204, _preflight(origin))
        try:
            is_own = urlsplit(origin).netloc == headers.get(b"host")  # a page of this very host, whatever it is called
            asked = Asked(scope["path"].split("/")[2], token, "" if is_own else origin)
            visitor, status = await self.whose(asked)
        except ValueError:  # an origin that is no address
            return await answer(send, 401)
        except DatabaseError:
            return await answer(send, 503, _cors(origin))
        if scope["method"] != "GET" or status != 200:
            return await answer(send, 405 if status == 200 else status, _cors(origin))
        if self.hub.owners[-visitor] >= STREAMS:
            return await answer(send, 429, _cors(origin))
        subscriber = Subscriber(Seat(-visitor), frozenset([f"chat:{visitor}"]))  # type: ignore[arg-type]
        self.hub.add(subscriber)
        leaving = asyncio.create_task(tell_when_gone(receive, subscriber))
        try:
            given = parse_qs(scope["query_string"].decode("latin-1"))
            stream = _Stream(self, subscriber, asked, visitor, send, language=_language(given.get("language", [""])[0]))
            await stream.run(_position(after), _cors(origin), leaving)
        except (DatabaseError, TimeoutError):
            pass  # the page comes back, and says where it stands
        finally:
            leaving.cancel()
            self.hub.remove(subscriber)


class _Stream:
    def __init__(
        self, streams: ChatStreams, subscriber: Subscriber, asked: Asked, visitor: int, send: Send, *, language: str
    ) -> None:
        self.streams, self.hub, self.subscriber = streams, streams.hub, subscriber
        self.asked, self.visitor, self.send, self.language = asked, visitor, send, language
        self.last, self.beats = 0, 0
        self.state: dict[str, Any] = {}
        self.state_at: float | None = None  # when it is told next, as it may have changed

    async def run(self, after: int, headers: Headers, leaving: asyncio.Task[None]) -> None:
        self.last = after
        first = await self._missed()  # before anything is answered: without a database the page shall come back
        await begin(self.send, headers)
        await write(self.send, wire.START + first + wire.event("hello", {"position": self.last}))
        await self._tell_state()
        while not (self.hub.is_closed or leaving.done()):
            try:
                async with asyncio.timeout_at(self.state_at or _now() + HEARTBEAT_EVERY):
                    notices = [await self.subscriber.waiting.get(), *self.subscriber.clear()]
            except TimeoutError:
                if self.state_at is None and not await self._beat():
                    break
                if self.state_at or self.state.get("queue") or self.state.get("typing"):
                    await self._tell_state()
                continue
            if None in notices:
                break
            if any(self._is_line(each) for each in notices) and (lines := await self._new_lines()):
                await write(self.send, lines)
            self.state_at = self.state_at or _now() + STATE_EVERY
        await end(self.send)

    def _is_line(self, notice: wire.Notice) -> bool:
        return not notice.topics or f"chat:{self.visitor}" in notice.topics

    async def _beat(self) -> bool:
        """Says that we are there. Now and then looks whether a notice was lost, and whether they may listen still."""
        self.beats += 1
        missed = b""
        if self.beats % LOOK_AGAIN_AFTER == 0:
            if (await self.streams.whose(self.asked)).status != 200:
                return False
            missed = await self._missed()
        await write(self.send, missed + wire.HEARTBEAT)
        return True

    async def _tell_state(self) -> None:
        """How the talk stands, when that has changed. From here on, what happens to its conversation is heard."""
        self.state_at = None
        # Nearly all who have the chat open have never written: of them there is nothing to ask.
        state = await self.streams.states((self.visitor, self.language)) if self.last else {}
        number = state.get("conversation")
        if number != self.state.get("conversation"):
            topics = {f"conversation:{number}", f"onlookers:conversation:{number}"} if number else set()
            self.hub.remove(self.subscriber)
            self.subscriber.topics = frozenset({f"chat:{self.visitor}", *topics})
            self.hub.add(self.subscriber)
            self.state_at = _now() + STATE_EVERY  # what happened before we heard of it
        if state != self.state:
            self.state = state
            await write(self.send, wire.event("state", state))

    async def _missed(self) -> bytes:
        """The lines that no notice told of. Nearly always there is none: then nobody's lines are asked for."""
        return await self._new_lines() if await self.streams.positions(self.visitor) > self.last else b""

    async def _new_lines(self) -> bytes:
        lines = await self.streams.news((self.visitor, self.last))
        self.last = lines[-1]["position"] if lines else self.last
        return b"".join(wire.event("line", line, id=line["position"]) for line in lines)


def _whose(several: Sequence[Asked]) -> list[Found]:
    """Who holds the tokens. Whoever holds none is somebody new; whoever may not listen now keeps theirs (403)."""
    known = visitors_with([each.token for each in several])
    return [_found(known.get(each.token), each) for each in several]


def _found(visitor: Visitor | None, asked: Asked) -> Found:
    if visitor is None or visitor.widget.key != asked.widget:
        return Found(0, 401)
    may_listen = visitor.widget.is_on and may_ask(visitor.widget, asked.origin)
    return Found(visitor.pk, 200 if may_listen else 403)


def _news(several: Sequence[tuple[int, int]]) -> list[list[dict[str, Any]]]:
    return [lines_after(visitor, after) for visitor, after in several]


def _states(several: Sequence[tuple[int, str]]) -> list[dict[str, Any]]:
    return [state_of(visitor, language=language) for visitor, language in several]


def _now() -> float:
    return asyncio.get_running_loop().time()


def _language(asked: str) -> str:
    return asked if asked in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def _position(text: str) -> int:
    return number_in(text, digits=9) or 0


def _cors(origin: str) -> Headers:
    """Any page may read what it is answered: it is answered by the token alone, and never by a cookie."""
    return [(b"access-control-allow-origin", origin.encode("latin-1")), (b"vary", b"origin")] if origin else []


def _preflight(origin: str) -> Headers:
    allowed = [(b"access-control-allow-headers", b"authorization, last-event-id"), (b"access-control-max-age", b"600")]
    return [*_cors(origin), *allowed, (b"access-control-allow-methods", b"GET")]
