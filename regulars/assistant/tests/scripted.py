"""A model that says what a test has told it to, over real HTTP, as OpenAI's chat completions do."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.waiting import PATIENCE


class Model:
    """`says` holds one answer after another; the last one is said again and again. `heard` holds what it was asked."""

    def __init__(self) -> None:
        self.says: list[Any] = ["ready"]
        self.heard: list[dict[str, Any]] = []
        self.keys: list[str] = []
        self.address = ""
        self.released = threading.Event()

    def next(self) -> Any:
        return self.says.pop(0) if len(self.says) > 1 else self.says[0]

    @property
    def asked(self) -> str:
        """All that the newest request says."""
        return json.dumps(self.heard[-1]["messages"], ensure_ascii=False)


def status(code: int) -> dict[str, int]:
    return {"status": code}


SLOW = {"slow": True}
BROKEN = {"raw": b'{"choices": [{"mess'}
PIECE = 20  # characters that it streams at once


def called(name: str, **arguments: Any) -> dict[str, Any]:
    """It wants a tool."""
    return {"tool": name, "arguments": json.dumps(arguments)}


def cites(*claims: tuple[str, int, str], is_answered: bool = True) -> dict[str, Any]:
    """The answer of the form that is asked for: (text, passage, quoted) each."""
    several = [{"text": text, "passage": passage, "quoted": quoted} for text, passage, quoted in claims]
    return called("final_result", is_answered=is_answered, claims=several)


def whole(said: dict[str, Any], *, refuses: int = 0) -> dict[str, Any]:
    """By a server that cannot stream: it says the whole all the same, or refuses by this code until it is asked for that."""
    return {**said, "refuses" if refuses else "is_whole": refuses}


def cut(said: dict[str, Any], *, after: int) -> dict[str, Any]:
    """The stream ends after so many pieces, as when the server dies."""
    return {**said, "ends_after": after}


def stuck(said: dict[str, Any], *, after: int) -> dict[str, Any]:
    """The stream goes on only when the model is released."""
    return {**said, "waits_after": after}


@contextmanager
def scripted() -> Iterator[Model]:
    model = Model()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            model.heard.append(body)
            model.keys.append(self.headers.get("Authorization", ""))
            said = model.next()
            if body.get("stream") and isinstance(said, dict) and "refuses" in said:
                said = status(said["refuses"])
            if said == SLOW:
                model.released.wait(PATIENCE)
            code = said.get("status", 200) if isinstance(said, dict) else 200
            raw = said.get("raw") if isinstance(said, dict) else None
            content = raw or json.dumps(_completion(said) if code == 200 else {"error": {"message": "no"}}).encode()
            if body.get("stream") and code == 200 and not raw and not (isinstance(said, dict) and "is_whole" in said):
                return self.stream(said)
            try:
                self.send_response(code)
                if code in (301, 307):
                    self.send_header("Location", "/v1/elsewhere")
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)
            except OSError:
                pass  # nobody waits any more

        def stream(self, said: Any) -> None:
            """Server-sent events, until the end of the connection."""
            facts = said if isinstance(said, dict) else {}
            with suppress(OSError):  # nobody waits any more
                self.send_response(200)
                self.send_header("Content-Type", "text/event-stream")
                self.end_headers()
                for number, chunk in enumerate(_chunks(said)):
                    if number == facts.get("waits_after"):
                        model.released.wait(PATIENCE)
                    if number == facts.get("ends_after"):
                        return
                    self.wfile.write(f"data: {json.dumps(chunk)}\n\n".encode())
                self.wfile.write(b"data: [DONE]\n\n")

        def log_message(self, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    model.address = f"http://127.0.0.1:{server.server_address[1]}/v1"
    try:
        yield model
    finally:
        model.released.set()
        server.shutdown()
        server.server_close()


def _completion(said: Any) -> dict[str, Any]:
    message: dict[str, Any] = {"role": "assistant", "content": said if isinstance(said, str) else None}
    if isinstance(said, dict) and "tool" in said:
        function = {"name": said["tool"], "arguments": said["arguments"]}
        message["tool_calls"] = [{"id": "call-1", "type": "function", "function": function}]
    reason = "tool_calls" if "tool_calls" in message else "stop"
    return {
        "id": "said-1", "object": "chat.completion", "created": 1, "model": "scripted",
        "choices": [{"index": 0, "message": message, "finish_reason": reason}],
        "usage": {"prompt_tokens": 1000, "completion_tokens": 100, "total_tokens": 1100},
    }  # fmt: skip


def _chunks(said: Any) -> Iterator[dict[str, Any]]:
    """The same in pieces, with what it cost at the end."""
    whole = _completion(said)
    choice = whole["choices"][0]
    several = [{"role": "assistant"}, *_deltas(choice["message"]), {}]
    for number, delta in enumerate(several):
        reason = choice["finish_reason"] if number == len(several) - 1 else None
        yield {**whole, "object": "chat.completion.chunk", "choices": [{"index": 0, "delta": delta, "finish_reason": reason}], "usage": None}  # fmt: skip
    yield {**whole, "object": "chat.completion.chunk", "choices": []}


def _deltas(message: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if message["content"] is not None:
        yield {"content": message["content"]}
    for call in message.get("tool_calls", []):
        arguments = call["function"]["arguments"]
        yield {"tool_calls": [{**call, "index": 0, "function": {**call["function"], "arguments": ""}}]}
        for at in range(0, len(arguments), PIECE):
            yield {"tool_calls": [{"index": 0, "function": {"arguments": arguments[at : at + PIECE]}}]}
