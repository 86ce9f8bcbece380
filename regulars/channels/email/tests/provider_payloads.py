"""What mail providers POST, in the shapes of their own documentation: a letter, and the news of one."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
import uuid
from collections.abc import Callable
from typing import Any, NamedTuple

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

RSA = rsa.generate_private_key(public_exponent=65537, key_size=2048)
CURVE = ec.generate_private_key(ec.SECP256R1())
SVIX = "whsec_" + base64.b64encode(b"a secret of 24 bytes or so").decode()
KEY = "the provider's own key"


class Call(NamedTuple):
    """A POST: its bytes, what they are, and the headers that count."""

    body: bytes
    content_type: str = "application/json"
    headers: dict[str, str] = {}


def public(key: Any) -> str:
    """A public key as the providers' pages show it."""
    form = (serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    return base64.b64encode(key.public_key().public_bytes(*form)).decode()


def as_json(told: object, **headers: str) -> Call:
    return Call(json.dumps(told).encode(), headers=headers)


def as_form(*fields: tuple[str, bytes | str], files: tuple[tuple[str, str, str, bytes], ...] = ()) -> Call:
    """multipart/form-data as Mailgun and SendGrid send it; a file is (field, name, type, content)."""
    boundary = "xYzZY"
    parts = [(f'form-data; name="{name}"', "", value) for name, value in fields]
    parts += [(f'form-data; name="{field}"; filename="{name}"', kind, content) for field, name, kind, content in files]
    body = b""
    for disposition, kind, value in parts:
        head = f"--{boundary}\r\nContent-Disposition: {disposition}\r\n" + (f"Content-Type: {kind}\r\n" if kind else "")
        body += head.encode() + b"\r\n" + (value if isinstance(value, bytes) else value.encode()) + b"\r\n"
    return Call(body + f"--{boundary}--\r\n".encode(), f"multipart/form-data; boundary={boundary}")


def sns(message: object, kind: str = "Notification", **facts: str) -> Call:
    name = str(uuid.uuid5(uuid.NAMESPACE_URL, json.dumps(message)))
    told = {
        "Type": kind,
        "MessageId": name,
        "TopicArn": "arn:aws:sns:eu-west-1:123456789012:letters",
        "Timestamp": "2026-11-22T09:00:00Z",
    }
    told |= {"Message": message if isinstance(message, str) else json.dumps(message), **facts}
    return as_json(told, **{"x-amz-sns-message-type": kind, "x-amz-sns-message-id": name})


def ses_letter(letter: bytes, to: str) -> Call:
    action = {"type": "SNS", "encoding": "BASE64"}
    receipt = {"recipients": [to], "action": action, "spamVerdict": {"status": "PASS"}}
    mail = {"source": "ada@example.com", "messageId": "ses-1", "destination": [to], "timestamp": "2026-11-22T09:00:00Z"}
    content = base64.b64encode(letter).decode()
    return sns({"notificationType": "Received", "mail": mail, "receipt": receipt, "content": content})


def mailgun_mime(letter: bytes, to: str) -> Call:
    return as_form(*mailgun_signature(), ("recipient", to), ("sender", "ada@example.com"), ("body-mime", letter))


def mailgun_fields(text: str, to: str) -> Call:
    headers = [
        ["From", "Ada Moreau <ada@example.com>"],
        ["To", to],
        ["Subject", "Wo ist meine Mühle?"],
        ["Message-Id", "<pieces@example.com>"],
    ]
    told = (
        ("message-headers", json.dumps(headers)),
        ("body-plain", text),
        ("body-html", f"<p>{text}</p>"),
        ("attachment-count", "1"),
    )
    file = ("attachment-1", "Beleg ä.pdf", "application/pdf", b"%PDF-1.7 receipt")
    return as_form(*mailgun_signature(), ("recipient", to), ("sender", "ada@example.com"), *told, files=(file,))


def mailgun_signature() -> tuple[tuple[str, str], ...]:
    at, token = "1764000000", "0123456789abcdef"
    proof = hmac.digest(KEY.encode(), f"{at}{token}".encode(), "sha256").hex()
    return ("timestamp", at), ("token", token), ("signature", proof)


def mandrill(events: list[object], address: str) -> Call:
    from urllib.parse import urlencode

    told = json.dumps(events)
    proof = base64.b64encode(hmac.digest(KEY.encode(), (address + "mandrill_events" + told).encode(), "sha1")).decode()
    return Call(
        urlencode({"mandrill_events": told}).encode(),
        "application/x-www-form-urlencoded",
        {"X-Mandrill-Signature": proof},
    )


def signed_hex(told: object, header: str) -> Call:
    call = as_json(told)
    return call._replace(headers={header: hmac.digest(KEY.encode(), call.body, "sha256").hex()})


def postal(told: object) -> Call:
    call = as_json(told)
    proof = RSA.sign(call.body, padding.PKCS1v15(), hashes.SHA1())  # noqa: S303 - Postal's choice
    return call._replace(headers={"X-Postal-Signature": base64.b64encode(proof).decode()})


def resend(told: object, *, at: float | None = None) -> Call:
    call, stamp = as_json(told), str(int(at or time.time()))
    proof = hmac.digest(base64.b64decode(SVIX.removeprefix("whsec_")), f"msg_1.{stamp}.".encode() + call.body, "sha256")
    headers = {"svix-id": "msg_1", "svix-timestamp": stamp, "svix-signature": "v1," + base64.b64encode(proof).decode()}
    return call._replace(headers=headers)


def sendgrid_events(told: object) -> Call:
    call = as_json(told)
    proof = CURVE.sign(b"1764000000" + call.body, ec.ECDSA(hashes.SHA256()))
    signature = base64.b64encode(proof).decode()
    name = "X-Twilio-Email-Event-Webhook-"
    return call._replace(headers={f"{name}Signature": signature, f"{name}Timestamp": "1764000000"})


def unisender(events: list[dict[str, Any]]) -> Call:
    told = {"auth": "", "events_by_user": [{"user_id": 1, "events": events}]}
    body = json.dumps(told | {"auth": KEY})
    proof = hashlib.md5(body.encode()).hexdigest()
    return Call(body.replace(KEY, proof).encode())


def mailersend_letter(letter: bytes, to: str) -> Call:
    data = {
        "id": "m1",
        "raw": letter.decode(),
        "sender": {"email": "ada@example.com"},
        "recipients": {"rcptTo": [{"email": to}]},
    }
    return signed_hex({"type": "inbound.message", "data": data}, "Signature")


def postmark_letter(letter: bytes, to: str) -> Call:
    headers = [{"Name": "Return-Path", "Value": "<ada@example.com>"}]
    told = {
        "FromFull": {"Email": "ada@example.com", "Name": "Ada"},
        "OriginalRecipient": to,
        "MessageID": "p1",
        "Headers": headers,
    }
    return as_json(told | {"RawEmail": letter.decode()})


def postal_letter(letter: bytes, to: str) -> Call:
    content = base64.b64encode(letter).decode()
    return postal({"id": 1, "rcpt_to": to, "mail_from": "ada@example.com", "message": content, "base64": True})


def sendgrid_letter(letter: bytes, to: str) -> Call:
    return as_form(
        ("email", letter), ("envelope", json.dumps({"to": [to], "from": "ada@example.com"})), ("spam_score", "0.1")
    )


def sparkpost_letter(letter: bytes, to: str) -> Call:
    content = {"email_rfc822": base64.b64encode(letter).decode(), "email_rfc822_is_base64": True}
    told = {"protocol": "smtp", "content": content, "msg_from": "ada@example.com", "rcpt_to": to}
    return as_json([{"msys": {}}, {"msys": {"relay_message": told}}])


def mailjet_letter(text: str, to: str) -> Call:
    headers = {
        "From": "Ada Moreau <ada@example.com>",
        "To": to,
        "Subject": "Mühle",
        "Message-ID": "<mj@example.com>",
        "Received": ["by a", "by b"],
    }
    file = {
        "Headers": {
            "Content-Type": 'image/png; name="cup.png"',
            "Content-Disposition": 'attachment; filename="cup.png"',
        }
    }
    told = {
        "Sender": "ada@example.com",
        "Recipient": to,
        "Headers": headers,
        "Text-part": text,
        "Html-part": f"<p>{text}</p>",
    }
    told |= {"Parts": [file | {"ContentRef": "Attachment1"}], "Attachment1": base64.b64encode(b"\x89PNG cup").decode()}
    return as_json(told | {"SpamAssassinScore": "0.5"})


def postmark_fields(text: str, to: str) -> Call:
    people = {"FromFull": {"Email": "ada@example.com", "Name": "Ada Moreau"}, "ToFull": [{"Email": to, "Name": ""}]}
    file = {
        "Name": "cup.png",
        "Content": base64.b64encode(b"\x89PNG cup").decode(),
        "ContentType": "image/png",
        "ContentID": "cup@1",
    }
    headers = [{"Name": "Message-ID", "Value": "<pm@example.com>"}]
    told = {
        **people,
        "Subject": "Mühle",
        "TextBody": text,
        "HtmlBody": f"<p>{text}<img src='cid:cup@1'></p>",
        "Headers": headers,
    }
    return as_json(told | {"OriginalRecipient": to, "Attachments": [file], "Date": "Sun, 22 Nov 2026 10:00:00 +0100"})


def sendgrid_fields(text: str, to: str) -> Call:
    headers = f"From: Ada Moreau <ada@example.com>\nTo: {to}\nSubject: Muehle\nMessage-ID: <sg@example.com>\n"
    told = (
        ("headers", headers),
        ("text", text.encode("latin-1")),
        ("charsets", '{"text": "iso-8859-1"}'),
        ("from", "ada@example.com"),
    )
    info = (
        "attachment-info",
        json.dumps({"attachment1": {"filename": "cup.png", "name": "cup.png", "type": "image/png"}}),
    )
    envelope = ("envelope", json.dumps({"to": [to], "from": "ada@example.com"}))
    return as_form(*told, envelope, info, files=(("attachment1", "cup.png", "image/png", b"\x89PNG cup"),))


def brevo_fields(text: str, to: str) -> Call:
    headers = {
        "From": "Ada Moreau <ada@example.com>",
        "To": to,
        "Subject": "Mühle",
        "Message-ID": "<bv@example.com>",
        "Delivered-To": to,
    }
    file = {"Name": "cup.png", "ContentType": "image/png", "DownloadToken": "token-1", "ContentID": None}
    return as_json(
        {
            "items": [
                {
                    "Uuid": ["u1"],
                    "Headers": headers,
                    "RawTextBody": text,
                    "RawHtmlBody": f"<p>{text}</p>",
                    "Attachments": [file],
                }
            ]
        }
    )


LETTERS: dict[str, Callable[[bytes, str], Call]] = {
    "amazon_ses": ses_letter,
    "mailersend": mailersend_letter,
    "mailgun": mailgun_mime,
    "postal": postal_letter,
    "postmark": postmark_letter,
    "sendgrid": sendgrid_letter,
    "sparkpost": sparkpost_letter,
}
IN_PIECES: dict[str, Callable[[str, str], Call]] = {
    "brevo": brevo_fields,
    "mailgun": mailgun_fields,
    "mailjet": mailjet_letter,
    "postmark": postmark_fields,
    "sendgrid": sendgrid_fields,
}
SECRETS = {
    "mailersend": KEY, "mailgun": KEY, "mailtrap": KEY, "mandrill": KEY, "unisender_go": KEY,
    "postal": public(RSA), "sendgrid": public(CURVE), "resend": SVIX,
}  # fmt: skip
