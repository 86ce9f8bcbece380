"""The signs by which each sort of machine is known.

Each check returns its evidence in words, or nothing. The first that finds any decides the kind, so that the order of
`CHECKS` is part of the meaning: a delivery report is also "automatic", an absence notice may come through a list.
"""

import re
from collections.abc import Callable

from regulars.channels.email.kinds import words
from regulars.channels.email.kinds.bounces import ORIGINALS
from regulars.channels.email.kinds.clues import Clues, begins_with, is_called
from regulars.channels.email.kinds.delivery_status import ARRIVED, REPORTS, actions_in
from regulars.channels.email.kinds.prose import has_copy
from regulars.channels.email.letter import Kind

DMARC_SUBJECT = re.compile(r"report domain:.*submitter:|\bdmarc\b.*\b(?:aggregate|forensic|failure|report)", re.I)
DMARC_FILE = re.compile(r"^[\w.-]+![\w.-]+!\d{9,11}!\d{9,11}(?:!\w+)?\.(?:xml|json|zip|gz)(?:\.gz|\.zip)?$", re.I)
LIST_HEADERS = (
    "list-post",
    "x-beenthere",
    "x-mailman-version",
    "mailing-list",
    "x-mailing-list",
    "x-listserver",
    "x-google-group-id",
    "x-mlserver",
    "x-ml-name",
)
NEWSLETTER_HEADERS = (
    "x-mc-user", "x-campaign", "x-campaignid", "x-csa-complaints", "x-mailgun-tag", "x-report-abuse", "list-unsubscribe-post",
)  # fmt: skip
CHALLENGE_HEADERS = (
    "x-boxbe", "x-spamarrest", "x-ask-action", "x-tmda-confirm", "x-tmda-confirm-done", "x-bluebottle-request", "x-sendio", "x-knowspam",
    "x-mailblocks", "x-vanquish", "x-challenge-response",
)  # fmt: skip
CHALLENGER = re.compile(
    r"@(?:[\w-]+\.)*(?:boxbe|spamarrest|bluebottle|sendio|mailinblack|antispamuol|knowspam|0spam)\.|spamblocker-challenge",
    re.I,
)
COMPLAINT_SUBJECT = re.compile(r"complaint about message from|e-?mail feedback report|abuse report for|\[?fbl\b", re.I)
ASKING = {"REQUEST", "REPLY", "CANCEL", "COUNTER", "DECLINECOUNTER"}
UNDELIVERED = re.compile(
    r"\b(?:message|e-?mail|mail|letter)s?\b.{0,100}?\b(?:could|can|was|were|has|have) ?(?:not|n['’]t)\b.{0,20}\bdeliver|"
    r"(?:unable|failed) to deliver (?:your |the |this )?(?:message|e-?mail|mail|letter|to\b)|error delivering your (?:message|mail)",
    re.S,
)
MDN = "message/disposition-notification"


def _is_feedback_loop(clues: Clues) -> tuple[str, ...]:
    if clues.is_passed_on:
        return ()
    if clues.report_type == "feedback-report" or "message/feedback-report" in clues.types:
        return () if _tells_of_dmarc(clues) else ("a complaint report (message/feedback-report)",)
    if COMPLAINT_SUBJECT.match(clues.subject) and clues.types & ORIGINALS:
        return (f"a letter is given back as a complaint, {clues.told_subject}",)
    return ()


def _tells_of_dmarc(clues: Clues) -> bool:
    """A report of one forged letter (RFC 6591) has the form of a complaint, but nobody complains."""
    reports = (part.content[:10_000].lower() for part in clues.parts if part.content_type == "message/feedback-report")
    return any(b"auth-failure" in each for each in reports)


def _is_dmarc_report(clues: Clues) -> tuple[str, ...]:
    if clues.is_passed_on:
        return ()
    if named := [name for name in clues.file_names if DMARC_FILE.match(name)]:
        return (f"a DMARC report is attached: {named[0]}",)
    if clues.report_type == "tlsrpt" or {"application/tlsrpt+gzip", "application/tlsrpt+json"} & clues.types:
        return ("a TLS report",)
    if _tells_of_dmarc(clues):
        return ("a report of a letter that failed authentication (message/feedback-report)",)
    is_named_so = DMARC_SUBJECT.search(clues.subject) and not clues.is_answer
    has_data = any(name.lower().endswith((".xml", ".gz", ".zip", ".json")) for name in clues.file_names)
    return (clues.told_subject,) if is_named_so and (has_data or clues.automatic) else ()


