"""A model that says what a test has told it to, over real HTTP, as OpenAI's chat completions do."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


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


def called(name: str, **arguments: Any) -> dict[str, Any]:
    """It wants a tool."""
    return {"tool": name, "arguments": json.dumps(arguments)}


def cites(*claims: tuple[str, int, str], is_answered: bool = True) -> dict[str, Any]:
    """The answer of the form that is asked for: (text, passage, quoted) each."""
    several = [{"text": text, "passage": passage, "quoted": quoted} for text, passage, quoted in claims]
    return called("final_result", is_answered=is_answered, claims=several)


@contextmanager
def scripted() -> Iterator[Model]:
    model = Model()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            model.heard.append(body)
            model.keys.append(self.headers.get("Authorization", ""))
            said = model.next()
            if said == SLOW:
                model.released.wait(10)
            code = said.get("status", 200) if isinstance(said, dict) else 200
            raw = said.get("raw") if isinstance(said, dict) else None
            content = raw or json.dumps(_completion(said) if code == 200 else {"error": {"message": "no"}}).encode()
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
