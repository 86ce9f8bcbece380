"""Every page that the palette leads to, and everything new that it begins: each only for whoever may."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regulars.conversations.sidebar import habits_of, views_of
from regulars.team.models import Agent
from regulars.team.permissions import Permission
from regulars.team.settings_menu import settings_menu


class Command(NamedTuple):
    says: Any
    href: str
    icon: str


# What can be made: the name of its page, its name, and who may.
NEW: tuple[tuple[str, Any, Permission | None], ...] = (
    ("conversations:new", gettext_lazy("New conversation"), Permission.REPLY),
    ("conversations:new_view", gettext_lazy("New view"), None),
    ("conversations:new_snippet", gettext_lazy("New snippet"), None),
    ("automation:new_macro", gettext_lazy("New macro"), Permission.SHARE),
    ("automation:new_rule", gettext_lazy("New rule"), Permission.AUTOMATION),
    ("conversations:new_promise", gettext_lazy("New promise"), Permission.QUEUES),
    ("routing:new_topic", gettext_lazy("New topic"), Permission.QUEUES),
    ("team:new_calendar", gettext_lazy("New working hours"), Permission.QUEUES),
    ("customers:new_field", gettext_lazy("New field"), Permission.ORDER),
    ("conversations:new_inbox", gettext_lazy("New inbox"), Permission.CHANNELS),
    ("email:new_mailbox", gettext_lazy("New mailbox"), Permission.CHANNELS),
    ("team:new_role", gettext_lazy("New role"), Permission.ACCESS),
)


def offered(agent: Agent) -> Iterator[Command]:
    """All commands that lead somewhere, for this agent."""
    for view in views_of(agent, habits_of(agent)):
        yield Command(_("View: %s") % view.name, f"/inbox?view={getattr(view, 'word', None) or view.number}", "filter")
    for heading, entries in settings_menu(agent, page=""):
        for entry in entries:
            yield Command(
                f"{heading} → {entry.words}" if heading != entry.words else str(heading), entry.address, "settings"
            )
    for name, says, needs in NEW:
        if needs is None or agent.may(needs):
            try:
                yield Command(says, reverse(name), "plus")
            except NoReverseMatch:  # a room that this house does not have
                continue
