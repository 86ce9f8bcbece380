"""Who wrote a letter: a person, or which sort of machine; and why we think so.

Each check returns its evidence in words, or nothing. The first that finds any decides the kind, so that the order of
`CHECKS` is part of the meaning: a delivery report is also "automatic", an absence notice may come through a list.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from regulars.channels.email.kinds import words
from regulars.channels.email.kinds.away import away_until
from regulars.channels.email.kinds.bounces import actions_in, bounce_in
from regulars.channels.email.letter import Bounce, Kind
from regulars.channels.email.mime.parts import Part
from regulars.channels.email.subjects import without_prefixes

BEGINNING = 3000  # characters of the text that are looked at
NOT_TO_BE_ANSWERED = re.compile(
    r"^(?:no[-_.]?reply|do[-_.]?not[-_.]?reply|noreply|ne[-_.]?pas[-_.]?repondre|nicht[-_.]?antworten|mailer[-_.]?daemon|postmaster|"
    r"bounces?|notifications?|listserv|majordomo|owner-.*|.*-(?:request|owner|bounces?))(?:[+=].*)?@",
    re.I,
)
DAEMON = re.compile(
    r"^(?:mailer[-_.]?daemon|postmaster|mail[-_.]?daemon|bounces?|microsoftexchange[0-9a-f]*)(?:[+=-].*)?@|^mailer-daemon$",
    re.I,
)
DMARC_SUBJECT = re.compile(r"report domain:.*submitter:|\bdmarc\b.*\b(?:aggregate|report)|dmarc aggregate report", re.I)
DMARC_FILE = re.compile(
    r"^[\w.-]+![\w.-]+!\d{9,11}!\d{9,11}(?:!\w+)?\.(?:xml|json)(?:\.gz|\.zip)?$|^[\w.-]+![\w.-]+!\d{9,11}!\d{9,11}.*\.(?:zip|gz)$",
    re.I,
)
ONLY_NEWSLETTERS = (
    "x-mc-user",
    "x-campaign",
    "x-campaignid",
    "x-csa-complaints",
    "x-mailgun-tag",
    "x-report-abuse",
    "list-unsubscribe-post",
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """The kind, whether a machine of ours may answer, and the evidence in words."""

    kind: Kind = Kind.HUMAN
    may_auto_respond: bool = True
    evidence: tuple[str, ...] = ()
    bounce: Bounce | None = None
    away_until: date | None = None


@dataclass(frozen=True, kw_only=True)
class Clues:
    """What the checks look at."""

    root: Part
    subject: str
    text: str
    from_email: str
    file_names: tuple[str, ...] = ()
    date: datetime | None = None
    to: tuple[str, ...] = ()

    def header(self, name: str) -> str:
        return self.root.headers.decoded(name).strip()

    @cached_property
    def parts(self) -> list[Part]:
        return self.root.walk()

    @cached_property
    def types(self) -> set[str]:
        return {part.content_type for part in self.parts}

    @cached_property
    def report_type(self) -> str:
        is_report = self.root.content_type == "multipart/report"
        return self.root.parameters.get("report-type", "").lower() if is_report else ""

    @cached_property
    def topic(self) -> str:
        return without_prefixes(self.subject).lower()

    @cached_property
    def beginning(self) -> str:
        return self.text[:BEGINNING].lower()

    @cached_property
    def is_daemon(self) -> bool:
        return bool(DAEMON.match(self.from_email))

    @cached_property
    def has_null_return_path(self) -> bool:
        return any(value.strip() == "<>" for value in self.root.headers.all("return-path"))


def verdict_on(clues: Clues) -> Verdict:
    """The kind of a letter, and what follows from it."""
    for kind, check in CHECKS:
        if evidence := check(clues):
            return Verdict(
                kind=kind,
                may_auto_respond=False,
                evidence=evidence,
                bounce=bounce_in(clues.parts, clues.text, to=clues.to) if kind == Kind.BOUNCE else None,
                away_until=away_until(f"{clues.subject}\n{clues.text[:BEGINNING]}", clues.date)
                if kind == Kind.OUT_OF_OFFICE
                else None,
            )
    reasons = _reasons_for_silence(clues)
    return Verdict(may_auto_respond=not reasons, evidence=reasons)


def _is_feedback_loop(clues: Clues) -> tuple[str, ...]:
    if clues.report_type == "feedback-report" or "message/feedback-report" in clues.types:
        return ("a complaint report (message/feedback-report)",)
    return ()


def _is_dmarc_report(clues: Clues) -> tuple[str, ...]:
    if named := [name for name in clues.file_names if DMARC_FILE.match(name)]:
        return (f"a DMARC report is attached: {named[0]}",)
    if clues.report_type == "tlsrpt" or {"application/tlsrpt+gzip", "application/tlsrpt+json"} & clues.types:
        return ("a TLS report",)
    return (f"Subject: {clues.subject[:120]}",) if DMARC_SUBJECT.search(clues.subject) and clues.file_names else ()


def _is_receipt(clues: Clues) -> tuple[str, ...]:
    if clues.report_type == "disposition-notification" or "message/disposition-notification" in clues.types:
        return ("a read receipt (message/disposition-notification)",)
    actions = actions_in(clues.parts)
    if actions and not actions & {"failed", "delayed"}:
        return (f"a delivery report: {', '.join(sorted(actions))}",)
    if clues.topic.startswith(words.RECEIPT_SUBJECT) and (clues.header("auto-submitted") or clues.has_null_return_path):
        return (f"Subject: {clues.subject[:120]}",)
    return ()


def _is_bounce(clues: Clues) -> tuple[str, ...]:
    evidence = []
    if clues.report_type == "delivery-status" or "message/delivery-status" in clues.types:
        evidence.append("a delivery report (message/delivery-status)")
    if failed := clues.header("x-failed-recipients"):
        evidence.append(f"X-Failed-Recipients: {failed[:120]}")
    is_about_delivery = any(word in clues.topic for word in words.BOUNCE_SUBJECT)
    says_undelivered = any(word in clues.beginning for word in words.BOUNCE_TEXT)
    is_from_machine = clues.is_daemon or clues.has_null_return_path
    if is_from_machine and (is_about_delivery or says_undelivered):
        sender = f"From: {clues.from_email}" if clues.is_daemon else "Return-Path: <>"
        evidence.append(f"{sender}, Subject: {clues.subject[:120]}")
    elif is_about_delivery and says_undelivered:
        evidence.append(f"Subject and text tell of a failed delivery: {clues.subject[:120]}")
    return tuple(evidence)


def _is_challenge(clues: Clues) -> tuple[str, ...]:
    if header := next(
        (name for name in ("x-boxbe", "x-spamarrest", "x-ask-action", "x-tmda-confirm") if clues.header(name)), ""
    ):
        return (f"{header}: {clues.header(header)[:120]}",)
    is_asking = sum(word in clues.beginning for word in words.CHALLENGE_TEXT)
    if any(word in clues.topic for word in words.CHALLENGE_SUBJECT) and (is_asking or _automatic(clues)):
        return (f"asks the sender to prove to be human: {clues.subject[:120]}",)
    return ("asks the sender to prove to be human",) if is_asking and (is_asking > 1 or _automatic(clues)) else ()


def _is_calendar(clues: Clues) -> tuple[str, ...]:
    for part in clues.parts:
        if part.content_type == "text/calendar" and part.disposition[0] != "attachment":
            return (f"a calendar part, method {part.parameters.get('method', 'none').upper()}",)
    if "calendarmessage" in clues.header("content-class").lower():
        return ("Content-Class: calendarmessage",)
    return ()


def _is_out_of_office(clues: Clues) -> tuple[str, ...]:
    if clues.topic.startswith(words.AWAY_SUBJECT) and (_automatic(clues) or len(clues.topic) < 60):
        return (*_automatic(clues), f"Subject: {clues.subject[:120]}")
    if _automatic(clues) and _is_answer(clues):
        if any(word in clues.topic for word in words.AWAY_SUBJECT):
            return (*_automatic(clues), f"Subject: {clues.subject[:120]}")
        if word := next((word for word in words.AWAY_TEXT if word in clues.beginning), ""):
            return (*_automatic(clues), f"the text says “{word.strip()}”")
    return ()


def _is_auto_reply(clues: Clues) -> tuple[str, ...]:
    return _automatic(clues) if _is_answer(clues) else ()


def _is_list(clues: Clues) -> tuple[str, ...]:
    if clues.header("precedence").lower() == "list":
        return (f"Precedence: list{_named(clues, 'list-id')}",)
    for name in ("list-post", "x-beenthere", "x-mailman-version", "mailing-list", "x-mailing-list", "x-listserver"):
        if value := clues.header(name):
            return (f"{name.title()}: {value[:120]}",)
    is_newsletter = any(clues.header(name) for name in ONLY_NEWSLETTERS) or clues.header("precedence").lower() in {
        "bulk",
        "junk",
    }
    return (f"List-Id: {clues.header('list-id')[:120]}",) if clues.header("list-id") and not is_newsletter else ()


def _is_bulk(clues: Clues) -> tuple[str, ...]:
    evidence = []
    if (precedence := clues.header("precedence").lower()) in {"bulk", "junk"}:
        evidence.append(f"Precedence: {precedence}")
    for name in ("list-unsubscribe", "feedback-id", *ONLY_NEWSLETTERS):
        if value := clues.header(name):
            evidence.append(f"{name.title()}: {value[:120]}")
    return (*evidence, *_automatic(clues))


def _automatic(clues: Clues) -> tuple[str, ...]:
    """What in the headers or the subject says that no person pressed Send."""
    evidence = []
    submitted = clues.header("auto-submitted").lower()
    if submitted and not submitted.startswith("no"):
        evidence.append(f"Auto-Submitted: {submitted[:80]}")
    for name in (
        "x-autoreply",
        "x-autorespond",
        "x-autoresponder",
        "x-auto-reply",
        "x-auto-reply-from",
        "x-autoreply-from",
        "x-mail-autoreply",
        "x-vacation",
    ):
        if (value := clues.header(name)) and value.lower() not in {"no", "false", "0"}:
            evidence.append(f"{name.title()}: {value[:80]}")
    if clues.header("precedence").lower() in {"auto_reply", "auto-reply", "autoreply"}:
        evidence.append(f"Precedence: {clues.header('precedence')}")
    if clues.header("x-auto-generated") or clues.header("auto-generated"):
        evidence.append("X-Auto-Generated")
    if clues.topic.startswith(words.AUTOMATIC_SUBJECT):
        evidence.append(f"Subject: {clues.subject[:120]}")
    return tuple(evidence)


def _is_answer(clues: Clues) -> bool:
    """Automatic letters that answer something, as opposed to a machine's own notices."""
    if clues.header("auto-submitted").lower().startswith("auto-generated") and not clues.topic.startswith(
        words.AUTOMATIC_SUBJECT
    ):
        is_absence = clues.topic.startswith(words.AWAY_SUBJECT)
        return (
            is_absence
            or bool(clues.header("in-reply-to") or clues.header("references"))
            or clues.topic != clues.subject.lower().strip()
        )
    return True


