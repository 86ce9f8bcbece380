"""Letters of people who write in threads, and which of them belong together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import format_datetime
from random import Random

from django.utils import timezone

TO, DOMAIN = "hello@coffee.example", "letters.example"
WORDS = (
    "grinder", "kettle", "beans", "invoice", "parcel", "voucher", "filter", "descaler", "tamper", "thermometer", "roast", "scale",
    "subscription", "refund", "moka", "siphon", "cupping", "decaf", "courier", "opening",
)  # fmt: skip
TURNS = (1, 1, 1, 2, 2, 3, 4, 6)  # letters to a thread
SAID = "This is letter {}."


@dataclass(frozen=True, slots=True)
class Said:
    """One letter: its bytes, and the thread that it belongs to."""

    number: int
    thread: str
    content: bytes = field(repr=False)

    @property
    def mark(self) -> str:
        return SAID.format(self.number)


@dataclass(frozen=True, slots=True)
class Answered:
    """A conversation in which we have answered: its subject, and the ids of the customer's letter and of ours."""

    thread: str
    writer: int
    subject: str
    ids: tuple[str, str]


def beginnings(count: int) -> list[Said]:
    """First letters, to be answered before the others come."""
    return [
        Said(number, _name(number), _letter(number, number, _subject(number), _id(number))) for number in range(count)
    ]


def answered(begun: Said, *, our_id: str) -> Answered:
    return Answered(begun.thread, begun.number, _subject(begun.number), (_id(begun.number), our_id))


def letters(count: int, *, random: Random, answers_to: Sequence[Answered]) -> list[Said]:
    """So many letters, in threads that begin here, in those that we have answered, and of two kinds of liars."""
    found: list[Said] = []
    start = len(answers_to)
    while len(found) < count:
        number = start + len(found)
        found += _some(number, random, answers_to)[: count - len(found)]
    return found


def _some(number: int, random: Random, answers_to: Sequence[Answered]) -> list[Said]:
    """A thread; one in six goes on what we have answered, and one in eight letters lies about what it belongs to."""
    kind = random.random()
    if kind < 1 / 6 and answers_to:
        return list(_answers(number, random, random.choice(answers_to)))
    thread = list(_thread(number, random))
    if kind > 7 / 8:
        return [*thread, _liar(number + len(thread), random, about=_id(number))]
    return thread


def _thread(number: int, random: Random) -> Iterator[Said]:
    """Two people who write to us and to each other: each letter names all before it, so that no order is wrong."""
    turns, people = random.choice(TURNS), (number, number + random.randrange(1, 9))
    ids: list[str] = []
    for turn in range(turns):
        each = number + turn
        subject = f"Re: {_subject(number)}" if turn else _subject(number)
        yield Said(each, _name(number), _letter(each, people[turn % 2], subject, _id(each), ids))
        ids.append(_id(each))


def _answers(number: int, random: Random, to: Answered) -> Iterator[Said]:
    """Answers to us: by who had asked, or by a colleague whom we have never met but who has our letter."""
    for turn in range(random.choice((1, 1, 2, 3))):
        writer = random.choice((to.writer, number))
        each = number + turn
        yield Said(each, to.thread, _letter(each, writer, f"AW: {to.subject}", _id(each), to.ids))


def _liar(number: int, random: Random, *, about: str) -> Said:
    """A stranger who names somebody else's letter, or sends another one under its name."""
    if random.random() < 0.5:
        return Said(number, _name(number), _letter(number, -number, _subject(number), _id(number), [about]))
    return Said(number, _name(number), _letter(number, -number, _subject(number), about))


def _letter(number: int, writer: int, subject: str, message_id: str, references: Sequence[str] = ()) -> bytes:
    letter = EmailMessage()
    letter["From"] = f"Writer {writer} <writer{writer}@{DOMAIN}>"
    letter["To"], letter["Subject"], letter["Date"] = TO, subject, format_datetime(timezone.now())
    letter["Message-ID"] = message_id
    if references:
        letter["In-Reply-To"], letter["References"] = references[-1], " ".join(references)
    letter.set_content(f"{SAID.format(number)}\n\nHello, can you tell me more?\n")
    return letter.as_bytes()


def _subject(number: int) -> str:
    random = Random(number)
    return " ".join(random.sample(WORDS, 4))


def _id(number: int) -> str:
    return f"<storm.{number}@{DOMAIN}>"


def _name(number: int) -> str:
    return f"thread {number}"
