"""What a survey asks: its questions, in several languages, some of them only after certain answers. Kept as JSON."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Any, Literal

from django.utils.translation import gettext as _
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from regulars.lib.languages import base_of
from regulars.lib.refusal import refusal
from regulars.lib.texts import storable

SCORE, COMMENT = "score", "comment"
MOST, LONGEST, MOST_OPTIONS = 20, 5000, 20
_WORD = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*", re.I)


def _fitting(word: str) -> str:
    if not _WORD.fullmatch(word):
        raise ValueError(_("use small letters, digits and _"))
    return word


def _spoken(words: dict[str, str]) -> dict[str, str]:
    if not all(LANGUAGE.fullmatch(language) for language in words):
        raise ValueError(_("name languages as in en or pt-BR"))
    return {language: storable(said).strip()[:500] for language, said in words.items() if said.strip()}


Word = Annotated[str, AfterValidator(_fitting)]
Words = Annotated[dict[str, str], AfterValidator(_spoken)]  # by language
Given = Mapping[str, Any]  # answers by the keys of their questions


class Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Option(Part):
    word: Word
    words: Words


class Only(Part):
    """When a question is asked: after an answer between two numbers, or after one of these words."""

    question: Word
    least: int | None = None
    most: int | None = None
    words: tuple[Word, ...] = ()

    def holds(self, answers: Given) -> bool:
        given = answers.get(self.question)
        if given is None:
            return False
        if isinstance(given, int):
            return (self.least is None or given >= self.least) and (self.most is None or given <= self.most)
        return not self.words or bool({given} & {*self.words} if isinstance(given, str) else {*given} & {*self.words})


class Question(Part):
    key: Word
    kind: Literal["scale", "choice", "choices", "text"]
    words: Words
    options: tuple[Option, ...] = Field((), max_length=MOST_OPTIONS)
    least: int = Field(1, ge=0, le=1)
    most: int = Field(5, ge=2, le=10)
    at_least: Words = Field({}, description="What the lowest number means.")
    at_most: Words = Field({}, description="What the highest number means.")
    is_needed: bool = False
    only_if: Only | None = None

    def read(self, given: Any) -> int | str | list[str] | None:
        """An answer as it is kept; None for none. Raises ValueError, in words."""
        if self.kind == "choices":
            several = [given] if isinstance(given, str) else given if isinstance(given, list | tuple) else []
            return [self._known(each) for each in dict.fromkeys(map(str, several)) if each] or None
        said = "" if given is None or isinstance(given, bool | list | dict) else storable(str(given)).strip()
        if not said:
            return None
        if self.kind == "scale":
            return self._number(said)
        return self._known(said) if self.kind == "choice" else said[:LONGEST]

    def _number(self, said: str) -> int:
        number = int(said) if said.isascii() and said.isdecimal() and len(said) < 3 else -1
        if not self.least <= number <= self.most:
            raise ValueError(
                _("Choose a number from %(least)d to %(most)d.") % {"least": self.least, "most": self.most}
            )
        return number

    def _known(self, word: str) -> str:
        if word not in {option.word for option in self.options}:
            raise ValueError(_("Choose one of those that are offered."))
        return word


_QUESTIONS = TypeAdapter(tuple[Question, ...])


def questions_of(kept: Any) -> tuple[Question, ...]:
    """As they were kept, or as somebody gives them. Raises ValidationError("questions")."""
    try:
        several = _QUESTIONS.validate_python(kept)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise refusal("questions", f"{place}: {first['msg']}") from None
    _checked(several)
    return several


def _checked(several: Sequence[Question]) -> None:
    if not 1 <= len(several) <= MOST:
        raise refusal("questions", _("Ask 1 to %d questions.") % MOST)
    before: set[str] = set()
    for number, each in enumerate(several, 1):
        if not each.words:
            raise refusal("questions", _("Question %d has no words.") % number)
        if each.key in before:
            raise refusal("questions", _("Two questions are called “%s”.") % each.key)
        if each.kind in ("choice", "choices") and len({option.word for option in each.options}) < 2:
            raise refusal("questions", _("Question %d offers fewer than two answers.") % number)
        if each.only_if and each.only_if.question not in before:
            raise refusal("questions", _("Question %d depends on one that does not stand before it.") % number)
        before.add(each.key)


def read_answers(questions: Iterable[Question], given: Given) -> dict[str, Any]:
    """The answers to the questions that are asked in this case; others are left out, whatever was sent.

    Raises ValidationError naming the question.
    """
    answers: dict[str, Any] = {}
    for each in questions:
        if each.only_if and not each.only_if.holds(answers):
            continue
        try:
            answer = each.read(given.get(each.key))
        except ValueError as error:
            raise refusal(each.key, str(error)) from None
        if answer is None and each.is_needed:
            raise refusal(each.key, _("This is missing."), "missing")
        if answer is not None:
            answers[each.key] = answer
    return answers


def said_in(words: Mapping[str, str], language: str) -> str:
    """The words in this language, or its nearest kin, or else as they were written first."""
    low = {code.lower(): said for code, said in words.items()}
    return low.get(language.lower()) or low.get(base_of(language)) or next(iter(words.values()), "")