def _reasons_for_silence(clues: Clues) -> tuple[str, ...]:
    """Why a machine should not answer this person's letter."""
    reasons = []
    if not clues.from_email:
        reasons.append("no address to answer to")
    if NOT_TO_BE_ANSWERED.match(clues.from_email):
        reasons.append(f"From: {clues.from_email}")
    if clues.has_null_return_path:
        reasons.append("Return-Path: <>")
    suppressed = clues.header("x-auto-response-suppress").lower()
    if any(word in suppressed for word in ("all", "autoreply", "oof")):
        reasons.append(f"X-Auto-Response-Suppress: {suppressed[:80]}")
    if loop := clues.header("x-loop"):
        reasons.append(f"X-Loop: {loop[:80]}")
    return tuple(reasons)


def _named(clues: Clues, name: str) -> str:
    return f", {name.title()}: {clues.header(name)[:120]}" if clues.header(name) else ""


CHECKS: tuple[tuple[Kind, Callable[[Clues], tuple[str, ...]]], ...] = (
    (Kind.FEEDBACK_LOOP, _is_feedback_loop),
    (Kind.DMARC_REPORT, _is_dmarc_report),
    (Kind.RECEIPT, _is_receipt),
    (Kind.BOUNCE, _is_bounce),
    (Kind.CHALLENGE, _is_challenge),
    (Kind.OUT_OF_OFFICE, _is_out_of_office),
    (Kind.CALENDAR, _is_calendar),
    (Kind.AUTO_REPLY, _is_auto_reply),
    (Kind.LIST, _is_list),
    (Kind.BULK, _is_bulk),
)
