from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from regulars.assistant.models import Question, QuestionSet
from regulars.assistant.naming_articles import NOBODY, Names, NotNamed
from regulars.assistant.reading_questions import Row, rows
from regulars.knowledge.languages import checked_language
from regulars.knowledge.models import HelpCentre
from regulars.lib.refusal import refusal
from regulars.lib.texts import storable
from regulars.team.actions.audit import audit
from regulars.team.models import Agent

MOST = 20_000  # questions of a set
LONGEST = 4000  # characters of one
TOLD = 50  # lines that are named when they are refused
UNKNOWN = {"?", "unknown"}


@dataclass(frozen=True)
class Brought:
    """How many questions came, and how many were in the set already."""

    kept: int
    known: int


@transaction.atomic
def bring_in_questions(question_set: QuestionSet, *, content: bytes, language: str = "", by: Agent | None) -> Brought:
    """Add the questions of a CSV or JSON file to a set. `language` is that of those which name none; "": the centre's own.

    All of them, or none: raises ValidationError("file"), or with a field for each thing that is wrong, "LINE.question",
    "LINE.articles", "LINE.language", "LINE.id", for at most 50 lines. Those that the set has already, word for word and in the
    same language, are left as they are.
    """
    rows_of_set = QuestionSet.objects.select_for_update(no_key=True, of=("self",)).select_related("centre")
    question_set = rows_of_set.get(pk=question_set.pk)
    found = rows(content)
    checked = _checked(found, question_set.centre, language or question_set.centre.language)
    there = {(words, tongue) for words, tongue in question_set.questions.values_list("words", "language")}
    new = {(each.words, each.language): each for each in checked if (each.words, each.language) not in there}
    if len(there) + len(new) > MOST:
        raise refusal("file", _("A set has at most %d questions.") % MOST, "too_many")
    begins = (question_set.questions.aggregate(last=Max("position"))["last"] or 0) + 1
    for position, each in enumerate(new.values(), begins):
        each.set, each.position = question_set, position
    Question.objects.bulk_create(new.values(), batch_size=2000)
    if new:
        audit("questions.brought_in", by=by, on=f"question_set:{question_set.pk}", after={"questions": len(new)})
    return Brought(len(new), len(checked) - len(new))


def _checked(found: list[Row], centre: HelpCentre, language: str) -> list[Question]:
    """Raises ValidationError of everything that is wrong."""
    names, wrong, made = Names(centre), dict[str, list[str]](), list[Question]()
    if not found:
        raise refusal("file", _("There is no question in it."), "missing")
    for row in found:
        try:
            made.append(_question(row, names, language))
        except ValidationError as error:
            wrong |= {f"{row.line}.{field}": says for field, says in error.message_dict.items()}
            if len(wrong) >= TOLD:
                break
    if wrong:
        raise ValidationError(wrong)
    return made


def _question(row: Row, names: Names, language: str) -> Question:
    words = _text(row.question, "question", LONGEST)
    if not words:
        raise refusal("question", _("There are no words in it."), "missing")
    tongue = _text(row.language, "language", 16) if row.language is not None else ""
    label, articles = _labelled(row.articles, names)
    return Question(
        words=words,
        language=checked_language(tongue or language),
        label=label,
        articles=articles,
        key=_text(row.key, "id", 200) if row.key is not None else "",
    )


def _labelled(said: Any, names: Names) -> tuple[str, list[int]]:
    """What answers it. Nothing said where it could be: nobody knows; nowhere to say it, or “?”: it has no label."""
    several = said if isinstance(said, list) else [said]
    if said is None or several in [[each] for each in UNKNOWN]:
        return Question.Label.NONE, []
    written = [text for each in several if (text := _text(each, "articles", 2000))]
    if not written or (len(written) == 1 and written[0].casefold() in NOBODY):
        return Question.Label.NOBODY, []
    try:
        found = [
            number for each in written for number in ([names.one(each)] if len(written) > 1 else names.several(each))
        ]
    except NotNamed as problem:
        says = (
            _("%(many)d articles are called “%(said)s”: name it by its number.")
            if problem.many
            else _("There is no article “%(said)s” here.")
        )
        raise refusal("articles", says % {"many": problem.many, "said": problem.said[:200]}, "unknown") from None
    return Question.Label.ARTICLES, list(dict.fromkeys(found))


def _text(value: Any, field: str, most: int) -> str:
    if not isinstance(value, str | int) or isinstance(value, bool):
        raise refusal(field, _("This must be a text."), "invalid")
    text = storable(str(value)).strip()
    if len(text) > most:
        raise refusal(field, _("It has at most %d characters.") % most, "too_long")
    return text
