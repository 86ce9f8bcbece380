from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from regulars.channels.chat.lines import conversation_of
from regulars.channels.chat.models import Visitor
from regulars.channels.visits.models import ANEW, Visit
from regulars.channels.visits.seen import Seen
from regulars.live.notify import tell

MOST = 20  # pages that are remembered of one visit


@transaction.atomic
def look(visitor: Visitor, *, at: Seen) -> Visit:
    """A visitor looks at a page, still or anew. After half an hour without one it is another visit."""
    Visitor.objects.select_for_update(of=("self",)).get(pk=visitor.pk)
    now = timezone.now()
    visit = Visit.objects.filter(visitor=visitor).order_by("-number").first()
    if visit is None or now - visit.seen_at > ANEW:
        visit = Visit(visitor=visitor, number=visit.number + 1 if visit else 1, referrer=at.referrer, page_count=0)
    is_another = visit.page_count == 0 or visit.page != at.page
    if is_another:
        visit.pages = [*visit.pages, {"page": at.page, "title": at.title, "at": now.isoformat(timespec="seconds")}][
            -MOST:
        ]
        visit.page_at, visit.page_count = now, visit.page_count + 1
    visit.page, visit.title, visit.seen_at = at.page, at.title, now
    visit.language, visit.time_zone, visit.device = at.language, at.time_zone, at.device
    visit.save()
    if is_another and (conversation := conversation_of(visitor)):
        tell({"kind": "visitor.moved", "topics": [f"visits:{conversation.pk}"]})
    return visit
