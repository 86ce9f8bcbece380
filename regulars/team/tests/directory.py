"""A company's directory that people sign in at: OpenID Connect over real HTTP, on this machine."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt

CLIENT, SECRET = "desk", "beans"


class Directory(ThreadingHTTPServer):
    """`person` is who signs in there now; `asked` is what our side has sent."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.address = f"http://127.0.0.1:{self.server_port}"
        self.person: dict[str, Any] = {}
        self.asked: dict[str, dict[str, str]] = {}


class _Answer(BaseHTTPRequestHandler):
    server: Directory

    def do_GET(self) -> None:
        place, asked = urlsplit(self.path).path, _flat(urlsplit(self.path).query)
        base = self.server.address
        if place == "/.well-known/openid-configuration":
            ends = {
                "authorization_endpoint": "authorize",
                "token_endpoint": "token",
                "userinfo_endpoint": "me",
                "jwks_uri": "keys",
            }
            return self._say({"issuer": base, **{name: f"{base}/{path}" for name, path in ends.items()}})
        if place == "/authorize":
            self.server.asked["authorize"] = asked
            self.send_response(302)
            self.send_header(
                "Location", f"{asked['redirect_uri']}?{urlencode({'code': 'once', 'state': asked['state']})}"
            )
            return self.end_headers()
        is_known = self.headers.get("Authorization") == "Bearer access"
        return self._say(self.server.person) if place == "/me" and is_known else self._say({"error": "no"}, 401)

    def do_POST(self) -> None:
        asked = _flat(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self.server.asked["token"] = asked
        if asked.get("client_secret") != SECRET or asked.get("code") != "once" or "code_verifier" not in asked:
            return self._say({"error": "invalid_grant"}, 400)
        who = {"iss": self.server.address, "aud": CLIENT, "iat": 0, "exp": 2**31, **self.server.person}
        return self._say({"access_token": "access", "token_type": "Bearer", "id_token": jwt.encode(who, SECRET * 8)})

    def _say(self, facts: dict[str, Any], status: int = 200) -> None:
        body = json.dumps(facts).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_words: object) -> None:
        pass


def _flat(query: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(query).items()}


@contextmanager
def running() -> Iterator[Directory]:
    directory = Directory()
    Thread(target=directory.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        yield directory
    finally:
        directory.shutdown()
        directory.server_close()
