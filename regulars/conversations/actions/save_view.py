from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from regulars.conversations.counting import rouse
from regulars.conversations.fields import CONVERSATION_FIELDS
from regulars.conversations.models import View
from regulars.conversations.tagging import as_called_now
from regulars.lib.conditions import check
from regulars.lib.refusal import refusal
from regulars.lib.texts import one_line, storable
from regulars.team.actions.audit import audit
from regulars.team.models import Agent
from regulars.team.permissions import Permission

KEPT = ("name", "icon", "agent_id", "team_id", "conditions", "sort", "look", "columns")
MOST = 100  # of one agent, of a team, or of everybody
ICONS = (
    "filter",
    "inbox",
    "person",
    "people",
    "clock",
    "flag",
    "tag",
    "chat",
    "mail",
    "phone",
    "alert",
    "check",
    "globe",
    "building",
)


@transaction.atomic
def save_view(view: View, *, by: Agent) -> None:
    """Keep a view: the agent's own, or one for a team or everybody by whoever may share. Another condition is counted anew.

    Days are meant in the time zone of whoever says what it holds. Raises ValidationError naming the field.
    """
    before = View.objects.select_for_update().filter(pk=view.pk).values(*KEPT).first()
    _check_whose(view, by)
    if before and not may_change(View(agent_id=before["agent_id"], team_id=before["team_id"]), by=by):
        raise refusal("name", _("This view is somebody else's."), "forbidden")
    _check_words(view)
    try:
        check(view.tree, CONVERSATION_FIELDS, asker=by)
    except ValidationError as error:
        raise refusal("conditions", " ".join(error.messages)) from None
    view.conditions = as_called_now(view.conditions)
    if before is None:
        view.made_by, view.position = by, View.objects.count() + 1
    if before is None or before["conditions"] != view.conditions:
        view.edition, view.time_zone = view.edition + 1, timezone.get_current_timezone_name()
        rouse()
    view.changed_at = timezone.now()
    view.save()
    after = {name: getattr(view, name) for name in KEPT}
    if before != after:
        audit("view.changed" if before else "view.made", by=by, on=f"view:{view.pk}", before=before, after=after)


def may_change(view: View, *, by: Agent) -> bool:
    """One's own, and with the permission to share those of everybody and of teams."""
    return view.agent_id == by.pk if view.agent_id else by.may(Permission.SHARE)


def _check_whose(view: View, by: Agent) -> None:
    if not may_change(view, by=by):
        raise refusal("whose", _("You may make views for yourself."), "forbidden")
    if View.objects.filter(agent=view.agent_id, team=view.team_id).exclude(pk=view.pk).count() >= MOST:
        raise refusal("name", _("These are %d views already: remove one first.") % MOST, "too_many")


def _check_words(view: View) -> None:
    view.name = one_line(storable(str(view.name)), limit=200)
    if not 1 <= len(view.name) <= 60:
        raise refusal("name", _("A name has 1 to 60 characters."), "too_long" if view.name else "missing")
    same = View.objects.filter(name=view.name, agent=view.agent_id, team=view.team_id)
    if same.exclude(pk=view.pk).exists():
        raise refusal("name", _("There is a view of this name already."), "taken")
    known: dict[str, tuple[Any, ...]] = {"icon": ICONS, "sort": View.Sort.values, "look": View.Look.values}
    for field, words in known.items():
        if getattr(view, field) not in words:
            raise refusal(field, _("Choose one of these: %s") % ", ".join(words), "unknown")
    if unknown := set(view.columns) - set(View.Column.values):
        raise refusal("columns", _("There is no such column: %s") % ", ".join(sorted(unknown)), "unknown")
    view.columns = [column for column in View.Column.values if column in view.columns]
