"""Fetching what a provider only points to."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import urljoin, urlsplit

import requests
from anymail.inbound import AnymailInboundMessage

from regulars.channels.email.keeping import LARGEST

PATIENCE = 30  # seconds without a byte
BLOCK = 256 * 1024  # bytes
MOST_TURNS = 3  # from one address to another


class Unfetched(Exception):
    """The provider did not give what it had promised."""


class _Found(NamedTuple):
    content: bytes
    content_type: str = ""
    leads_to: str = ""


def fetch(address: str, *, beside: str = "", headers: Mapping[str, str] | None = None) -> bytes:
    """What lies there: by https, or on the very server that `beside` names. Raises Unfetched."""
    return _get(address, beside, headers).content


def fetch_json(address: str, *, headers: Mapping[str, str]) -> dict[str, Any]:
    """An answer of the provider's API."""
    try:
        return json.loads(_get(address, address, headers).content)
    except ValueError as error:
        raise Unfetched("The answer is no JSON.") from error


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
    found = _get(address, beside or address, headers)
    return AnymailInboundMessage.construct_attachment(
        content_type=found.content_type or content_type or "application/octet-stream",
        content=found.content,
        filename=name,
        content_id=content_id,
    )


def _get(address: str, beside: str, headers: Mapping[str, str] | None) -> _Found:
    """Keys are shown to the first server alone, wherever it may send us."""
    for _ in range(MOST_TURNS):
        parts = urlsplit(address)
        if parts.scheme != "https" and (parts.scheme, parts.netloc) != urlsplit(beside)[:2]:
            raise Unfetched(f"{address[:200]} is no address by https.")
        found = _get_once(address, headers)
        if not found.leads_to:
            return found
        address, headers = urljoin(address, found.leads_to), None
    raise Unfetched("It leads from one address to another, and so on.")


def _get_once(address: str, headers: Mapping[str, str] | None) -> _Found:
    try:
        with requests.get(address, headers=headers, timeout=PATIENCE, stream=True, allow_redirects=False) as answer:
            if answer.is_redirect:
                return _Found(b"", leads_to=answer.headers["Location"])
            answer.raise_for_status()
            content = bytearray()
            for block in answer.iter_content(BLOCK):
                content += block
                if len(content) > LARGEST:
                    raise Unfetched("What lies there is larger than a letter may be.")
            return _Found(bytes(content), answer.headers.get("Content-Type", ""))
    except requests.RequestException as error:
        raise Unfetched(str(error)[:500]) from error
