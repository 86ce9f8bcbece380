"""Bounces and receipts as mail servers and mail programs write them about a letter that they were given."""

from __future__ import annotations

from email import message_from_bytes, policy

BOUNDARY = "=_report"


def a_bounce(
    sent: bytes,
    recipient: str,
    *,
    action: str = "failed",
    status: str = "5.1.1",
    reason: str = "550 5.1.1 User unknown",
    to: str = "hello@coffee.example",
    more: str = "",
) -> bytes:
    """RFC 3464, with the letter given back. `more` are further groups about other recipients."""
    return f"""Return-Path: <>
From: Mail Delivery System <MAILER-DAEMON@mx.example.com>
To: {to}
Subject: Undelivered Mail Returned to Sender
Message-ID: <{abs(hash((sent, recipient, action, reason)))}@mx.example.com>
Auto-Submitted: auto-replied
Content-Type: multipart/report; report-type=delivery-status; boundary="{BOUNDARY}"

--{BOUNDARY}

This is the mail system at host mx.example.com.

<{recipient}>: host mx.example.com said: {reason}
--{BOUNDARY}
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.com

Final-Recipient: rfc822; {recipient}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; {reason}
{more}
--{BOUNDARY}
Content-Type: message/rfc822

{sent.decode("ascii", "replace")}
--{BOUNDARY}--
""".replace("\r\n", "\n").encode()


def a_prose_bounce(sent: bytes, recipient: str) -> bytes:
    """As qmail writes it: no parts, no fields."""
    return f"""Return-Path: <>
From: MAILER-DAEMON@q.example
To: hello@coffee.example
Subject: failure notice

Hi. This is the qmail-send program at q.example.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<{recipient}>:
Sorry, no mailbox here by that name. (#5.1.1)

--- Below this line is a copy of the message.

{sent.decode("ascii", "replace")}
""".replace("\r\n", "\n").encode()


def a_read_receipt(sent: bytes, reader: str) -> bytes:
    """RFC 8098: somebody has seen the letter."""
    original = message_from_bytes(sent, policy=policy.default)["Message-ID"]
    return f"""From: {reader}
To: hello@coffee.example
Subject: Read: Re: Where is my order?
Message-ID: <read-{abs(hash(original))}@example.com>
Content-Type: multipart/report; report-type=disposition-notification; boundary="{BOUNDARY}"

--{BOUNDARY}

Your message was read.
--{BOUNDARY}
Content-Type: message/disposition-notification

Final-Recipient: rfc822; {reader}
Original-Message-ID: {original}
Disposition: manual-action/MDN-sent-manually; displayed

--{BOUNDARY}--
""".encode()
