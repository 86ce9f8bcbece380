"""An open page hears that its conversation has gone on, and asks for it: nothing of what is not theirs moves anything."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any

from regulars.conversations.actions.note import note
from regulars.conversations.models import Conversation
from regulars.customers.models import Customer
from regulars.live import replay
from regulars.live.hub import Hub
from regulars.live.wire import Notice
from regulars.portal.models import Session
from regulars.portal.news import PortalStreams
from regulars.portal.sessions import COOKIE
from regulars.portal.tests.conftest import Enter
from regulars.portal.tests.test_conversations import sent
from regulars.team.models import Agent
from tests.cast import a_conversation


class OpenPage:
    """As the web process serves it."""

    def __init__(self, hub: Hub, conversation: int, cookies: str) -> None:
        self.hub, self.told, self.gone = hub, asyncio.Queue[dict[str, Any]](), asyncio.Event()
        scope = {
            "path": f"/my/conversations/{conversation}/news",
            "method": "GET",
            "headers": [(b"cookie", cookies.encode())],
        }
        self.stream = asyncio.create_task(PortalStreams(hub)(scope, self.receive, self.told.put))

    async def receive(self) -> dict[str, Any]:
        await self.gone.wait()
        return {"type": "http.disconnect"}

    async def status(self) -> int:
        return int((await self.told.get())["status"])

    async def news(self) -> str:
        body = (await self.told.get())["body"].decode()
        return str(json.loads(body.partition("event: news\ndata: ")[2])["stands"]) if body else "the end"

    async def after(self, happens: Callable[[], object], conversation: int) -> None:
        await replay.in_thread(happens)
        self.hub.publish(Notice(None, frozenset([f"conversation:{conversation}"]), b""))
        await asyncio.sleep(0)


def test_an_open_page_hears_of_answers_and_of_nothing_else(
    transactional_db: None, enter: Enter, ada: Customer, ben: Customer, noor: Agent
) -> None:
    asked = a_conversation(ada, "Where is it?")
    cookies, others = (f"{COOKIE}={enter(who).cookies[COOKIE].value}" for who in (ada, ben))

    async def watched() -> list[Any]:
        hub = Hub()
        refused = [await OpenPage(hub, asked.pk, wrong).status() for wrong in (others, "", f"{COOKIE}=made:up")]
        page = OpenPage(hub, asked.pk, cookies)
        heard: list[Any] = [*refused, await page.status(), await page.news()]
        await page.after(lambda: note(asked, by=noor, text="They always ask."), asked.pk)
        await page.after(lambda: sent(asked, by=noor, text="On its way."), asked.pk)
        heard.append(await page.news())
        await page.after(lambda: Conversation.objects.filter(pk=asked.pk).update(status="resolved"), asked.pk)
        heard.append(await page.news())
        await page.after(lambda: Session.objects.all().delete(), asked.pk)  # signed out, elsewhere too
        heard.append(await page.news())
        page.gone.set()
        await page.stream
        return [*heard, dict(hub.owners)]

    assert asyncio.run(watched()) == [404, 404, 404, 200, "1", "3", "3 closed", "the end", {}]
