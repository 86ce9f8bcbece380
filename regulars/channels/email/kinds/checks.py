"""The signs by which each sort of machine is known.

Each check returns its evidence in words, or nothing. The first that finds any decides the kind, so that the order of
`CHECKS` is part of the meaning: a delivery report is also "automatic", an absence notice may come through a list.
"""

import re
from collections.abc import Callable

from regulars.channels.email.kinds import words
from regulars.channels.email.kinds.bounces import actions_in
from regulars.channels.email.kinds.clues import Clues, begins_with
from regulars.channels.email.letter import Kind
from regulars.channels.email.subjects import is_forward

DMARC_SUBJECT = re.compile(r"report domain:.*submitter:|\bdmarc\b.*\b(?:aggregate|report)", re.I)
DMARC_FILE = re.compile(r"^[\w.-]+![\w.-]+!\d{9,11}!\d{9,11}(?:!\w+)?\.(?:xml|json|zip|gz)(?:\.gz|\.zip)?$", re.I)
LIST_HEADERS = ("list-post", "x-beenthere", "x-mailman-version", "mailing-list", "x-mailing-list", "x-listserver")
NEWSLETTER_HEADERS = (
    "x-mc-user", "x-campaign", "x-campaignid", "x-csa-complaints", "x-mailgun-tag", "x-report-abuse", "list-unsubscribe-post",
)  # fmt: skip
CHALLENGE_HEADERS = ("x-boxbe", "x-spamarrest", "x-ask-action", "x-tmda-confirm")


def _is_feedback_loop(clues: Clues) -> tuple[str, ...]:
    if clues.report_type == "feedback-report" or "message/feedback-report" in clues.types:
        return ("a complaint report (message/feedback-report)",)
    return ()


def _is_dmarc_report(clues: Clues) -> tuple[str, ...]:
    if named := [name for name in clues.file_names if DMARC_FILE.match(name)]:
        return (f"a DMARC report is attached: {named[0]}",)
    if clues.report_type == "tlsrpt" or {"application/tlsrpt+gzip", "application/tlsrpt+json"} & clues.types:
        return ("a TLS report",)
    return (clues.told_subject,) if DMARC_SUBJECT.search(clues.subject) and clues.file_names else ()


def _is_receipt(clues: Clues) -> tuple[str, ...]:
    if clues.report_type == "disposition-notification" or "message/disposition-notification" in clues.types:
        return ("a read receipt (message/disposition-notification)",)
    actions = actions_in(clues.parts)
    if actions and not actions & {"failed", "delayed"}:
        return (f"a delivery report: {', '.join(sorted(actions))}",)
    if clues.topic.startswith(words.RECEIPT_SUBJECT) and (clues.header("auto-submitted") or clues.has_null_return_path):
        return (clues.told_subject,)
    return ()


def _is_bounce(clues: Clues) -> tuple[str, ...]:
    evidence = []
    if clues.report_type == "delivery-status" or "message/delivery-status" in clues.types:
        evidence.append("a delivery report (message/delivery-status)")
    if failed := clues.header("x-failed-recipients"):
        evidence.append(f"X-Failed-Recipients: {failed[:120]}")
    is_about_delivery = any(phrase in clues.topic for phrase in words.BOUNCE_SUBJECT)
    says_undelivered = any(phrase in clues.beginning for phrase in words.BOUNCE_TEXT)
    if (clues.is_daemon or clues.has_null_return_path) and (is_about_delivery or says_undelivered):
        sender = f"From: {clues.from_email}" if clues.is_daemon else "Return-Path: <>"
        evidence.append(f"{sender}, {clues.told_subject}")
    elif is_about_delivery and says_undelivered and not (clues.is_answer or is_forward(clues.subject)):
        evidence.append(f"subject and text tell of a failed delivery, {clues.told_subject}")
    return tuple(evidence)


def _is_challenge(clues: Clues) -> tuple[str, ...]:
    if header := next((name for name in CHALLENGE_HEADERS if clues.header(name)), ""):
        return (f"{header.title()}: {clues.header(header)[:120]}",)
    asks = sum(phrase in clues.beginning for phrase in words.CHALLENGE_TEXT)
    is_named_so = any(phrase in clues.topic for phrase in words.CHALLENGE_SUBJECT)
    if (is_named_so or asks) and asks + is_named_so + bool(clues.automatic) > 1:
        return (f"asks the sender to prove to be human, {clues.told_subject}",)
    return ()


def _is_calendar(clues: Clues) -> tuple[str, ...]:
    for part in clues.parts:
        if part.content_type == "text/calendar" and part.disposition[0] != "attachment":
            return (f"a calendar part, method {part.parameters.get('method', 'none').upper()}",)
    if "calendarmessage" in clues.header("content-class").lower():
        return ("Content-Class: calendarmessage",)
    return ()


def _is_out_of_office(clues: Clues) -> tuple[str, ...]:
    if begins_with(clues.topic, words.AWAY_SUBJECT):
        return (*clues.automatic, clues.told_subject)
    if not clues.automatic or not _is_auto_reply(clues):
        return ()
    if any(phrase in clues.topic for phrase in words.AWAY_SUBJECT):
        return (*clues.automatic, clues.told_subject)
    said = next((phrase for phrase in words.AWAY_TEXT if phrase in clues.beginning), "")
    return (*clues.automatic, f"the text says “{said.strip()}”") if said else ()


def _is_auto_reply(clues: Clues) -> tuple[str, ...]:
    """Automatic letters that answer something, as opposed to a machine's own notices."""
    is_generated = clues.header("auto-submitted").lower().startswith("auto-generated")
    confirms = any(phrase in clues.beginning for phrase in words.CONFIRMATION_TEXT)
    is_named_so = begins_with(clues.topic, words.AUTOMATIC_SUBJECT)
    return clues.automatic if not is_generated or clues.is_answer or confirms or is_named_so else ()


def _is_list(clues: Clues) -> tuple[str, ...]:
    precedence, list_id = clues.header("precedence").lower(), clues.header("list-id")
    if precedence == "list":
        return (f"Precedence: list{f', List-Id: {list_id[:120]}' if list_id else ''}",)
    if name := next((name for name in LIST_HEADERS if clues.header(name)), ""):
        return (f"{name.title()}: {clues.header(name)[:120]}",)
    is_newsletter = precedence in {"bulk", "junk"} or any(clues.header(name) for name in NEWSLETTER_HEADERS)
    return (f"List-Id: {list_id[:120]}",) if list_id and not is_newsletter else ()


def _is_bulk(clues: Clues) -> tuple[str, ...]:
    precedence = clues.header("precedence").lower()
    evidence = [f"Precedence: {precedence}"] if precedence in {"bulk", "junk"} else []
    for name in ("list-unsubscribe", "feedback-id", *NEWSLETTER_HEADERS):
        if value := clues.header(name):
            evidence.append(f"{name.title()}: {value[:120]}")
    return (*evidence, *clues.automatic)


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
