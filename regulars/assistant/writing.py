"""What a model writes from passages, and the check that every claim of it stands in one of them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, Field, ValidationError

from regulars.assistant.records import Record
from regulars.knowledge.evidence import confidence
from regulars.knowledge.finding import Hit
from regulars.knowledge.models import Passage

ARTICLES = 5  # that a model reads
AROUND = 1  # passages before and after the one that was found
LONGEST = 1500  # characters of each
LIKELY = 0.05  # what is less likely to help is not read
SHORTEST = 12  # characters of a citation: less stands anywhere

INSTRUCTIONS = """\
You answer a customer of a shop from its help articles, and from nothing else.
You are given the question, what was said before, and numbered passages.
Answer in the language with the code {language}, kindly and briefly: at most five sentences, without greeting.
Each sentence is one claim. For each give the number of the passage that it rests on, and quote the words of that passage that say
so, exactly as they stand there, in the passage's own language. Claim nothing that no passage says. Give no other links, numbers
or names than the passages do. If the passages do not answer the question, say so by is_answered = false and no claims.
"""


class Claim(BaseModel):
    """A sentence, and where it stands."""

    text: str = Field(max_length=1000)
    passage: int
    quoted: str = Field(max_length=1000)


class Written(BaseModel):
    """The answer to the customer's question."""

    is_answered: bool
    claims: list[Claim] = Field(default_factory=list, max_length=12)


@dataclass(frozen=True)
class Source:
    """A passage that a model was given."""

    hit: Hit
    passage: Passage

    @property
    def title(self) -> str:
        return self.hit.translation.title

    @property
    def heading(self) -> str:
        return self.passage.heading

    @property
    def text(self) -> str:
        return self.passage.text[:LONGEST]

    @property
    def confidence(self) -> float:
        return confidence(self.hit.evidence)


def sources_in(hits: Sequence[Hit]) -> list[Source]:
    """What is worth reading, each with what stands around it."""
    likely = [hit for hit in hits[:ARTICLES] if confidence(hit.evidence) >= LIKELY]
    found: dict[int, list[Passage]] = {}
    for passage in Passage.objects.filter(translation__in=[hit.translation.pk for hit in likely]).defer("search"):
        found.setdefault(passage.translation_id, []).append(passage)
    return [
        Source(hit, each)
        for hit in likely
        for each in sorted(found.get(hit.translation.pk, []), key=lambda passage: passage.position)
        if abs(each.position - hit.passage.position) <= AROUND and each.text
    ]


def given(question: str, sources: Sequence[Source | Record], *, earlier: str) -> dict[str, Any]:
    """What a model is told, beside its instructions."""
    passages = [
        {"number": number, "article": each.title, "heading": each.heading, "text": each.text}
        for number, each in enumerate(sources, start=1)
    ]
    return {"question": question, "earlier": earlier, "passages": passages}


def wrong_with(written: Written, sources: Sequence[Source | Record]) -> str:
    """Why this may not be shown to anybody; empty when each claim stands where it says."""
    wrong = (_wrong_claim(claim, sources) for claim in written.claims)
    said = (f"claim {number} {why}" for number, why in enumerate(wrong, start=1) if why)
    return next(said, "") if written.claims else "no claims"


def _wrong_claim(claim: Claim, sources: Sequence[Source | Record]) -> str:
    if not 1 <= claim.passage <= len(sources):
        return f"cites passage {claim.passage}, which it was not given"
    source = sources[claim.passage - 1]
    quoted, text = plain(claim.quoted), plain(source.text)
    if not quoted or len(quoted) < min(SHORTEST, len(text)) or quoted not in text:
        return f"cites words that do not stand in passage {claim.passage}"
    if strange := facts_in(claim.text) - facts_in(f"{source.title} {source.heading} {source.text}"):
        return f"says {sorted(strange)[0][:40]}, which passage {claim.passage} does not"
    return ""


def standing(part: Any, sources: Sequence[Source | Record]) -> list[Claim]:
    """Of an answer that is still being written, the claims before the first that is not whole, or does not stand where it says."""
    given = part if isinstance(part, dict) and part.get("is_answered") is True else {}
    claims = given.get("claims")
    found: list[Claim] = []
    for each in claims if isinstance(claims, list) else []:
        try:
            claim = Claim.model_validate(each)
        except ValidationError:
            return found
        if _wrong_claim(claim, sources):
            return found
        found.append(claim)
    return found


def plain(text: str) -> str:
    """As two who write the same thing differently write it: without case, kinds of quotation marks, dashes and spaces."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    folded = re.sub(r"[‘’‚′`´]", "'", re.sub(r"[“”„«»″]", '"', folded))
    return " ".join(re.sub(r"[‐-―−]", "-", folded).split())


_FACT = re.compile(r"https?://\S+|www\.\S+|[^\s@<>]+@[^\s@<>]+|\d+(?:[.,:/]\d+)*")
_PLACE = re.compile(r"(?<![\w@.-])(?:[\w-]+\.)+[^\W\d_]{2,}")  # t.co, shop.example: also without what makes it a link


def facts_in(text: str) -> set[str]:
    """What nobody may make up: numbers, amounts, dates, links, addresses."""
    folded = unicodedata.normalize("NFKC", text).lower()
    found = {each.rstrip(".,;:!?)]").replace(",", ".") for each in _FACT.findall(folded)}
    return found | set(_PLACE.findall(folded))