def _is_receipt(clues: Clues) -> tuple[str, ...]:
    if clues.is_passed_on:
        return ()
    is_named_so = clues.topic.startswith(words.RECEIPT_SUBJECT)
    is_a_report = is_named_so or clues.root.content_type in {"multipart/report", MDN}
    if clues.report_type == "disposition-notification" or (MDN in clues.types and is_a_report):
        return () if _is_rejected(clues) else ("a read receipt (message/disposition-notification)",)
    if any(
        b"IPNRN" in part.content[:4096].upper() for part in clues.parts if part.content_type == "application/ms-tnef"
    ):
        return ("a read receipt (REPORT.IPM.Note.IPNRN)",)
    actions = actions_in(clues.parts)
    if actions and actions <= ARRIVED:
        return (f"a delivery report: {', '.join(sorted(actions))}",)
    if is_named_so and (clues.header("auto-submitted") or clues.has_null_return_path):
        return (clues.told_subject,)
    return ()


def _is_rejected(clues: Clues) -> bool:
    """Mail filters reject a letter in the form of a receipt (RFC 5429)."""
    told = f"{clues.header('auto-submitted')} {clues.subject}".lower()
    return "reject" in told or any(phrase in clues.beginning for phrase in words.REJECTION_TEXT)


def _is_bounce(clues: Clues) -> tuple[str, ...]:
    if clues.is_passed_on or (
        not clues.is_daemon and is_called(clues.topic, words.AUTOMATIC_SUBJECT + words.AWAY_SUBJECT)
    ):
        return ()
    return _is_report(clues) or _tells_of_failure(clues)


def _is_report(clues: Clues) -> tuple[str, ...]:
    """What only machines write."""
    evidence = []
    if clues.report_type == "delivery-status" or (clues.types & REPORTS and _may_report(clues)):
        evidence.append("a delivery report (message/delivery-status)")
    if failed := clues.header("x-failed-recipients"):
        evidence.append(f"X-Failed-Recipients: {failed[:120]}")
    if clues.report_type == "disposition-notification":
        evidence.append("a mail filter tells that it rejected the letter")
    return tuple(evidence)


def _may_report(clues: Clues) -> bool:
    """Whether a report among other parts is the letter itself: people attach one, too, and say something else."""
    is_a_server = clues.is_from_a_server or clues.has_null_return_path or clues.root.content_type == "multipart/report"
    return is_a_server or any(phrase in clues.topic for phrase in words.BOUNCE_SUBJECT)


def _tells_of_failure(clues: Clues) -> tuple[str, ...]:
    """Prose: by a server's name it takes the subject or the text; by any other both, and the letter or its address given back."""
    in_subject = any(phrase in clues.topic for phrase in words.BOUNCE_SUBJECT)
    if not (in_subject or clues.is_from_a_server or clues.has_null_return_path):
        return ()
    in_text = any(phrase in clues.servers_words for phrase in words.BOUNCE_TEXT)
    if clues.is_from_a_server and (in_subject or in_text or UNDELIVERED.search(clues.servers_words)):
        return (f"From: {clues.header('from')[:120]}, {clues.told_subject}",)
    gives_back = bool(clues.types & ORIGINALS) or has_copy(clues.text)
    if clues.has_null_return_path and (in_text or (in_subject and gives_back)):
        return (f"Return-Path: <>, {clues.told_subject}",)
    if in_subject and in_text and gives_back and not clues.is_answer:
        return (f"subject and text tell of a failed delivery, {clues.told_subject}",)
    return ()


def _is_challenge(clues: Clues) -> tuple[str, ...]:
    if clues.is_passed_on:
        return ()
    if header := next((name for name in CHALLENGE_HEADERS if clues.header(name)), ""):
        return (f"{header.title()}: {clues.header(header)[:120]}",)
    asks = sum(phrase in clues.beginning and phrase in clues.own_words for phrase in words.CHALLENGE_TEXT)
    is_named_so = any(phrase in clues.topic for phrase in words.CHALLENGE_SUBJECT)
    is_by_name = bool(CHALLENGER.search(clues.from_email))
    if (is_named_so or asks or is_by_name) and asks + is_named_so + is_by_name + bool(clues.automatic) > 1:
        return (f"asks the sender to prove to be human, {clues.told_subject}",)
    return ()


