"""What providers tell of a letter of ours: that it has arrived, that it waits, that nobody took it for good, that somebody complained."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from regulars.channels.email.tests import provider_payloads as payloads
from regulars.channels.email.tests.provider_payloads import Call, as_json

REFUSED = "smtp; 550 5.1.1 no such user here"
LATER = "421 4.7.0 try again later"


def ses(kind: str, **told: Any) -> Callable[[str, str], Call]:
    def made(name: str, to: str) -> Call:
        mail = {"messageId": name, "destination": [to], "timestamp": "2026-11-22T09:00:00Z"}
        filled = json.loads(json.dumps(told).replace("TO", to))
        return payloads.sns({"eventType": kind, "mail": mail, kind.lower(): filled})

    return made


def flat(**told: Any) -> Callable[[str, str], Call]:
    """JSON in which ID and TO stand for the letter and its recipient."""
    return lambda name, to: as_json(_filled(told, name, to))


def listed(**told: Any) -> Callable[[str, str], Call]:
    return lambda name, to: as_json([_filled(told, name, to)])


def _filled(told: Any, name: str, to: str) -> Any:
    return json.loads(json.dumps(told).replace('"ID"', json.dumps(name)).replace('"TO"', json.dumps(to)))


def mailgun(event: str, severity: str = "", words: str = "") -> Callable[[str, str], Call]:
    def made(name: str, to: str) -> Call:
        data = {"event": event, "severity": severity, "recipient": to, "timestamp": 1764000000.5, "reason": "generic"}
        data |= {"message": {"headers": {"message-id": name.strip("<>")}}, "delivery-status": {"message": words}}
        signature = dict(payloads.mailgun_signature())
        return as_json({"signature": signature, "event-data": data})

    return made


def mailersend(kind: str, words: str = "") -> Callable[[str, str], Call]:
    def made(name: str, to: str) -> Call:
        email = {"message": {"id": name}, "recipient": {"email": to}}
        data = {"type": kind, "id": "e1", "created_at": "2026-11-22T09:00:00Z", "email": email}
        morph = {"object": "recipient_bounce", "reason": words}
        return payloads.signed_hex(
            {"type": f"activity.{kind}", "data": data | ({"morph": morph} if words else {})}, "Signature"
        )

    return made


def mailtrap(event: str, words: str = "") -> Callable[[str, str], Call]:
    def made(name: str, to: str) -> Call:
        told = {
            "event": event,
            "message_id": name,
            "email": to,
            "timestamp": 1764000000,
            "event_id": "e1",
            "response": words,
        }
        return payloads.signed_hex({"events": [told]}, "Mailtrap-Signature")

    return made


def postal(status: str, words: str = "") -> Callable[[str, str], Call]:
    def made(name: str, to: str) -> Call:
        message = {"id": name, "to": to, "direction": "outgoing"}
        told = {"status": status, "details": words, "output": words, "message": message}
        return payloads.postal({"uuid": "u1", "timestamp": 1764000000, "event": "MessageSent", "payload": told})

    return made


def resend(kind: str, **told: Any) -> Callable[[str, str], Call]:
    return lambda name, to: payloads.resend(
        {"type": f"email.{kind}", "created_at": "2026-11-22T09:00:00Z", "data": {"email_id": name, "to": [to], **told}}
    )


def sendgrid(event: str, **told: Any) -> Callable[[str, str], Call]:
    def made(name: str, to: str) -> Call:
        return payloads.sendgrid_events(
            [{"event": event, "anymail_id": name, "email": to, "timestamp": 1764000000, **told}]
        )

    return made


def sparkpost(kind: str, **told: Any) -> Callable[[str, str], Call]:
    def made(name: str, to: str) -> Call:
        message = {"type": kind, "transmission_id": name, "raw_rcpt_to": to, "timestamp": "1764000000", **told}
        return as_json([{"msys": {"message_event": message}}])

    return made


def unisender(status: str, delivery: str, words: str = "") -> Callable[[str, str], Call]:
    def made(name: str, to: str) -> Call:
        info = {"delivery_status": delivery, "destination_response": words}
        data = {
            "job_id": name,
            "email": to,
            "status": status,
            "event_time": "2026-11-22 09:00:00",
            "delivery_info": info,
        }
        return payloads.unisender([{"event_name": "transactional_email_status", "event_data": data}])

    return made


# kind → (arrived, waits, refused for good, complained); None where the provider tells no such thing
REPORTS: dict[str, tuple[Callable[[str, str], Call] | None, ...]] = {
    "amazon_ses": (
        ses("Delivery", recipients=["TO"], smtpResponse="250 ok"),
        None,
        ses("Bounce", bounceType="Permanent", bounceSubType="General", bouncedRecipients=[{"emailAddress": "TO", "diagnosticCode": REFUSED}]),
        ses("Complaint", complainedRecipients=[{"emailAddress": "TO"}], complaintFeedbackType="abuse"),
    ),
    "brevo": (
        flat(event="delivered", email="TO", **{"message-id": "ID"}, ts_epoch=1764000000000),
        flat(event="deferred", email="TO", **{"message-id": "ID"}, reason=LATER),
        flat(event="hard_bounce", email="TO", **{"message-id": "ID"}, reason=REFUSED),
        flat(event="spam", email="TO", **{"message-id": "ID"}),
    ),
    "mailersend": (
        mailersend("delivered"), None, mailersend("hard_bounced", REFUSED), mailersend("spam_complaint"),
    ),
    "mailgun": (
        mailgun("delivered"), mailgun("failed", "temporary", LATER), mailgun("failed", "permanent", REFUSED), mailgun("complained"),
    ),
    "mailjet": (
        listed(event="sent", email="TO", MessageID="ID", time=1764000000),
        listed(event="bounce", email="TO", MessageID="ID", error="greylisted", hard_bounce=False),
        listed(event="bounce", email="TO", MessageID="ID", error="user unknown", hard_bounce=True, smtp_reply=REFUSED),
        listed(event="spam", email="TO", MessageID="ID"),
    ),
    "mailtrap": (
        mailtrap("delivery"), mailtrap("soft bounce", LATER), mailtrap("bounce", REFUSED), mailtrap("spam"),
    ),
    "postal": (
        postal("Sent", "250 ok"), postal("SoftFail", LATER), postal("HardFail", REFUSED), None,
    ),
    "postmark": (
        flat(RecordType="Delivery", MessageID="ID", Recipient="TO", Details="250 ok"),
        flat(RecordType="Bounce", Type="Transient", MessageID="ID", Email="TO", Details=LATER),
        flat(RecordType="Bounce", Type="HardBounce", MessageID="ID", Email="TO", Details=REFUSED),
        flat(RecordType="SpamComplaint", Type="SpamComplaint", MessageID="ID", Email="TO"),
    ),
    "resend": (
        resend("delivered"), resend("delivery_delayed"),
        resend("bounced", bounce={"type": "Permanent", "message": f"The provider sent a hard bounce message: {REFUSED}"}),
        resend("complained"),
    ),
    "sendgrid": (
        sendgrid("delivered", response="250 ok"), sendgrid("deferred", response=LATER),
        sendgrid("bounce", type="bounce", reason=REFUSED, status="5.1.1"), sendgrid("spamreport"),
    ),
    "sparkpost": (
        sparkpost("delivery"), sparkpost("delay", raw_reason=LATER, bounce_class="20"),
        sparkpost("bounce", raw_reason=REFUSED, bounce_class="10"), sparkpost("spam_complaint"),
    ),
    "unisender_go": (
        unisender("delivered", "ok_delivered"), unisender("soft_bounced", "err_will_retry", LATER),
        unisender("hard_bounced", "err_user_unknown", REFUSED), unisender("spam", "ok_fbl"),
    ),
}  # fmt: skip
