from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from regulars.customers.timeline import listen
from regulars.lib.refusal import refusal
from regulars.routing.actions.wake import FOLLOWS_FROM, wake
from regulars.team.actions.audit import audit
from regulars.team.models import Agent, Team
from regulars.team.presence import rouse

FIELDS = ("level", "gives_out", "gives_back_after", "overflow_team", "overflow_after")


@transaction.atomic
def arrange(team: Team, *, by: Agent | None, **facts: Any) -> None:
    """Say how a team's queue is given out: any of FIELDS. Raises ValidationError by the field's name, and changes nothing then."""
    team = Team.objects.select_for_update().get(pk=team.pk)
    before = _told(team)
    for name, value in facts.items():
        if name not in FIELDS:
            raise refusal(name, _("A queue has no such setting."))
        setattr(team, name, value)
    if team.overflow_team_id == team.pk:
        raise refusal("overflow_team", _("A team cannot pass on to itself."))
    team.clean_fields(exclude={field.name for field in Team._meta.fields} - set(FIELDS))
    team.save(update_fields=FIELDS)
    if _told(team) == before:
        return
    is_needed = Team.objects.exclude(gives_out=Team.GivesOut.BY_HAND).exists()
    listen(wake, kinds=FOLLOWS_FROM if is_needed else ())
    audit("queue.arranged", by=by, on=f"team:{team.pk}", before=before, after=_told(team))
    rouse()


def _told(team: Team) -> dict[str, Any]:
    return {name: getattr(team, "overflow_team_id" if name == "overflow_team" else name) for name in FIELDS}
