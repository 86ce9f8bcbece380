"""`GET /my/conversations/NUMBER/news`: that a conversation has gone on, as server-sent events, until the page goes away.

It says how far the conversation has come for this customer, and never what was said: the page asks for that. Whoever comes back is told
at once where it stands, so nothing is missed. What they may not see (notes, what waits) moves nothing and is told to nobody.
"""

from __future__ import annotations

import asyncio
import re
from functools import partial
from typing import NamedTuple

from django.db import DatabaseError
from django.http import HttpRequest, parse_cookie

from regulars.live import replay, wire
from regulars.live.answering import HEARTBEAT_EVERY, Receive, Send, answer, begin, end, tell_when_gone, write
from regulars.live.hub import Hub, Subscriber
from regulars.portal.queries import Reader, standing_of
from regulars.portal.sessions import session_of

LOOK_AGAIN_AFTER = 4  # heartbeats: whether they are still signed in, and should a notice be lost
STREAMS = 8  # open pages of one customer
PATH = re.compile(r"/my/conversations/(\d{1,18})/news")


class Seat(NamedTuple):
    """Where a customer listens: no agent has this name."""

    agent: str

    def may_hear(self, topics: frozenset[str]) -> bool:
        return True


class PortalStreams:
    """The route `/my/conversations/NUMBER/news`."""

    def __init__(self, hub: Hub) -> None:
        self.hub = hub

    @staticmethod
    def serves(path: str) -> bool:
        return PATH.fullmatch(path) is not None

    async def __call__(self, scope: dict[str, object], receive: Receive, send: Send) -> None:
        found = PATH.fullmatch(str(scope["path"]))
        cookies = "; ".join(value.decode("latin-1") for name, value in scope["headers"] if name == b"cookie")  # type: ignore[attr-defined]
        if found is None or scope["method"] != "GET":
            return await answer(send, 405)
        look = partial(standing, cookies, int(found[1]))
        try:
            owner, stands = await replay.in_thread(look)
        except DatabaseError:
            return await answer(send, 503)
        if not stands:
            return await answer(send, 404)
        if self.hub.owners[owner] >= STREAMS:
            return await answer(send, 429)
        subscriber = Subscriber(Seat(owner), frozenset([f"conversation:{found[1]}"]))  # type: ignore[arg-type]
        self.hub.add(subscriber)
        leaving = asyncio.create_task(tell_when_gone(receive, subscriber))
        try:
            await self._tell(subscriber, send, look, leaving)
        except (DatabaseError, TimeoutError):
            pass  # the page comes back
        finally:
            leaving.cancel()
            self.hub.remove(subscriber)

    async def _tell(
        self, subscriber: Subscriber, send: Send, look: partial[tuple[str, str]], leaving: asyncio.Task[None]
    ) -> None:
        """How it stands, when that has changed. The subscription stands already, so nothing falls in between."""
        _owner, stands = await replay.in_thread(look)
        await begin(send)
        await write(send, wire.START + wire.event("news", {"stands": stands}))
        quiet = 0
        while stands and not (self.hub.is_closed or leaving.done()):
            try:
                async with asyncio.timeout(HEARTBEAT_EVERY):
                    await subscriber.waiting.get()
            except TimeoutError:
                quiet += 1
                await write(send, wire.HEARTBEAT)
                if quiet % LOOK_AGAIN_AFTER:
                    continue
            subscriber.clear()  # what came together is one piece of news
            before = stands
            _owner, stands = await replay.in_thread(look)
            if stands and stands != before:
                await write(send, wire.event("news", {"stands": stands}))
        await end(send)


def standing(cookies: str, conversation: int) -> tuple[str, str]:
    """Whose browser it is, and how far the conversation has come for them; nothing of what is not theirs."""
    request = HttpRequest()
    request.COOKIES = parse_cookie(cookies)
    session = session_of(request)
    stands = standing_of(Reader(session.proof), conversation) if session else ""
    return f"customer of proof {session.proof_id}" if session else "", stands
