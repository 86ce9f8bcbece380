"""Resend signs by the rules of Standard Webhooks, and keeps the letters it tells of."""

from __future__ import annotations

import base64
import binascii
import hmac
import time
from typing import Any

from anymail.exceptions import AnymailWebhookValidationFailure
from anymail.inbound import AnymailInboundMessage
from anymail.webhooks.base import AnymailCoreWebhookView
from anymail.webhooks.resend import ResendInboundWebhookView, ResendTrackingWebhookView
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from regulars.channels.email.providers.carried import json_in, raw
from regulars.channels.email.providers.web import attached, fetch, fetch_json

STALE = 5 * 60  # seconds: an older call may be one that somebody has overheard


class Signed(AnymailCoreWebhookView):
    """Calls are signed: HMAC-SHA256 over id, time and body."""

    signing_key = ""

    def validate_request(self, request: HttpRequest) -> None:
        if not self.signing_key:
            return
        name, at, given = (request.headers.get(f"svix-{each}", "") for each in ("id", "timestamp", "signature"))
        if not at.isdecimal() or abs(time.time() - int(at)) > STALE:
            raise AnymailWebhookValidationFailure("The call has no time, or an old one.")
        signed = f"{name}.{at}.".encode() + request.body
        ours = base64.b64encode(hmac.digest(_key(self.signing_key), signed, "sha256")).decode()
        versions = [each.partition(",") for each in given.split()]
        if not any(version == "v1" and constant_time_compare(theirs, ours) for version, _, theirs in versions):
            raise AnymailWebhookValidationFailure("The signature does not fit the signing secret.")


class ResendReports(Signed, ResendTrackingWebhookView):
    pass


class ResendLetters(Signed, ResendInboundWebhookView):
    """Only says that there is a letter: its bytes, or else its pieces, lie on Resend's server."""

    def esp_to_anymail_event(self, esp_event: dict[str, Any], request: HttpRequest) -> object:
        data = json_in(request)["data"]
        found = fetch_json(
            f"{self.api_url}emails/receiving/{data['email_id']}", headers={"Authorization": f"Bearer {self.api_key}"}
        )
        if address := (found.get("raw") or {}).get("download_url"):
            return raw(fetch(address, beside=self.api_url), recipients=data.get("to") or [])
        return _Event(self._pieced_together(found))

    def _pieced_together(self, found: dict[str, Any]) -> AnymailInboundMessage:
        told = found.get("headers") or {}
        headers = (
            [(name, value) for name, value in told.items() if isinstance(value, str)] if isinstance(told, dict) else []
        )
        names = {name.lower() for name, _ in headers}
        people = {
            "From": [found.get("from") or ""],
            "To": found.get("to"),
            "Cc": found.get("cc"),
            "Reply-To": found.get("reply_to"),
        }
        others = {
            "Subject": found.get("subject"),
            "Message-ID": found.get("message_id"),
            "Date": found.get("created_at"),
        }
        others |= {name: ", ".join(filter(None, each or [])) for name, each in people.items()}
        headers += [(name, value) for name, value in others.items() if value and name.lower() not in names]
        files = [self._fetch_attachment(each) for each in found.get("attachments") or []]
        return AnymailInboundMessage.construct(
            headers=headers, text=found.get("text"), html=found.get("html"), attachments=files
        )

    def _fetch_attachment(self, attachment: dict[str, Any]) -> AnymailInboundMessage:
        return attached(
            attachment["download_url"],
            name=attachment.get("filename"),
            content_type=attachment.get("content_type"),
            content_id=attachment.get("content_id"),
            beside=self.api_url,
        )


class _Event:
    """A letter in pieces, as anymail's events carry one."""

    def __init__(self, message: AnymailInboundMessage) -> None:
        self.message = message


def _key(secret: str) -> bytes:
    try:
        return base64.b64decode(secret.removeprefix("whsec_"), validate=True)
    except binascii.Error as error:
        raise AnymailWebhookValidationFailure(
            "The signing secret is not one of Resend's: they begin with whsec_."
        ) from error
