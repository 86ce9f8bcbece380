"""Which conversations are meant: those that were picked, or everything in a list."""

from __future__ import annotations

import time

from django.http import QueryDict
from django.utils.translation import gettext as _

from regulars.bulk.actions.start import MOST
from regulars.conversations import queries
from regulars.conversations.forms import Asked
from regulars.conversations.found import found_by
from regulars.conversations.rows import ROW_FIELDS
from regulars.conversations.sidebar import the_view
from regulars.lib.numbers import numbers_in
from regulars.lib.patience import TookTooLong, patience
from regulars.lib.refusal import refusal
from regulars.team.models import Agent

AT_ONCE = 500
LONGEST = 10  # seconds that one waits for all that a search finds


def picked(written: str) -> list[int]:
    """The numbers in "1042,7"."""
    return numbers_in(written.split(","))[: MOST + 1]


def all_of(address: str, *, agent: Agent) -> list[int]:
    """Everything in the list with this address, as the agent sees it, up to one more than may be chosen.

    Raises ValidationError("view") when it is not there any more, or asks about more than can be looked through.
    """
    asked = Asked(QueryDict(address.removeprefix("?")))
    made = the_view(asked.number, agent=agent) if asked.number else None
    if asked.number and made is None:
        raise refusal("view", _("This view is not there any more, or not for you."))
    choice = asked.choice(made)
    if not asked.words:
        chosen = queries.conversations(choice, agent=agent).order_by("-last_activity_at", "-pk")
        try:
            with patience(queries.PATIENCE):
                return list(chosen.values_list("pk", flat=True)[: MOST + 1])
        except TookTooLong:
            raise refusal("view", queries.TOO_WIDE, "too_wide") from None
    numbers: list[int] = []
    behind, ends = None, time.monotonic() + LONGEST
    while len(numbers) <= MOST:
        if time.monotonic() > ends:
            raise refusal("view", queries.TOO_WIDE, "too_wide")
        rows, behind = found_by(asked.words, choice, agent=agent, after=behind, limit=AT_ONCE, only=ROW_FIELDS)
        numbers += [row.pk for row in rows]
        if behind is None:
            break
    return list(dict.fromkeys(numbers))[: MOST + 1]
