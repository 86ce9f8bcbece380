"""A push service and a browser that reads what comes through it, as RFC 8291 and 8292 say: nothing of ours is used to read."""

from __future__ import annotations

import base64
import json
import secrets
import struct
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import jwt
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

SENDER = "desk@coffee.example"


class PushService:
    """Takes what is pushed. `answers` is the status that it gives."""

    def __init__(self) -> None:
        self.taken: list[tuple[dict[str, str], bytes]] = []
        self.answers = 201
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                service.taken.append(({name.lower(): value for name, value in self.headers.items()}, body))
                self.send_response(service.answers)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, args=[0.02], daemon=True).start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()


class Browser:
    """The keys of one subscription."""

    def __init__(self, service: PushService) -> None:
        self.service, self.key, self.secret = service, ec.generate_private_key(ec.SECP256R1()), secrets.token_bytes(16)
        self.endpoint = f"{service.url}/{secrets.token_hex(8)}"

    @property
    def subscription(self) -> dict[str, str]:
        return {"endpoint": self.endpoint, "p256dh": encoded(self._point), "auth": encoded(self.secret)}

    @property
    def _point(self) -> bytes:
        return self.key.public_key().public_bytes(
            serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
        )

    def read(self, *, key: str) -> list[dict[str, Any]]:
        """What was pushed; the house must have signed it with the key that it gave to browsers."""
        return [self._read(headers, body, key) for headers, body in self.service.taken]

    def _read(self, headers: dict[str, str], body: bytes, key: str) -> dict[str, Any]:
        scheme, _, facts = headers["authorization"].partition(" ")
        parts = dict(each.strip().split("=", 1) for each in facts.split(","))
        point = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), decoded(key))
        claims = jwt.decode(
            parts["t"], point, algorithms=["ES256"], audience="http://127.0.0.1"
        )  # push services have no port of their own
        assert scheme == "vapid" and parts["k"] == key and claims["sub"] == f"mailto:{SENDER}"
        assert headers["content-encoding"] == "aes128gcm" and int(headers["ttl"]) > 0
        salt, (_size, length) = body[:16], struct.unpack("!LB", body[16:21])
        theirs, sealed = body[21 : 21 + length], body[21 + length :]
        shared = self.key.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), theirs))
        first = _derived(shared, self.secret, b"WebPush: info\0" + self._point + theirs, 32)
        content, nonce = (
            _derived(first, salt, b"Content-Encoding: " + name + b"\0", size)
            for name, size in ((b"aes128gcm", 16), (b"nonce", 12))
        )
        return json.loads(AESGCM(content).decrypt(nonce, sealed, None).rstrip(b"\0")[:-1])


def _derived(secret: bytes, salt: bytes, about: bytes, length: int) -> bytes:
    return HKDF(hashes.SHA256(), length, salt, about).derive(secret)


def encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
