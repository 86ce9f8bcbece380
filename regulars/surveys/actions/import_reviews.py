from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import cast

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from regulars.customers.identities import loose_email
from regulars.customers.models import Customer, Identity
from regulars.lib.refusal import refusal
from regulars.lib.tables import Line, Wrong
from regulars.surveys import reviews
from regulars.surveys.actions.give_opinion import Way, give_opinion
from regulars.surveys.models import Opinion, Survey
from regulars.surveys.questions import Question
from regulars.team.actions.audit import audit
from regulars.team.models import Agent

MOST, SHOWN = 20_000, 50  # lines; of those that were refused, so many are told


@dataclass
class Taken:
    new: int = 0
    known: int = 0  # were here already
    refused: list[Wrong] = field(default_factory=list)


@transaction.atomic
def import_reviews(survey: Survey, *, content: bytes, by: Agent) -> Taken:
    """Take in reviews from elsewhere, a table with a line each. They are history: no case is opened, no rule answers them.

    A review belongs to a customer whose address it names; others are somebody's. The same table twice changes nothing.
    Raises ValidationError("file") for what is no such table.
    """
    if survey.scored is None:
        raise refusal("survey", _("This survey has no score."))
    try:
        lines = list(islice(reviews.lines(content), MOST + 1))
    except (Wrong, ValueError, RecursionError) as wrong:
        raise refusal("file", getattr(wrong, "why", str(wrong))) from None
    if len(lines) > MOST:
        raise refusal("file", _("At most %d lines at once.") % MOST)
    taken, people = Taken(), _customers(lines)
    known = set(
        Opinion.objects.filter(survey=survey, key__in={_key(line) for line in lines}).values_list("key", flat=True)
    )
    for line in lines:
        try:
            _take(survey, line, people)
        except Wrong as wrong:
            taken.refused.append(Wrong(wrong.column, wrong.why, line.number))
        else:
            key = _key(line)
            is_known = key in known
            taken.known, taken.new = taken.known + is_known, taken.new + (not is_known)
            known.add(key)
    audit("reviews.imported", by=by, on=f"survey:{survey.pk}", after={"new": taken.new, "refused": len(taken.refused)})
    return taken


def _take(survey: Survey, line: Line, people: Mapping[str, Customer]) -> None:
    way = Way(
        "import",
        customer=people.get(_address(line)),
        key=_key(line),
        author=line.cells.get("author", ""),
        language=line.cells.get("language", ""),
        place=line.cells.get("place", ""),
        at=reviews.when(line),
    )
    try:
        with transaction.atomic():
            give_opinion(survey, given=_given(survey, line), way=way)
    except ValidationError as error:
        raise Wrong(next(iter(error.message_dict)), " ".join(error.messages)) from None


def _given(survey: Survey, line: Line) -> dict[str, str]:
    """Under the keys of the survey's own questions, whatever they are called."""
    scored = cast(Question, survey.scored)
    score = reviews.score(line.cells.get("score", ""), most=scored.most)
    texts = [each.key for each in survey.asks if each.kind == "text"]
    return {scored.key: score} | dict.fromkeys(texts[:1], reviews.words(line))


def _customers(lines: Iterable[Line]) -> dict[str, Customer]:
    addresses = {_address(line) for line in lines} - {""}
    found = Identity.objects.filter(kind=Identity.Kind.EMAIL, value__in=addresses).select_related("customer")
    return {each.value: each.customer for each in found}


def _address(line: Line) -> str:
    return loose_email(line.cells.get("email", ""))


def _key(line: Line) -> str:
    if line.cells.get("id"):
        return f"review:{line.cells['id']}"[:128]
    said = "\0".join(line.cells.get(name, "") for name in ("author", "email", "at", "score", "text"))
    return f"review:{hashlib.sha256(said.encode('utf-8', 'replace')).hexdigest()}"
