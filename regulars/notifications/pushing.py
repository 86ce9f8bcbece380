"""Web push: a line to a browser that may be closed, by way of its maker's push service, which cannot read it (RFC 8030, 8291, 8292)."""

from __future__ import annotations

import base64
import json
import logging
import socket
from email.utils import parseaddr
from functools import lru_cache
from io import BytesIO
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

import requests
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings

from regulars.notifications.models import Device, PushKey

log = logging.getLogger(__name__)

TIMEOUT = 10  # seconds
KEPT_FOR = 12 * 3600  # seconds: a push service gives it to a device that wakes within that time
GONE = (404, 410)  # the device has ended its subscription


class PushRefused(Exception):
    """The push service did not take it; another try may help."""


def push(device: Device, message: dict[str, Any]) -> bool:
    """Hand one message over. False when the device takes none any more. Raises PushRefused."""
    if not is_public(device.endpoint):
        return False
    body, headers = _sealed(device, message)
    try:
        answer = requests.post(device.endpoint, data=body, headers=headers, timeout=TIMEOUT, allow_redirects=False)
    except requests.RequestException as error:
        raise PushRefused(str(error)[:200]) from error
    if answer.status_code in GONE:
        return False
    if not answer.ok:
        raise PushRefused(f"{answer.status_code} {answer.text[:200]}")
    return True


def public_key() -> str:
    """What a browser needs to subscribe: the uncompressed point, in URL-safe base64."""
    point = (
        _private_key()
        .public_key()
        .public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)
    )
    return base64.urlsafe_b64encode(point).rstrip(b"=").decode()


def is_public(endpoint: str) -> bool:
    """A push service on the open network, not something beside us that an address could be made to point at."""
    parts = urlsplit(endpoint)
    if settings.PUSH_MAY_STAY_LOCAL:
        return bool(parts.hostname)
    if parts.scheme != "https" or not parts.hostname:
        return False
    try:
        found = socket.getaddrinfo(parts.hostname, parts.port or 443, type=socket.SOCK_STREAM)
    except OSError:
        return True  # not known now: handing over fails, and is tried again
    return all(ip_address(each[4][0].partition("%")[0]).is_global for each in found)


def _sealed(device: Device, message: dict[str, Any]) -> tuple[bytes, dict[str, str]]:
    # Imported here: it brings a validator of addresses along that nothing else in the worker needs.
    from webpush import WebPush, WebPushSubscription

    key = _private_key()
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    public = key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    # Apple's service takes nothing from an address that could not be one.
    ours = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    writer = WebPush(private_key=BytesIO(private), public_key=BytesIO(public), subscriber=ours, ttl=KEPT_FOR)
    subscription = WebPushSubscription.model_validate(
        {"endpoint": device.endpoint, "keys": {"p256dh": device.p256dh, "auth": device.auth}}
    )
    sealed = writer.get(json.dumps(message), subscription)
    return sealed.encrypted, dict(sealed.headers)


def _private_key() -> ec.EllipticCurvePrivateKey:
    kept = PushKey.objects.first()
    if kept is None or not kept.private:
        kept = _made(kept)
    return _read(kept.private)


def _made(unreadable: PushKey | None) -> PushKey:
    key = ec.generate_private_key(ec.SECP256R1())
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    if unreadable is not None:  # the secret key of the house has changed
        unreadable.private = pem.decode()
        unreadable.save()
        return unreadable
    return PushKey.objects.get_or_create(is_the_one=True, defaults={"private": pem.decode()})[0]


@lru_cache(maxsize=1)
def _read(pem: str) -> ec.EllipticCurvePrivateKey:
    key = serialization.load_pem_private_key(pem.encode(), password=None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    return key
