import hashlib
import http.client
import io
import json
import socket
import threading
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest
import uvicorn

from regulars.lib.in_threads import InThreads
from regulars.lib.whole_request import WholeRequests
from tests.waiting import PATIENCE, wait_until

LIMIT = 5_000_000  # bytes


def echo(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Says what arrived; or so many bytes as are asked for; or one piece, and the other when that was read."""
    if environ["PATH_INFO"] == "/bytes":
        blocks = [bytes([n % 251]) * 4096 for n in range(int(environ["QUERY_STRING"]))]
        start_response("200 OK", [("Content-Length", str(len(blocks) * 4096))])
        return blocks
    if environ["PATH_INFO"] == "/pieces":
        start_response("200 OK", [])
        return (piece for piece in (b"one", b"two") if piece == b"one" or WAS_READ.wait(PATIENCE))
    body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
    seen = {name: environ.get(name) for name in ("QUERY_STRING", "CONTENT_LENGTH", "HTTP_X_REAL_IP", "REQUEST_METHOD")}
    answer = json.dumps({**seen, "sha256": hashlib.sha256(body).hexdigest()}).encode()
    ARRIVED.append(len(body))
    start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(answer)))])
    return [answer]


ARRIVED: list[int] = []
WAS_READ = threading.Event()


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """One thread for all requests: whoever holds it holds up the others."""
    app = WholeRequests(InThreads(echo, threads=1), limit=LIMIT)
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="warning", lifespan="off", ws="none"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    wait_until(lambda: server.started)
    yield server.servers[0].sockets[0].getsockname()[1]
    server.should_exit = True
    thread.join(PATIENCE)


def ask(port: int, method: str = "GET", path: str = "/", body: Any = None, **headers: str) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    connection.request(method, path, body, headers, encode_chunked="Transfer-Encoding" in headers)
    return connection.getresponse()


def seen(response: http.client.HTTPResponse) -> dict[str, Any]:
    return json.loads(response.read())


@pytest.mark.parametrize("size", [0, 1, 256 * 1024, 256 * 1024 + 1, 3_000_000, LIMIT])
def test_a_body_arrives_byte_for_byte(size: int, port: int) -> None:
    body = bytes(n % 251 for n in range(size))
    assert seen(ask(port, "POST", body=body))["sha256"] == hashlib.sha256(body).hexdigest()


def test_a_chunked_body_gets_its_length(port: int) -> None:
    body = b"beans" * 100_000
    chunks = iter([body[:70_000], body[70_000:]])
    answer = seen(ask(port, "POST", body=chunks, **{"Transfer-Encoding": "chunked"}))
    assert answer["CONTENT_LENGTH"] == "500000"
    assert answer["sha256"] == hashlib.sha256(body).hexdigest()


def test_a_body_above_the_limit_is_refused(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), PATIENCE) as peer:
        peer.sendall(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5000001\r\n\r\n")
        assert peer.recv(1000).startswith(b"HTTP/1.1 413 ")
    response = ask(port, "POST", body=io.BytesIO(b"x" * (LIMIT + 1)), **{"Transfer-Encoding": "chunked"})
    assert (response.status, seen(response)["status"]) == (413, 413)


def test_slow_and_abandoned_uploads_hold_up_nobody(port: int) -> None:
    ARRIVED.clear()
    with socket.create_connection(("127.0.0.1", port), PATIENCE) as slow:
        slow.sendall(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\nhalf")
        assert ask(port).status == 200
    assert ask(port).status == 200
    assert ARRIVED == [0, 0]


def test_a_header_with_an_underscore_does_not_pass_for_another(port: int) -> None:
    assert seen(ask(port, X_Real_IP="10.0.0.1"))["HTTP_X_REAL_IP"] is None
    assert seen(ask(port, **{"X-Real-IP": "10.0.0.1"}))["HTTP_X_REAL_IP"] == "10.0.0.1"


def test_head_is_answered_without_a_body(port: int) -> None:
    response = ask(port, "HEAD")
    assert response.status == 200
    assert int(response.getheader("content-length") or 0) > 0
    assert response.read() == b""


@pytest.mark.parametrize("blocks", [0, 3, 1000])
def test_an_answer_comes_back_byte_for_byte(blocks: int, port: int) -> None:
    assert ask(port, path=f"/bytes?{blocks}").read() == b"".join(bytes([n % 251]) * 4096 for n in range(blocks))


def test_what_has_no_length_is_passed_on_while_it_is_made(port: int) -> None:
    response = ask(port, path="/pieces")
    assert response.read(3) == b"one"
    WAS_READ.set()
    assert response.read() == b"two"


def test_a_slow_reader_of_a_long_answer_holds_up_nobody(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), PATIENCE) as slow:
        slow.sendall(b"GET /bytes?10000 HTTP/1.1\r\nHost: a\r\n\r\n")
        assert slow.recv(100).startswith(b"HTTP/1.1 200 ")
        assert ask(port).status == 200
