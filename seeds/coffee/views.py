"""The views that a new house begins with, and what the shop has added."""

from regulars.conversations.actions.save_view import save_view
from regulars.conversations.models import View
from regulars.team.models import Agent

OPEN = {"field": "status", "is": "open"}
WAITING = {"all": [OPEN, {"field": "is waiting", "is": True}]}
DUE = {"any": [{"field": "due", "in the next …": "4 h"}, {"field": "due", "more than … ago": "1 minute"}]}
URGENT = {"all": [OPEN, {"field": "priority", "at least": "high"}]}
GOLD = {"all": [OPEN, {"field": "customer.attributes.tier", "is": "gold"}]}


def offer_views(*, by: Agent) -> None:
    """Three that most teams work by; they may be changed and taken away."""
    _save("Waiting longest", "clock", WAITING, View.Sort.WAITING, by)
    _save("Due soon", "flag", DUE, View.Sort.DUE, by)
    _save("Urgent", "alert", URGENT, View.Sort.PRIORITY, by)


def add_gold_view(*, by: Agent) -> None:
    """A table of what waits from the shop's best customers."""
    columns = ["subject", "assignee", "tags", "waiting", "promise"]
    _save("Gold customers", "person", GOLD, View.Sort.WAITING, by, look=View.Look.TABLE, columns=columns)


def _save(name: str, icon: str, conditions: object, sort: str, by: Agent, **more: object) -> None:
    save_view(View(name=name, icon=icon, conditions=conditions, sort=sort, **more), by=by)
