"""Articles that could be written, from what people asked and we answered: without what tells who they were."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from django.db.models import Q
from pydantic import BaseModel, Field

from regulars.assistant.asking import NotSaid, ask
from regulars.assistant.helping import words_of
from regulars.assistant.models import Task
from regulars.assistant.models.answer import QUOTE
from regulars.assistant.solved import Solved
from regulars.assistant.writing import facts_in
from regulars.conversations.models import Message
from regulars.lib.texts import one_line, storable

READ = 8  # conversations that a model reads
LONGEST = 4000  # characters of an answer
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?<!\w)\+?\d[\d ()./-]{6,}\d|#?\b\d{5,}\b")
_GREETING = re.compile(
    r"(hi|hello|hey|dear|good (morning|afternoon|evening)|hallo|guten (tag|morgen|abend)|liebe[rs]?|sehr geehrte[rs]?|moin|bonjour|"
    r"bonsoir|cher|chère|salut|hola|buenos|buenas|estimad[oa]|ciao|buongiorno|gentile|caro|cara)\b[^.!?\n]{0,60}[,!.]?$",
    re.I,
)
_FAREWELL = re.compile(
    r"((kind|best|warm|many)?\s*(regards|wishes|thanks|cheers)|sincerely|yours|(viele|liebe|beste|herzliche|mit freundlichen)\b.*grüße?n?|"
    r"cordialement|bien à vous|saludos|un saludo|atentamente|cordiali saluti|saluti)\b.{0,40}$",
    re.I,
)
INSTRUCTIONS = """\
You write one article for the help centre of a shop, from what customers asked and what the shop answered them.
Write in the language with the code {language}. The title is the customers' question or matter in at most 70 characters. Each
paragraph is plain text. Say only what the shop's answers say, for every customer and not for one: no names, no addresses, no numbers
of orders. Add no facts, links or numbers of your own.
"""


class Article(BaseModel):
    """A proposed article."""

    title: str = Field(min_length=3, max_length=150)
    paragraphs: list[str] = Field(min_length=1, max_length=20)


@dataclass(frozen=True)
class Proposed:
    """What may become an article, and who wrote it."""

    title: str
    html: str
    made_by: str = QUOTE


def proposed(several: Sequence[Solved], *, language: str, may_ask_model: bool) -> Proposed | None:
    """Of conversations about the same, the most typical first: written by the model and checked, or else our own first answer."""
    said = [(each, answer_in(each)) for each in several[:READ]]
    said = [(each, answer) for each, answer in said if answer]
    if not said:
        return None
    if may_ask_model and (written := _written(said, language)):
        return written
    first, answer = said[0]
    return Proposed(_title(first), "".join(f"<p>{escape(part)}</p>" for part in _paragraphs(answer)))


def answer_in(solved: Solved) -> str:
    """What we told them, without greetings, and without what is theirs alone. Empty when nothing is left."""
    ours = solved.conversation.messages.filter(Q(agent__isnull=False), kind=Message.Kind.OUT).order_by("position")
    texts = [words_of(each) for each in ours[:10]]
    longest = max(texts, key=len, default="")
    text = without_persons(_unframed(longest), names=_names(solved))[:LONGEST].strip()
    return text[:1].upper() + text[1:]  # “Hi Ada, please …” began with a small letter


def without_persons(text: str, *, names: Iterable[str]) -> str:
    """Addresses, numbers of telephones and orders, and these names become “…”."""
    text = _ADDRESS.sub("…", text)
    for name in names:
        text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", "…", text, flags=re.I)
    return text


def _names(solved: Solved) -> set[str]:
    """What the customer is called, whole and in parts, and who of us answered."""
    conversation = solved.conversation
    several = [conversation.customer.name, *conversation.messages.values_list("author_name", flat=True)[:40]]
    agents = conversation.messages.filter(agent__isnull=False).values_list("agent__name", flat=True)[:40]
    return {part for name in (*several, *agents) for part in (name, *name.split()) if len(part) > 2}


def _unframed(text: str) -> str:
    """Without the greeting that it begins with, and the farewell that it ends with."""
    lines = [line.strip() for line in text.splitlines()]
    while lines and (not lines[0] or _GREETING.match(lines[0])):
        lines.pop(0)
    for place in range(max(0, len(lines) - 4), len(lines)):
        if _FAREWELL.match(lines[place]):
            lines = lines[:place]
            break
    return "\n".join(lines).strip()


def _title(solved: Solved) -> str:
    """The subject; or the first thing that was asked."""
    subject = solved.conversation.subject
    asked = re.search(r"[^.!?\n]*\?", solved.question)
    words = subject if subject and not subject.lower().startswith(("re:", "aw:", "fwd:")) else asked and asked[0]
    return one_line(without_persons(words or solved.question, names=_names(solved)), limit=150) or "?"


def _paragraphs(text: str) -> list[str]:
    return [" ".join(part.split()) for part in re.split(r"\n\s*\n", text) if part.strip()]


def _written(said: Sequence[tuple[Solved, str]], language: str) -> Proposed | None:
    told = [
        {"asked": without_persons(each.question[:1000], names=_names(each)), "answered": answer}
        for each, answer in said
    ]
    try:
        made = ask(Task.PROPOSE, instructions=INSTRUCTIONS.format(language=language), data=told, output=Article)
    except NotSaid:
        return None
    article = made.output
    words = " ".join([article.title, *article.paragraphs])
    if facts_in(words) - facts_in(" ".join(f"{each['asked']} {each['answered']}" for each in told)):
        made.drop("it says numbers or links that we did not")
        return None
    html = "".join(f"<p>{escape(part)}</p>" for part in article.paragraphs if part.strip())
    return Proposed(one_line(storable(article.title), limit=150), storable(html), made.call.model)