def _is_calendar(clues: Clues) -> tuple[str, ...]:
    for part in clues.parts if "text/calendar" in clues.types and not clues.is_passed_on else ():
        if part.content_type == "text/calendar":
            method = part.parameters.get("method", "").upper()
            is_a_file = (
                part.disposition[0] == "attachment" or "name" in part.parameters or "filename" in part.disposition[1]
            )
            if method in ASKING or not is_a_file:  # a person may attach a file, but sends no request by it
                return (f"a calendar part, method {method or 'NONE'}",)
    if "calendarmessage" in clues.header("content-class").lower():
        return ("Content-Class: calendarmessage",)
    return ()


def _is_out_of_office(clues: Clues) -> tuple[str, ...]:
    if begins_with(clues.written_topic, words.AWAY_SUBJECT):
        return tuple(dict.fromkeys((*clues.automatic, clues.told_subject)))
    if clues.vacation:
        return tuple(dict.fromkeys((*clues.automatic, clues.vacation)))
    if not clues.automatic or not _is_auto_reply(clues):
        return ()
    if any(phrase in clues.topic for phrase in words.AWAY_SUBJECT):
        return tuple(dict.fromkeys((*clues.automatic, clues.told_subject)))
    said = next((phrase for phrase in words.AWAY_TEXT if phrase in clues.beginning), "")
    return (*clues.automatic, f"the text says “{said.strip()}”") if said else ()


def _is_auto_reply(clues: Clues) -> tuple[str, ...]:
    """Automatic letters that answer something, as opposed to a machine's own notices."""
    is_generated = clues.header("auto-submitted").lower().startswith("auto-generated")
    is_named_so = is_called(clues.written_topic, words.AUTOMATIC_SUBJECT)
    return clues.automatic if not is_generated or clues.is_answer or clues.confirms or is_named_so else ()


def _is_list(clues: Clues) -> tuple[str, ...]:
    precedence, list_id = clues.header("precedence").lower(), clues.header("list-id")
    if precedence == "list":
        return (f"Precedence: list{f', List-Id: {list_id[:120]}' if list_id else ''}",)
    if name := next((name for name in LIST_HEADERS if clues.header(name).upper() not in {"", "NO"}), ""):
        return (f"{name.title()}: {clues.header(name)[:120]}",)
    is_newsletter = precedence in {"bulk", "junk"} or any(clues.header(name) for name in NEWSLETTER_HEADERS)
    return (f"List-Id: {list_id[:120]}",) if list_id and not is_newsletter else ()


def _is_bulk(clues: Clues) -> tuple[str, ...]:
    precedence = clues.header("precedence").lower()
    told = {name: value for name in ("list-unsubscribe", *NEWSLETTER_HEADERS) if (value := clues.header(name))}
    if precedence in {"bulk", "junk"} and (told or clues.automatic or not clues.is_answer):
        told["precedence"] = precedence  # some people's own servers say so in their answers
    if (feedback := clues.header("feedback-id")) and (told or clues.is_from_nobody):
        told["feedback-id"] = feedback  # providers of mailboxes put it on everybody's letters
    return (*(f"{name.title()}: {value[:120]}" for name, value in told.items()), *clues.automatic)


CHECKS: tuple[tuple[Kind, Callable[[Clues], tuple[str, ...]]], ...] = (
    (Kind.FEEDBACK_LOOP, _is_feedback_loop),
    (Kind.DMARC_REPORT, _is_dmarc_report),
    (Kind.RECEIPT, _is_receipt),
    (Kind.CHALLENGE, _is_challenge),
    (Kind.BOUNCE, _is_bounce),
    (Kind.OUT_OF_OFFICE, _is_out_of_office),
    (Kind.CALENDAR, _is_calendar),
    (Kind.AUTO_REPLY, _is_auto_reply),
    (Kind.LIST, _is_list),
    (Kind.BULK, _is_bulk),
)
