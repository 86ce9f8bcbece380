"""The letters of each provider, as bytes wherever it gives bytes. What it gives in pieces is left to anymail."""

from __future__ import annotations

import json
from base64 import b64decode
from typing import Any

from anymail.exceptions import AnymailConfigurationError
from anymail.webhooks.base import AnymailBaseWebhookView
from anymail.webhooks.brevo import BrevoInboundWebhookView
from anymail.webhooks.mailersend import MailerSendInboundWebhookView
from anymail.webhooks.mailgun import MailgunInboundWebhookView
from anymail.webhooks.mailtrap import MailtrapInboundWebhookView
from anymail.webhooks.mandrill import MandrillCombinedWebhookView
from anymail.webhooks.postal import PostalInboundWebhookView
from anymail.webhooks.postmark import PostmarkInboundWebhookView
from anymail.webhooks.sendgrid import SendGridInboundWebhookView
from anymail.webhooks.sparkpost import SparkPostInboundWebhookView
from django.http import HttpRequest

from regulars.channels.email.providers.carried import Carried, form_bytes, json_in, raw
from regulars.channels.email.providers.web import attached, fetch, fetch_json


class BrevoLetters(BrevoInboundWebhookView):
    """In pieces; files lie on Brevo's server."""

    def _fetch_attachment(self, attachment: dict[str, Any]) -> object:
        return attached(
            f"{self.api_url}inbound/attachments/{attachment['DownloadToken']}",
            name=attachment.get("Name"),
            content_type=attachment.get("ContentType"),
            content_id=attachment.get("ContentID"),
            headers={"api-key": self.api_key},
        )


class MailerSendLetters(MailerSendInboundWebhookView):
    """Bytes, in JSON."""

    def esp_to_anymail_event(self, esp_event: dict[str, Any]) -> Carried:
        data = esp_event["data"]
        recipients = [each.get("email") for each in data.get("recipients", {}).get("rcptTo", [])]
        return raw(data["raw"], sender=data.get("sender", {}).get("email"), recipients=recipients)


class MailgunLetters(MailgunInboundWebhookView):
    """Bytes where the address that Mailgun calls has “mime” in it, as ours does; else in pieces."""

    def esp_to_anymail_event(self, request: HttpRequest) -> object:
        if "body-mime" not in request.POST:
            return super().esp_to_anymail_event(request)
        recipients = str(request.POST.get("recipient", "")).split(",")
        return raw(form_bytes(request, "body-mime"), sender=request.POST.get("sender"), recipients=recipients)


class MailtrapLetters(MailtrapInboundWebhookView):
    """Only says that there is a letter: its bytes lie on Mailtrap's server."""

    def fetch_inbound_message(self, inbox_id: int, message_id: str) -> dict[str, Any]:
        address = f"{self.api_url}inbound/inboxes/{int(inbox_id)}/messages/{message_id}"
        return fetch_json(address, headers={"Authorization": f"Bearer {self.api_token}"})

    def esp_to_anymail_event(self, esp_event: dict[str, Any]) -> Carried | None:
        if esp_event.get("event") not in ("inbound.message_received", "inbound_message_received"):
            raise AnymailConfigurationError("These are reports: give Mailtrap the other address.")
        if esp_event.get("inbox_id") in (None, 1):
            return None  # only tries whether we answer
        found = self.fetch_inbound_message(esp_event["inbox_id"], esp_event["message_id"])
        return raw(fetch(found["raw_message_url"], beside=self.api_url))


class MandrillCalls(MandrillCombinedWebhookView):
    """Bytes, in JSON, in a form. One address would do for letters and reports."""

    def mandrill_inbound_to_anymail_event(self, esp_event: dict[str, Any]) -> Carried:
        return raw(esp_event["msg"]["raw_msg"], recipients=[esp_event["msg"].get("email")])


class PostalLetters(PostalInboundWebhookView):
    """Bytes, in JSON."""

    def parse_events(self, request: HttpRequest) -> list[Carried]:
        found = json_in(request)
        if "message" not in found or "rcpt_to" not in found:
            raise AnymailConfigurationError("These are reports: give Postal the other address.")
        content = b64decode(found["message"]) if found.get("base64") else found["message"]
        return [raw(content, sender=found.get("mail_from"), recipients=[found["rcpt_to"]])]


class PostmarkLetters(PostmarkInboundWebhookView):
    """Bytes where “include raw email content” is ticked; else in pieces."""

    def esp_to_anymail_event(self, esp_event: dict[str, Any]) -> object:
        if not esp_event.get("RawEmail") or esp_event.get("RecordType", "Inbound") != "Inbound":
            return super().esp_to_anymail_event(esp_event)
        first = next(iter(esp_event.get("Headers") or []), {})
        sender = first.get("Value") if str(first.get("Name")).lower() == "return-path" else ""
        return raw(esp_event["RawEmail"], sender=sender, recipients=[esp_event.get("OriginalRecipient")])


class SendGridLetters(SendGridInboundWebhookView):
    """Bytes where “post the raw, full MIME message” is ticked; else in pieces."""

    def __init__(self, **facts: Any) -> None:
        AnymailBaseWebhookView.__init__(self, **facts)  # the rest only warns

    def esp_to_anymail_event(self, request: HttpRequest) -> object:
        if "email" not in request.POST or "headers" in request.POST:
            return super().esp_to_anymail_event(request)
        try:
            envelope = json.loads(request.POST.get("envelope", "{}"))
        except ValueError:
            envelope = {}
        return raw(form_bytes(request, "email"), sender=envelope.get("from"), recipients=envelope.get("to", []))


class SparkPostLetters(SparkPostInboundWebhookView):
    """Bytes, in JSON."""

    def esp_to_anymail_event(self, event_class: str, event: dict[str, Any], raw_event: dict[str, Any]) -> object:
        if event_class != "relay_message":
            return super().esp_to_anymail_event(event_class, event, raw_event)
        content = event["content"]["email_rfc822"]
        octets = b64decode(content) if event["content"].get("email_rfc822_is_base64") else content
        return raw(octets, sender=event.get("msg_from"), recipients=[event.get("rcpt_to")])
