from collections.abc import Iterable

from django.db import transaction

from regulars.team.actions.audit import audit
from regulars.team.actions.change_hours import change_hours
from regulars.team.models import Agent, Team


@transaction.atomic
def save_team(team: Team, *, members: Iterable[Agent], by: Agent) -> None:
    """Keep a new team, or another name, other hours or other people of one. Whom it limits to inboxes follows at once."""
    before = _facts(Team.objects.get(pk=team.pk)) if team.pk else {}
    team.save()
    team.members.set(members)
    after = _facts(team)
    if before == after:
        return
    if before and before["calendar"] != after["calendar"]:
        change_hours()
    audit("team.changed" if before else "team.added", by=by, on=f"team:{team.pk}", before=before, after=after)


def _facts(team: Team) -> dict[str, object]:
    members = sorted(team.members.values_list("pk", flat=True))
    return {"name": team.name, "members": members, "calendar": team.calendar_id}
