from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from regulars.customers.identities import loose_email
from regulars.customers.models import Customer, Identity
from regulars.lib.refusal import refusal
from regulars.lib.tables import Line, Table, Wrong, moment
from regulars.surveys.actions.give_opinion import Way, give_opinion
from regulars.surveys.models import Opinion, Survey
from regulars.surveys.questions import COMMENT, SCORE
from regulars.team.actions.audit import audit
from regulars.team.models import Agent

MOST, SHOWN = 20_000, 50  # lines; of those that were refused, so many are told
COLUMNS = ("score", "text", "author", "email", "at", "id", "language", "place")
OTHER_NAMES = {
    "rating": "score", "stars": "score", "star_rating": "score", "review_rating": "score",
    "comment": "text", "review": "text", "body": "text", "content": "text", "review_content": "text", "review_body": "text",
    "name": "author", "reviewer": "author", "reviewer_name": "author", "consumer_name": "author", "customer_name": "author",
    "e_mail": "email", "mail": "email", "reviewer_email": "email", "customer_email": "email", "reference_email": "email",
    "date": "at", "created": "at", "created_at": "at", "review_date": "at", "review_created": "at", "time": "at",
    "review_id": "id", "language_code": "language", "review_language": "language", "shop": "place", "location": "place", "source": "place",
}  # fmt: skip


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
    taken = Taken()
    try:
        table = Table(content, needed=["score"], other_names=OTHER_NAMES)
        lines = [line for several in islice(table.since(0), MOST + 1) for line in several]
    except (Wrong, ValueError) as wrong:
        raise refusal("file", getattr(wrong, "why", str(wrong))) from None
    if len(lines) > MOST:
        raise refusal("file", _("At most %d lines at once.") % MOST)
    for line in lines:
        try:
            _take(survey, line, taken)
        except Wrong as wrong:
            taken.refused.append(Wrong(wrong.column, wrong.why, line.number))
    audit("reviews.imported", by=by, on=f"survey:{survey.pk}", after={"new": taken.new, "refused": len(taken.refused)})
    return taken


def _take(survey: Survey, line: Line, taken: Taken) -> None:
    cells = line.cells
    given = {SCORE: _score(cells.get("score", ""), survey), COMMENT: cells.get("text", "")}
    way = Way(
        "import",
        customer=_customer(cells.get("email", "")),
        key=_key(cells),
        author=cells.get("author", ""),
        language=cells.get("language", ""),
        place=cells.get("place", ""),
        at=_at(cells.get("at", "")),
    )
    known = Opinion.objects.filter(survey=survey, key=way.key).exists()
    try:
        with transaction.atomic():
            give_opinion(survey, given=given, way=way)
    except ValidationError as error:
        raise Wrong(next(iter(error.message_dict)), " ".join(error.messages)) from None
    taken.known, taken.new = taken.known + known, taken.new + (not known)


def _score(cell: str, survey: Survey) -> str:
    """ "4", "4.0", "4,0" or "4/5" are four stars; halves are no stars at all."""
    said = cell.split("/")[0].replace(",", ".").strip()
    whole, _point, rest = said.partition(".")
    if rest.strip("0"):
        raise Wrong("score", _("“%s” is not a whole number.") % cell[:20])
    return whole


def _at(cell: str) -> datetime:
    if not cell:
        return timezone.now()
    try:
        at = moment(cell)
    except ValueError as error:
        raise Wrong("at", str(error)) from None
    if at > timezone.now():
        raise Wrong("at", _("That is not yet."))
    return at


def _customer(address: str) -> Customer | None:
    known = Identity.objects.filter(kind=Identity.Kind.EMAIL, value=loose_email(address)) if address else None
    found = known.select_related("customer").first() if known is not None else None
    return found.customer if found else None


def _key(cells: dict[str, str]) -> str:
    if cells.get("id"):
        return f"review:{cells['id']}"[:128]
    said = "\0".join(cells.get(name, "") for name in ("author", "email", "at", "score", "text"))
    return f"review:{hashlib.sha256(said.encode('utf-8', 'replace')).hexdigest()}"
