"""What is looked at to tell people from machines, and what a letter's headers say about being automatic."""

import re
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from regulars.channels.email.kinds import words
from regulars.channels.email.mime.parts import Part
from regulars.channels.email.subjects import without_prefixes

BEGINNING = 3000  # characters of the text that are looked at
DAEMON = re.compile(
    r"^(?:mailer[-_.]?daemon|postmaster|mail[-_.]?daemon|bounces?|microsoftexchange[0-9a-f]*)(?:[+=-].*)?@|^mailer-daemon$",
    re.I,
)
AUTOMATIC_HEADERS = (
    "x-autoreply", "x-autorespond", "x-autoresponder", "x-auto-reply", "x-auto-reply-from", "x-autoreply-from",
    "x-mail-autoreply", "x-vacation", "x-auto-generated",
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
        is_report = self.root.content_type == "multipart/report"
        return self.root.parameters.get("report-type", "").lower() if is_report else ""

    @cached_property
    def topic(self) -> str:
        """The subject in lower case, without `Re:`."""
        return without_prefixes(self.subject).lower()

    @cached_property
    def is_answer(self) -> bool:
        return (
            bool(self.header("in-reply-to") or self.header("references")) or self.topic != self.subject.lower().strip()
        )

    @cached_property
    def beginning(self) -> str:
        return self.text[:BEGINNING].lower()

    @cached_property
    def is_daemon(self) -> bool:
        return bool(DAEMON.match(self.from_email))

    @cached_property
    def has_null_return_path(self) -> bool:
        return any(value.strip() == "<>" for value in self.root.headers.all("return-path"))

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
        if self.header("precedence").lower() in {"auto_reply", "auto-reply", "autoreply"}:
            evidence.append(f"Precedence: {self.header('precedence')}")
        if begins_with(self.topic, words.AUTOMATIC_SUBJECT):
            evidence.append(self.told_subject)
        return tuple(evidence)

    @property
    def told_subject(self) -> str:
        return f"Subject: {self.subject[:120]}"


def begins_with(topic: str, phrases: tuple[str, ...]) -> bool:
    """Whether a subject begins with one of the phrases, and does not go on as a sentence of somebody's own."""
    for phrase in phrases:
        if topic.startswith(phrase):
            rest = topic[len(phrase) :].lstrip()
            if not rest or not phrase[-1].isalpha() or not rest[0].isalpha() or rest.startswith(words.MAY_FOLLOW):
                return True
    return False
