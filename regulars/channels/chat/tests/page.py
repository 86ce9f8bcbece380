"""A page on which the widget stands, as far as the desk is concerned: it speaks HTTP, and listens."""

from __future__ import annotations

import http.client
import json
from dataclasses import dataclass, field
from typing import Any

from tests.waiting import PATIENCE

ORIGIN = "https://shop.example"


@dataclass
class ShopPage:
    port: int
    key: str
    token: str = ""
    origin: str = ORIGIN
    lines: list[dict[str, Any]] = field(default_factory=list)

    def ask(self, method: str, what: str = "", said: Any = None, **headers: str) -> tuple[int, Any, dict[str, str]]:
        """Status, what was answered, and its headers in lower case."""
        door = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        body = said if isinstance(said, bytes) else json.dumps(said).encode() if said is not None else None
        headers = {"Origin": self.origin, "Content-Type": "application/json"} | headers
        headers |= {"Authorization": f"Bearer {self.token}"} if self.token else {}
        door.request(method, f"/chat/{self.key}{what}", body=body, headers=headers)
        response = door.getresponse()
        text = response.read()
        door.close()
        found = {name.lower(): value for name, value in response.getheaders()}
        return response.status, json.loads(text) if "json" in found.get("content-type", "") else text, found

    def meet(self, **said: str) -> ShopPage:
        status, answer, _ = self.ask("POST", "/visitors", said)
        assert status == 201, answer
        self.token = answer["token"]
        return self

    def write(self, text: str, *, id: str) -> int:
        return self.ask("POST", "/messages", {"id": id, "text": text})[0]

    def listen(self) -> int:
        """Open the stream, from where this page stands. Returns the status."""
        self.door = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        headers = {"Authorization": f"Bearer {self.token}", "Origin": self.origin}
        headers["Last-Event-ID"] = str(self.lines[-1]["position"]) if self.lines else "0"
        self.door.request("GET", f"/chat/{self.key}/stream", headers=headers)
        self.stream = self.door.getresponse()
        return self.stream.status

    def hear(self, *, until: str) -> dict[str, Any]:
        """The next event of this name; lines on the way there are kept."""
        event: dict[str, str] = {}
        while raw := self.stream.readline().decode():
            name, _, value = raw.rstrip("\n").partition(": ")
            if name:
                event[name] = value
                continue
            facts = json.loads(event.get("data", "{}"))
            if event.get("event") == "line":
                self.lines.append(facts)
            if event.get("event") == until:
                return facts
            event = {}
        raise EOFError

    def leave(self) -> None:
        self.door.close()
        self.stream.close()
