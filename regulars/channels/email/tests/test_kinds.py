from datetime import date, datetime

import pytest

from regulars.channels.email.kinds import words as words
from regulars.channels.email.kinds.away import away_until
from regulars.channels.email.kinds.lasting import is_hard
from regulars.channels.email.letter import Kind
from regulars.channels.email.parse import parse

HEAD = "From: ada@mail.example\nTo: hello@coffee.example\nDate: Tue, 6 Jan 2026 10:00:00 +0000\n"


def kind(headers: str = "", text: str = "Hi", *, head: str = HEAD) -> Kind:
    return parse(f"{head}{headers}\n{text}\n".encode()).kind


def test_a_person_is_a_human_and_may_be_answered() -> None:
    letter = parse(f"{HEAD}Subject: My order\n\nHi\n".encode())
    assert (letter.kind, letter.may_auto_respond, letter.evidence) == (Kind.HUMAN, True, ())


@pytest.mark.parametrize("subject", words.AUTOMATIC_SUBJECT)
def test_automatic_answers_are_known_by_their_subject_in_every_language(subject: str) -> None:
    assert kind(f"Subject: {subject}: 8841\n") == Kind.AUTO_REPLY


@pytest.mark.parametrize("subject", words.AWAY_SUBJECT)
def test_absences_are_known_by_their_subject_in_every_language(subject: str) -> None:
    assert kind(f"Subject: {subject}\nAuto-Submitted: auto-replied\n") == Kind.OUT_OF_OFFICE


@pytest.mark.parametrize("text", words.AWAY_TEXT)
def test_automatic_answers_that_tell_of_an_absence_are_absences(text: str) -> None:
    assert kind("Subject: Re: x\nAuto-Submitted: auto-replied\n", f"I regret: {text} x.") == Kind.OUT_OF_OFFICE
    assert kind("Subject: Re: x\n", f"I regret: {text} x.") == Kind.HUMAN


@pytest.mark.parametrize(
    "subject",
    ["Out of office furniture", "Auto reply does not work", "Vacation rental", "Fwd: Undelivered Mail Returned to Sender", "Read: my poem",
     "Your automatic reply"],
)  # fmt: skip
def test_people_who_write_about_such_letters_are_people(subject: str) -> None:
    assert (
        kind(f"Subject: {subject}\n", "This is the mail system at host mx.example: what does that mean?") == Kind.HUMAN
    )


def test_a_confirmation_is_an_answer_even_under_a_new_subject() -> None:
    assert (
        kind("Subject: [#4711]\nAuto-Submitted: auto-generated\n", "We have received your request.") == Kind.AUTO_REPLY
    )


@pytest.mark.parametrize("subject", words.BOUNCE_SUBJECT)
def test_bounces_are_known_by_sender_and_subject_in_every_language(subject: str) -> None:
    assert kind(f"Subject: {subject} x\n", head=HEAD.replace("ada@", "mailer-daemon@")) == Kind.BOUNCE
    assert kind(f"Subject: {subject} x\n") == Kind.HUMAN


@pytest.mark.parametrize(
    "header",
    ["Auto-Submitted: auto-replied", "X-Autoreply: yes", "X-Autorespond: x", "Precedence: auto_reply", "X-Auto-Reply-From: x",
     "Auto-Submitted: auto-generated\nIn-Reply-To: <1@coffee.example>"],
)  # fmt: skip
def test_machines_that_answer_are_known_by_their_headers(header: str) -> None:
    letter = parse(f"{HEAD}Subject: Thanks\n{header}\n\nWe got it.\n".encode())
    assert (letter.kind, letter.may_auto_respond) == (Kind.AUTO_REPLY, False)
    assert letter.evidence


@pytest.mark.parametrize(
    "header", ["Precedence: list", "List-Post: <mailto:l@x>", "X-Mailman-Version: 2", "List-Id: <l.x>"]
)
def test_lists_are_known_by_their_headers(header: str) -> None:
    assert kind(f"Subject: x\n{header}\n") == Kind.LIST


@pytest.mark.parametrize(
    "header",
    [
        "Precedence: bulk",
        "List-Unsubscribe: <x>",
        "List-Unsubscribe: <x>\nFeedback-ID: 1",
        "List-Id: <n.x>\nPrecedence: bulk",
        "Auto-Submitted: auto-generated",
    ],
)
def test_bulk_is_known_by_its_headers(header: str) -> None:
    assert kind(f"Subject: x\n{header}\n") == Kind.BULK


