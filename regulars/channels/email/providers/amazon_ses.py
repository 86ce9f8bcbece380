"""Amazon SES speaks through SNS, and brings letters in the notification or lays them into S3."""

from __future__ import annotations

import hashlib
import hmac
import re
from base64 import b64decode
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, urlsplit

from anymail.exceptions import AnymailConfigurationError
from anymail.utils import get_anymail_setting
from anymail.webhooks.amazon_ses import (
    AmazonSESBaseWebhookView,
    AmazonSESInboundWebhookView,
    AmazonSESTrackingWebhookView,
)
from anymail.webhooks.base import AnymailBaseWebhookView

from regulars.channels.email.providers.carried import Carried, raw
from regulars.channels.email.providers.web import Unfetched, fetch

OF_SNS = re.compile(r"sns\.[a-z0-9-]{1,40}\.amazonaws\.com(?:\.cn)?")
REGION = re.compile(r"[a-z0-9-]{1,40}")
EMPTY = hashlib.sha256(b"").hexdigest()


class Subscribed(AmazonSESBaseWebhookView):
    """Accepts a subscription by fetching the address that SNS names for it. (anymail would need Amazon's whole library.)"""

    def __init__(self, **facts: Any) -> None:
        self.s3_key, self.auto_confirm_enabled, self.kms_key_id = facts.pop("s3_key", ""), True, None
        AnymailBaseWebhookView.__init__(self, **facts)

    def auto_confirm_sns_subscription(self, sns_message: Mapping[str, Any]) -> None:
        address = str(sns_message.get("SubscribeURL", ""))
        if not OF_SNS.fullmatch(urlsplit(address).hostname or ""):
            raise AnymailConfigurationError("The subscription names an address that is not Amazon's.")
        fetch(address)


class SesReports(Subscribed, AmazonSESTrackingWebhookView):
    pass


class SesLetters(Subscribed, AmazonSESInboundWebhookView):
    """Bytes, in the notification (best as Base64) or in S3."""

    def esp_to_anymail_events(self, ses_event: dict[str, Any], sns_message: dict[str, Any]) -> list[Carried]:
        if ses_event.get("notificationType") != "Received":
            raise AnymailConfigurationError("These are reports: give this topic the other address.")
        receipt, mail = ses_event.get("receipt", {}), ses_event.get("mail", {})
        action = receipt.get("action", {})
        content = self._content(ses_event, action, sns_message)
        return [raw(content, sender=mail.get("source"), recipients=receipt.get("recipients", []))]

    def _content(self, ses_event: dict[str, Any], action: dict[str, Any], sns_message: dict[str, Any]) -> bytes | str:
        if action.get("type") == "S3":
            region = (str(sns_message.get("TopicArn")).split(":") + [""] * 4)[3]
            return _from_s3(action["bucketName"], action["objectKey"], region=region, key=self.s3_key)
        if "content" not in ses_event:
            raise AnymailConfigurationError(
                "The notification has no letter in it: choose the action SNS or S3 in the receipt rule."
            )
        return b64decode(ses_event["content"]) if action.get("encoding") == "BASE64" else ses_event["content"]


def _from_s3(bucket: str, name: str, *, region: str, key: str) -> bytes:
    """The object, fetched under an access key (`id:secret`). Raises Unfetched."""
    user, _, secret = key.partition(":")
    if not secret or not REGION.fullmatch(region):
        raise Unfetched("The letter lies in S3: an access key is needed to fetch it, as id:secret.")
    server = get_anymail_setting("client_params", esp_name="Amazon SES", default={}).get("endpoint_url")
    server = (server or f"https://s3.{region}.amazonaws.com").rstrip("/")
    path = f"/{quote(bucket)}/{quote(name)}"
    return fetch(server + path, beside=server, headers=_signed(urlsplit(server).netloc, path, region, user, secret))


def _signed(host: str, path: str, region: str, user: str, secret: str) -> dict[str, str]:
    """AWS Signature Version 4 for a GET without a query."""
    at = datetime.now(UTC)
    stamp, scope = at.strftime("%Y%m%dT%H%M%SZ"), f"{at:%Y%m%d}/{region}/s3/aws4_request"
    headers = {"host": host, "x-amz-content-sha256": EMPTY, "x-amz-date": stamp}
    names = ";".join(headers)
    said = "".join(f"{name}:{value}\n" for name, value in headers.items())
    asked = hashlib.sha256(f"GET\n{path}\n\n{said}\n{names}\n{EMPTY}".encode()).hexdigest()
    key = f"AWS4{secret}".encode()
    for word in scope.split("/"):
        key = hmac.digest(key, word.encode(), "sha256")
    proof = hmac.digest(key, f"AWS4-HMAC-SHA256\n{stamp}\n{scope}\n{asked}".encode(), "sha256").hex()
    proven = f"AWS4-HMAC-SHA256 Credential={user}/{scope}, SignedHeaders={names}, Signature={proof}"
    return {"x-amz-content-sha256": EMPTY, "x-amz-date": stamp, "Authorization": proven}
