"""What is looked at to tell people from machines, and what a letter's headers say about being automatic."""

import re
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from regulars.channels.email.kinds import words
from regulars.channels.email.kinds.prose import above_the_copy
from regulars.channels.email.mime.parts import Part
from regulars.channels.email.subjects import without_prefixes
from regulars.lib.quotes.subjects import is_forward

BEGINNING = 3000  # characters of the text that are looked at
NULL_PATH = re.compile(r"\s*<>\s*$|\s*<?mailer-daemon\b", re.I)  # some servers write the empty path out
DAEMON = re.compile(
    r"^\"?(?:mailer[-_.]?daemon|post[-_.]?master|mail[-_.]?daemon|mdaemon|mail[-_.]?(?:delivery|system)|mail\.delivery\.(?:sub)?system|"
    r"system[-_. ]?administrator|mailer|bounces?|ndr|microsoftexchange[0-9a-f]*)\\?\"?(?:[+=-].*)?@|^mailer-daemon$",
    re.I,
)
DAEMON_NAME = re.compile(
    r"mail(?:er)?[- _]?daemon|mail (?:delivery|system|administrator|router)|delivery (?:sub)?system|\bmdaemon\b|system administrator|"
    r"post ?master|smtp(?:[- _]\w+)*[- _](?:service|gateway|server)|(?:anti-?virus|content[- ]filter)",
    re.I,
)
NOT_TO_BE_ANSWERED = re.compile(
    r"^(?:no[-_.]?reply|do[-_.]?not[-_.]?reply|noreply|ne[-_.]?pas[-_.]?repondre|nicht[-_.]?antworten|mailer[-_.]?daemon|postmaster|"
    r"bounces?|notifications?|listserv|majordomo|owner-.*|.*-(?:request|owner|bounces?))(?:[+=].*)?@",
    re.I,
)
AUTORESPONDER = re.compile(r"^auto[-_ ]?(?:reply|response)|autoresponder", re.I)
VACATION = re.compile(r"vacation|owner-email=", re.I)
NAMES = (
    "re:",
    "fw",
    "notification",
    "notice",
    "message",
    "mail",
    "e-mail",
)  # what may follow `Automatic reply` without a colon
TAGS = re.compile(r"^(?:\[[^\]]{1,60}\]\s*)+")
BRACKETED = re.compile(r"[\[(【（〔]\s*([^\])】）〕]{3,60}?)\s*[\])】）〕]")
AUTOMATIC_HEADERS = (
    "x-autoreply", "x-autorespond", "x-autoresponder", "x-auto-reply", "x-auto-reply-from", "x-autoreply-from",
    "x-mail-autoreply", "x-vacation", "x-auto-generated", "x-amazon-auto-reply", "x-autoresponse", "x-fc-machinegenerated",
    "x-cc-autoreply", "x-kayako-autoresponder", "x-apple-action", "x-is-auto-reply",
)  # fmt: skip


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
        """A header as a person would read it, or ""."""
        return self.root.headers.decoded(name).strip()

    @cached_property
    def parts(self) -> list[Part]:
        return self.root.walk()

    @cached_property
    def types(self) -> set[str]:
        return {part.content_type for part in self.parts}

    @cached_property
    def report_type(self) -> str:
        is_multipart = self.root.content_type.startswith("multipart/")
        return self.root.parameters.get("report-type", "").lower() if is_multipart else ""

    @cached_property
    def topic(self) -> str:
        """The subject in lower case, without `Re:`."""
        return without_prefixes(self.subject).lower()

    @cached_property
    def written_topic(self) -> str:
        """The subject in lower case as its writer began it: who answers an automatic answer is a person."""
        return " ".join(self.subject.lower().split())

    @cached_property
    def is_away_note(self) -> bool:
        """`AUTO: Ben is out of the office`, as one old program writes it."""
        return self.written_topic.startswith("auto:") and any(phrase in self.topic for phrase in words.AWAY_SUBJECT)

    @cached_property
    def is_answer(self) -> bool:
        return (
            bool(self.header("in-reply-to") or self.header("references")) or self.topic != self.subject.lower().strip()
        )

    @cached_property
    def beginning(self) -> str:
        return self.text[:BEGINNING].lower()

    @cached_property
    def confirms(self) -> bool:
        """Whether the text tells that a letter has come in."""
        return any(phrase in self.beginning for phrase in words.CONFIRMATION_TEXT)

    @cached_property
    def is_daemon(self) -> bool:
        return bool(DAEMON.match(self.from_email))

    @cached_property
    def is_from_a_server(self) -> bool:
        """Whether the sender goes by a name that mail servers use for themselves."""
        return self.is_daemon or bool(DAEMON_NAME.search(self.header("from").replace("_", " ")))

    @cached_property
    def is_passed_on(self) -> bool:
        """Whether a person hands on what somebody else wrote, perhaps a machine. What is itself a report is no person's."""
        is_a_machine_s = self.is_from_a_server or self.has_null_return_path or bool(self.report_type)
        return not is_a_machine_s and is_forward(self.subject)

    @cached_property
    def has_null_return_path(self) -> bool:
        return any(NULL_PATH.match(value) for value in self.root.headers.all("return-path"))

    @cached_property
    def automatic(self) -> tuple[str, ...]:
        """What in the headers or the subject says that no person pressed Send."""
        evidence = [
            f"{name.title()}: {value[:80]}"
            for name in AUTOMATIC_HEADERS
            if (value := self.header(name)) and value.lower() not in {"no", "false", "0"}
        ]
        submitted = self.header("auto-submitted").lower()
        if submitted and not submitted.startswith("no"):
            evidence.insert(0, f"Auto-Submitted: {submitted[:80]}")
        for name in ("precedence", "x-precedence", "preference", "delivered-to", "x-post-messageclass"):
            if AUTORESPONDER.search(self.header(name)):
                evidence.append(f"{name.title()}: {self.header(name)[:80]}")
        if is_called(self.written_topic, words.AUTOMATIC_SUBJECT) or self.is_away_note:
            evidence.append(self.told_subject)
        is_bulk = self.header("precedence").lower() in {"bulk", "junk"} and not self.header("list-unsubscribe")
        if is_bulk and (self.confirms or (self.has_null_return_path and self.is_answer)):
            evidence.append(f"Precedence: {self.header('precedence')}")
        return tuple(evidence)

    @cached_property
    def servers_words(self) -> str:
        """The beginning without a letter that is given back."""
        return above_the_copy(self.beginning)

    @cached_property
    def own_words(self) -> str:
        """The same without quoted lines."""
        return "\n".join(line for line in self.servers_words.splitlines() if not line.startswith((">", "|")))

    @cached_property
    def is_from_nobody(self) -> bool:
        """Whether the address says that nobody reads what is sent to it."""
        return bool(NOT_TO_BE_ANSWERED.match(self.from_email))

    @cached_property
    def vacation(self) -> str:
        """The header by which a program says that it answers for somebody who is away, or ""."""
        for name in ("auto-submitted", "x-apple-action", "x-vacation"):
            if VACATION.search(self.header(name)) or (name == "x-vacation" and self.header(name)):
                return f"{name.title()}: {self.header(name)[:80]}"
        is_exchange = (
            self.header("x-ms-exchange-inbox-rules-loop") and "all" in self.header("x-auto-response-suppress").lower()
        )
        answers_for_somebody = (
            is_exchange and is_called(self.written_topic, words.AUTOMATIC_SUBJECT) and not self.confirms
        )
        return "X-MS-Exchange-Inbox-Rules-Loop, X-Auto-Response-Suppress: All" if answers_for_somebody else ""

    @property
    def told_subject(self) -> str:
        return f"Subject: {self.subject[:120]}"


def is_called(topic: str, phrases: tuple[str, ...]) -> bool:
    """Whether a subject begins with one of the phrases, or holds one in brackets: `Your order [Auto-Reply]`."""
    begun = (topic, topic.lstrip("[(【（〔«*#<- "), TAGS.sub("", topic))
    return any(begins_with(each, phrases, may_follow=NAMES) for each in begun) or any(
        each in phrases for each in BRACKETED.findall(topic)
    )


def begins_with(topic: str, phrases: tuple[str, ...], *, may_follow: tuple[str, ...] = words.MAY_FOLLOW) -> bool:
    """Whether a subject begins with one of the phrases, and does not go on as a sentence of somebody's own."""
    for phrase in phrases if topic.startswith(phrases) else ():
        if topic.startswith(phrase):
            rest = topic[len(phrase) :].lstrip()
            if not rest or not phrase[-1].isalpha() or not rest[0].isalpha() or rest.startswith(may_follow):
                return True
    return False