@pytest.mark.parametrize(
    "header",
    [
        "Return-Path: <>",
        "X-Auto-Response-Suppress: All",
        "X-Loop: x",
        "From: noreply@x.example",
        "From: postmaster@x.example",
    ],
)
def test_some_humans_are_not_to_be_answered_by_machines(header: str) -> None:
    letter = parse(f"{header}\n{HEAD}Subject: x\n\nHi\n".encode())
    assert (letter.kind, letter.may_auto_respond) == (Kind.HUMAN, False)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("I am away until Friday, 16 January 2026.", date(2026, 1, 16)),
        ("I'll be back on January 16th.", date(2026, 1, 16)),
        ("Ich bin bis zum 16.1. im Urlaub.", date(2026, 1, 16)),
        ("Ich bin vom 06.01.2026 bis 16.01.2026 nicht im Büro.", date(2026, 1, 16)),
        ("de retour le 16 janvier", date(2026, 1, 16)),
        ("hasta el 16 de enero de 2026", date(2026, 1, 16)),
        ("fino al 16 gennaio", date(2026, 1, 16)),
        ("até 16 de janeiro", date(2026, 1, 16)),
        ("tot en met 16 januari", date(2026, 1, 16)),
        ("do 16 stycznia 2026", date(2026, 1, 16)),
        ("до 16 января", date(2026, 1, 16)),
        ("till och med 16 januari", date(2026, 1, 16)),
        ("2026年1月16日まで不在です", date(2026, 1, 16)),
        ("Out until 2026-01-16", date(2026, 1, 16)),
        ("returning 12/31/2026", date(2026, 12, 31)),
        ("back on 2 January", date(2027, 1, 2)),
        ("Jsem mimo kancelář do 18. 1. 2026.", date(2026, 1, 18)),
        ("Ich bin bis 18. 1. verreist", date(2026, 1, 18)),
        ("I was away until 16 January 2020.", None),
        ("Our shop opened on 16 January 2026.", None),
        ("until 99.99.2026", None),
        ("until further notice", None),
    ],
)
def test_the_end_of_an_absence_is_read(text: str, day: date | None) -> None:
    assert away_until(text, datetime(2026, 1, 6)) == day


@pytest.mark.parametrize(
    ("status", "reason", "is_dead"),
    [
        ("5.1.1", "550 5.1.1 no such user", True),
        ("5.7.1", "550 5.7.1 No such user here", True),
        ("5.0.0", "550 Host unknown", True),
        ("5.2.1", "the account has been disabled", True),
        ("5.4.1", "550 5.4.1 Recipient address rejected: Access denied", True),
        ("", "", True),
        ("5.2.2", "mailbox full", False),
        ("5.0.0", "552 This account is over quota", False),
        ("4.4.1", "connection timed out", False),
        ("5.7.1", "554 5.7.1 looks like spam", False),
        ("5.7.26", "550 5.7.26 DMARC check failed", False),
        ("5.3.4", "552 5.3.4 message too big", False),
        ("5.1.8", "553 5.1.8 sender domain does not resolve", False),
        ("5.0.0", "554 Service unavailable; Client host [192.0.2.7] blocked using bl.example", False),
        ("5.4.6", "554 5.4.6 too many hops", False),
        ("5.0.0", "550 relay not permitted", False),
    ],
)
def test_only_dead_addresses_are_held_for_hard(status: str, reason: str, is_dead: bool) -> None:
    assert is_hard(status, reason) == is_dead


@pytest.mark.parametrize(
    ("report", "expected"),
    [("feedback", Kind.FEEDBACK_LOOP), ("delivery-status", Kind.BOUNCE), ("disposition-notification", Kind.RECEIPT)],
)
def test_a_report_is_a_report_although_its_subject_is_that_of_a_letter_passed_on(report: str, expected: Kind) -> None:
    name = f"{report}-report" if report == "feedback" else report
    headers = f"Subject: FW: Your order\nContent-Type: multipart/report; report-type={name}; boundary=b\n"
    assert (
        kind(headers, f"--b\n\nAbout your letter.\n--b\nContent-Type: message/{name}\n\nVersion: 1\n--b--") == expected
    )
