"""Fetching what a provider only points to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import requests
from anymail.inbound import AnymailInboundMessage

from regulars.channels.email.keeping import LARGEST

PATIENCE = 30  # seconds


class Unfetched(Exception):
    """The provider did not give what it had promised."""


def fetch(address: str, *, beside: str = "", headers: Mapping[str, str] | None = None) -> bytes:
    """What lies there: by https, or on the very server that `beside` names. Raises Unfetched."""
    return _get(address, beside, headers).content


def fetch_json(address: str, *, headers: Mapping[str, str]) -> dict[str, Any]:
    return _get(address, address, headers).json()


def attached(
    address: str,
    *,
    name: str | None,
    content_type: str | None,
    content_id: str | None,
    headers: Mapping[str, str] | None = None,
    beside: str = "",
) -> AnymailInboundMessage:
    """A file of a letter that the provider keeps for us."""
    answer = _get(address, beside or address, headers)
    return AnymailInboundMessage.construct_attachment(
        content_type=answer.headers.get("Content-Type") or content_type or "application/octet-stream",
        content=answer.content,
        filename=name,
        content_id=content_id,
    )


def _get(address: str, beside: str, headers: Mapping[str, str] | None) -> requests.Response:
    parts = urlsplit(address)
    if parts.scheme != "https" and (parts.scheme, parts.netloc) != urlsplit(beside)[:2]:
        raise Unfetched(f"{address[:200]} is no address by https.")
    try:
        answer = requests.get(address, headers=headers, timeout=PATIENCE, stream=True)
        if int(answer.headers.get("Content-Length") or 0) > LARGEST:
            raise Unfetched("What lies there is larger than a letter may be.")
        answer.raise_for_status()
        answer.content  # noqa: B018 - read within the patience
    except (requests.RequestException, ValueError) as error:
        raise Unfetched(str(error)[:500]) from error
    return answer
