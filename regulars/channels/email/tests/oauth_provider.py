"""A provider of OAuth2, and mail servers that believe it: a real one, over TLS, as small as it can be."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import ssl
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, unquote_plus, urlencode, urlsplit

from aiosmtpd.smtp import SMTP, AuthResult

from regulars.channels.email.tests.certificates import a_certificate
from regulars.channels.email.tests.dovecot import PASSWORD, Dovecot
from regulars.channels.email.tests.peers import Sink

CLIENT, SECRET = "regulars-client", "s3cret/with+signs"


class OAuthProvider:
    """Gives codes, tokens that end, and refresh tokens that are good once. `is_revoked` takes all leave back."""

    def __init__(self, folder: Path) -> None:
        self.certificate, key = a_certificate(folder, "provider")
        self.codes: dict[str, dict[str, str]] = {}
        self.refresh_tokens: set[str] = set()
        self.access_tokens: dict[str, str] = {}  # token → user
        self.user, self.lasts, self.secret = "hello", 3600, SECRET
        self.is_revoked = self.is_down = self.only_basic = False
        self.more: dict[str, object] = {}  # said with each token
        self.renewals, self.slowness = 0, 0.0
        self.asked: list[dict[str, str]] = []
        self.lock = threading.Lock()
        self._outer, self._inner = _server(self, _Public), _server(self, _Introspection)
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(self.certificate, key)
        self._outer.socket = context.wrap_socket(self._outer.socket, server_side=True)
        self.url = f"https://127.0.0.1:{self._outer.server_port}"
        self.introspection = f"http://127.0.0.1:{self._inner.server_port}/introspect"

    def start(self) -> None:
        for server in (self._outer, self._inner):
            threading.Thread(target=server.serve_forever, args=[0.02], daemon=True).start()

    def stop(self) -> None:
        for server in (self._outer, self._inner):
            server.shutdown()
            server.server_close()

    def allow(self, question: dict[str, str]) -> str:
        """Somebody is asked, and says yes: where the browser is sent."""
        self.asked.append(question)
        code = secrets.token_urlsafe()
        self.codes[code] = question
        return question["redirect_uri"] + "?" + urlencode({"code": code, "state": question["state"]})

    def token(self, form: dict[str, str], basic: tuple[str, str]) -> tuple[int, dict[str, object]]:
        who = basic if self.only_basic else (form.get("client_id", ""), form.get("client_secret", ""))
        if self.is_down:
            return 503, {"error": "temporarily_unavailable"}
        if who != (CLIENT, self.secret):
            return 401, {"error": "invalid_client", "error_description": "The secret has expired.\nTrace: 42"}
        with self.lock:
            is_good = self._redeem(form) if form["grant_type"] == "authorization_code" else self._rotate(form)
        if self.is_revoked or not is_good:
            return 400, {"error": "invalid_grant", "error_description": "The leave was taken back."}
        return 200, self._tokens()

    def _redeem(self, form: dict[str, str]) -> bool:
        asked = self.codes.pop(form["code"], None)
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        return bool(asked) and (asked["code_challenge"], asked["redirect_uri"]) == (challenge, form["redirect_uri"])

    def _rotate(self, form: dict[str, str]) -> bool:
        time.sleep(self.slowness)
        self.renewals += 1
        is_known = form["refresh_token"] in self.refresh_tokens
        self.refresh_tokens.discard(form["refresh_token"])
        return is_known

    def _tokens(self) -> dict[str, object]:
        access, refresh = secrets.token_urlsafe(), secrets.token_urlsafe()
        self.access_tokens[access] = self.user
        self.refresh_tokens.add(refresh)
        claims = base64.urlsafe_b64encode(json.dumps({"email": f"{self.user}@coffee.example"}).encode()).decode()
        given = {"access_token": access, "token_type": "Bearer", "expires_in": self.lasts, "refresh_token": refresh}
        return {**given, "id_token": f"e30.{claims.rstrip('=')}.", **self.more}


class _Handler(BaseHTTPRequestHandler):
    def log_message(self, *words: object) -> None:
        pass

    def answer(self, status: int, content: object, **headers: str) -> None:
        body = json.dumps(content).encode()
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", "Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def form(self) -> dict[str, str]:
        return _flat(self.rfile.read(int(self.headers["Content-Length"])).decode())


class _Public(_Handler):
    def do_GET(self) -> None:
        self.answer(302, {}, Location=self.server.provider.allow(_flat(urlsplit(self.path).query)))

    def do_POST(self) -> None:
        words = base64.b64decode(self.headers.get("Authorization", "Basic Og==").partition(" ")[2]).decode()
        user, _, password = words.partition(":")
        self.answer(*self.server.provider.token(self.form(), (unquote_plus(user), unquote_plus(password))))


class _Introspection(_Handler):
    def do_POST(self) -> None:
        user = self.server.provider.access_tokens.get(self.form().get("token", ""))
        self.answer(200, {"active": bool(user), "username": user} if user else {"active": False})


def _server(provider: OAuthProvider, handler: type[_Handler]) -> ThreadingHTTPServer:
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.provider = provider
    return server


def _flat(query: str) -> dict[str, str]:
    return {name: values[-1] for name, values in parse_qs(query).items()}


INTROSPECTION = """
introspection_mode = post
introspection_url = {url}
username_attribute = username
active_attribute = active
active_value = true
force_introspection = yes
"""
BY_TOKEN = """
auth_mechanisms = plain {mechanism}
passdb {{
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = {file}
}}
"""


def dovecot_that_believes(provider: OAuthProvider, port: int, *, mechanism: str = "xoauth2") -> Dovecot:
    """Signs in with the password as in other tests, and with tokens of the provider."""
    server = Dovecot(port)
    file, config = server.folder / "oauth2.conf", server.folder / "dovecot.conf"
    file.write_text(INTROSPECTION.format(url=provider.introspection))
    text = config.read_text().replace(
        f"args = password={PASSWORD}", f"args = password={PASSWORD}\n  mechanisms = plain login"
    )
    config.write_text(text + BY_TOKEN.format(mechanism=mechanism, file=file))
    return server


class TokenSink(Sink):
    """A mail server that takes letters from those who bring a token of the provider."""

    def __init__(self, port: int, provider: OAuthProvider, *, mechanism: str = "XOAUTH2") -> None:
        super().__init__(port)
        self.mechanism, self.signed_in, self.refusals = mechanism, [], 0
        self.provider = provider
        facts = {"auth_require_tls": False, "auth_required": True}
        self._controller.SMTP_kwargs.update(facts, auth_exclude_mechanism=["LOGIN", "PLAIN", _other(mechanism)])

    async def auth_XOAUTH2(self, server: SMTP, words: list[bytes]) -> AuthResult:
        said = base64.b64decode(words[1]).decode()
        user, token = said.removeprefix("user=").partition("\1auth=Bearer ")[::2]
        return await self._judge(server, user, token, farewell=b"")

    async def auth_OAUTHBEARER(self, server: SMTP, words: list[bytes]) -> AuthResult:
        header, *pairs = base64.b64decode(words[1]).decode().split("\1")
        token = next(each for each in pairs if each.startswith("auth="))[len("auth=Bearer ") :]
        return await self._judge(server, header.removeprefix("n,a=").rstrip(","), token, farewell=b"\1")

    async def _judge(self, server: SMTP, user: str, token: str, *, farewell: bytes) -> AuthResult:
        if self.provider.access_tokens.get(token.strip("\1")) is None:
            self.refusals += 1
            await server.push("334 " + base64.b64encode(b'{"status":"401"}').decode())
            assert base64.b64decode((await server._reader.readline()).strip()) == farewell
            return AuthResult(success=False, handled=False)
        self.signed_in.append(user)
        return AuthResult(success=True)


def _other(mechanism: str) -> str:
    return "OAUTHBEARER" if mechanism == "XOAUTH2" else "XOAUTH2"
