"""The web process: `/live`, `/chat/KEY/stream` and `/my/conversations/NUMBER/news` stream, everything else is Django's WSGI
application in a pool of threads.

Django under ASGI costs 6 to 17 times as much on small views; a stream as a Django view costs 61 kB instead of 17.
"""

import asyncio
import re
import signal
from collections.abc import Awaitable, Callable
from typing import Any

from django.conf import settings

from regulars.config import environment
from regulars.config.wsgi import application as wsgi
from regulars.lib.collecting import collect_seldom
from regulars.lib.in_threads import InThreads
from regulars.lib.proxied import as_proxy_saw
from regulars.lib.whole_request import WholeRequests
from regulars.live.hub import Hub
from regulars.live.stream import Live

# isort: split
# Models, which can be imported only now that Django is set up.
from regulars.channels.chat.stream import ChatStreams
from regulars.portal.news import PortalStreams

Receive = Callable[[], Awaitable[Any]]
Send = Callable[[Any], Awaitable[None]]

is_behind_proxy = environment.is_behind_proxy()
hub = Hub()
live, chats, portals = Live(hub), ChatStreams(hub), PortalStreams(hub)
django = InThreads(wsgi, threads=getattr(settings, "WEB_THREADS", 8))
pages = WholeRequests(django, limit=settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
# Where strangers only ever send words, nobody fills the disk with what will be refused.
FOR_WORDS = ("/accounts/", "/chat/", "/help/")
FOR_FILES = re.compile("/chat/[^/]+/files")
doors = WholeRequests(django, limit=1024 * 1024)


async def application(scope: dict[str, Any], receive: Receive, send: Send) -> None:
    if scope["type"] == "lifespan":
        await lifespan(receive, send)
    elif scope["type"] == "http":
        path = scope["path"]
        streams = (live, path == "/live"), (chats, ChatStreams.serves(path)), (portals, PortalStreams.serves(path))
        stream = next((each for each, is_asked in streams if is_asked), None)
        answers = stream or (doors if path.startswith(FOR_WORDS) and not FOR_FILES.fullmatch(path) else pages)
        await answers(as_proxy_saw(scope) if is_behind_proxy else scope, receive, send)
    else:
        await send({"type": "websocket.close", "code": 1000})


async def lifespan(receive: Receive, send: Send) -> None:
    await receive()
    listening = asyncio.create_task(hub.listen())
    end_streams_on_signals()
    collect_seldom()
    await send({"type": "lifespan.startup.complete"})
    await receive()
    hub.close()
    listening.cancel()
    await asyncio.wait([listening])
    await send({"type": "lifespan.shutdown.complete"})


def end_streams_on_signals() -> None:
    """End the streams with the signal itself: the server asks for shutdown only after the last of them is gone."""
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        before = signal.getsignal(name)

        def end(number: int, frame: Any, before: Any = before) -> None:
            loop.call_soon_threadsafe(hub.close)
            if callable(before):
                before(number, frame)

        try:
            signal.signal(name, end)
        except ValueError:  # served from a thread, where signals are somebody else's
            return
