from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from regulars.assistant.alike import groups
from regulars.assistant.asking import may_ask
from regulars.assistant.models import Duty, Origin, Proposal, Provider, Search, Task
from regulars.assistant.proposing import Proposed, proposed
from regulars.assistant.solved import Solved, solved
from regulars.conversations.models import Inbox
from regulars.knowledge.embedding import Unavailable, embedder
from regulars.knowledge.models import HelpCentre
from regulars.knowledge.quoting import quote

log = logging.getLogger(__name__)
LOOKED_AT = 1000  # conversations, the newest
COMPARED = 300  # of them, that no article answers
FEWEST = 2  # who asked the same
EVERY = timedelta(days=1)


def look_for_gaps() -> int:
    """The worker's: see to the next search that was asked for, or is due where proposing is the assistant's duty. Returns how many.

    Conversations that are in a proposal already, dismissed ones too, are left out. All that is found is written at once: a search
    that a dying worker leaves behind is done again from its beginning, and of two only the first one writes.
    """
    search = Search.objects.filter(finished_at=None).select_related("centre__brand").order_by("asked_at").first()
    search = search or _due()
    if search is None:
        return 0
    known = Origin.objects.filter(proposal__centre=search.centre).values_list("conversation", flat=True)
    looked = list(solved(search.centre, agent=None, most=LOOKED_AT, besides=known))
    missing = [each for each in looked if not each.articles and not _is_answered(each, search.centre)]
    found, problem = _found(missing[:COMPARED], search.centre)
    _keep(search, found, problem, looked=len(looked), missing=len(missing))
    return 1


def next_due() -> datetime | None:
    """When the next centre is due by itself."""
    times = [(_last(centre) or timezone.now() - EVERY) + EVERY for centre in _by_themselves()]
    return min(times, default=None)


def _by_themselves() -> list[HelpCentre]:
    """Those of brands with an inbox in which proposing is a duty."""
    return list(HelpCentre.objects.filter(brand__in=_inboxes().values("brand")).select_related("brand"))


def _inboxes() -> QuerySet[Inbox]:
    """Where the assistant may read on with this in mind; a model is given nothing of others."""
    if Provider.current().is_stopped:
        return Inbox.objects.none()
    return Inbox.objects.filter(duties__in=Duty.objects.filter(task=Task.PROPOSE).exclude(way=Duty.Way.OFF))


def _last(centre: HelpCentre) -> datetime | None:
    return Search.objects.filter(centre=centre).values_list("asked_at", flat=True).first()


def _due() -> Search | None:
    for centre in _by_themselves():
        last = _last(centre)
        if last is None or last + EVERY <= timezone.now():
            return Search.objects.get_or_create(centre=centre, finished_at=None)[0]
    return None


def _is_answered(each: Solved, centre: HelpCentre) -> bool:
    return quote(each.question, centre=centre, language=each.language, reader=None) is not None


def _found(missing: list[Solved], centre: HelpCentre) -> tuple[list[tuple[list[Solved], Proposed]], str]:
    if embedder() is None:
        return [], _("No model tells here which questions mean the same.")
    try:
        alike = groups([(each.question, each.language) for each in missing], fewest=FEWEST)
    except Unavailable as problem:
        return [], str(problem)[:300]
    found, open_to_model = [], set(_inboxes().values_list("pk", flat=True))
    for places in alike:
        several = [missing[place] for place in places]
        may_model = may_ask(Provider.current()) and {each.conversation.inbox_id for each in several} <= open_to_model
        made = proposed(several, language=several[0].language, may_ask_model=may_model)
        if made:
            found.append((several, made))
    return found, ""


@transaction.atomic
def _keep(
    search: Search, found: list[tuple[list[Solved], Proposed]], problem: str, *, looked: int, missing: int
) -> None:
    held = Search.objects.select_for_update().filter(pk=search.pk, finished_at=None).first()
    if held is None:
        return
    for several, made in found:
        proposal = Proposal.objects.create(
            centre=search.centre, language=several[0].language, title=made.title, html=made.html, made_by=made.made_by
        )
        Origin.objects.bulk_create(
            [Origin(proposal=proposal, conversation=each.conversation, question=each.question) for each in several]
        )
    held.finished_at, held.problem = timezone.now(), problem
    held.conversations, held.unanswered, held.found = looked, missing, len(found)
    held.save()
