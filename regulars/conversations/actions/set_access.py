from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from regulars.conversations.models import Access, Inbox
from regulars.lib.refusal import refusal
from regulars.team.actions.audit import audit
from regulars.team.models import Agent, Brand, Role, Team


@transaction.atomic
def set_access(
    who: Agent | Role | Team, *, inboxes: Iterable[Inbox] = (), brands: Iterable[Brand] = (), by: Agent
) -> None:
    """Let somebody, everybody of a role, or of a team work in these inboxes and those of these brands; in all, if none is named.

    Owners cannot be limited, and nobody opens what they do not see themselves. Raises ValidationError("who", "where").
    """
    name = type(who).__name__.lower()
    if (isinstance(who, Role) and who.pk == Role.OWNER) or (isinstance(who, Agent) and who.role_id == Role.OWNER):
        raise refusal("who", _("Owners see every inbox."))
    wanted = {("inbox", each.pk) for each in inboxes} | {("brand", each.pk) for each in brands}
    Agent.objects.select_for_update().get(pk=by.pk)  # what they see now, not what they saw when they opened the page
    if not _may_open(wanted, by):
        raise refusal("where", _("You do not work in each of these inboxes yourself."), "forbidden")
    rows = Access.objects.filter(**{name: who})
    before = {("inbox", row.inbox_id) if row.inbox_id else ("brand", row.brand_id) for row in rows}
    if before == wanted:
        return
    for kind, pk in before - wanted:
        rows.filter(**{f"{kind}_id": pk}).delete()
    Access.objects.bulk_create(Access(**{name: who, f"{kind}_id": pk}) for kind, pk in wanted - before)
    audit("access.set", by=by, on=f"{name}:{who.pk}", before=_facts(before), after=_facts(wanted))


def _may_open(wanted: set[tuple[str, int]], by: Agent) -> bool:
    by.refresh_from_db(fields=["works_in"])
    if by.works_in is None:
        return True
    inside = Inbox.objects.filter(pk__in=[pk for kind, pk in wanted if kind == "inbox"]).values_list("pk", flat=True)
    return bool(wanted) and set(inside) <= set(by.works_in) and not any(kind == "brand" for kind, _pk in wanted)


def _facts(where: set[tuple[str, int]]) -> dict[str, list[int]]:
    return {kind: sorted(pk for each, pk in where if each == kind) for kind in ("inbox", "brand")}
