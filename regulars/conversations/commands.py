"""Every page that the palette leads to, and everything new that it begins: each only for whoever may."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.urls import reverse
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


# Pages beside the settings: the names of their addresses, where they stand and what they are called, and who may.
PLACES: tuple[tuple[str, tuple[Any, ...], Permission | None], ...] = (
    ("customers:companies", (gettext_lazy("Companies"),), None),
    ("segments:segments", (gettext_lazy("Segments"),), None),
    ("commerce:returns", (gettext_lazy("Returns"),), None),
    ("visits:visitors", (gettext_lazy("Visitors"),), None),
    ("referrals:friends", (gettext_lazy("Loyalty"), gettext_lazy("Friends")), None),
    ("rewards:claims", (gettext_lazy("Loyalty"), gettext_lazy("Rewards")), None),
    ("store:tills", (gettext_lazy("Loyalty"), gettext_lazy("Till")), Permission.POINTS),
    ("rewards:goodwill", (gettext_lazy("Loyalty"), gettext_lazy("Goodwill")), None),
    ("surveys:answers", (gettext_lazy("Feedback"), gettext_lazy("Answers")), None),
    ("surveys:cases", (gettext_lazy("Feedback"), gettext_lazy("Cases")), None),
    ("surveys:themes", (gettext_lazy("Feedback"), gettext_lazy("Themes")), None),
    ("knowledge:articles", (gettext_lazy("Knowledge"),), Permission.KNOWLEDGE),
    ("predictions:predictions", (gettext_lazy("Predictions"),), None),
    ("experiments:effect", (gettext_lazy("Effect"),), None),
)
# What can be made: the name of its page, its name, and who may.
NEW: tuple[tuple[str, Any, Permission | None], ...] = (
    ("conversations:new", gettext_lazy("New conversation"), Permission.REPLY),
    ("conversations:new_view", gettext_lazy("New view"), None),
    ("conversations:new_snippet", gettext_lazy("New snippet"), None),
    ("automation:new_macro", gettext_lazy("New macro"), Permission.SHARE),
    ("automation:new_rule", gettext_lazy("New rule"), Permission.AUTOMATION),
    ("segments:new", gettext_lazy("New segment"), Permission.SHARE),
    ("surveys:new_survey", gettext_lazy("New survey"), Permission.FEEDBACK),
    ("experiments:new", gettext_lazy("New experiment"), Permission.LOYALTY),
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
    for name, words, needs in PLACES:
        if needs is None or agent.may(needs):
            yield Command(": ".join(map(str, words)), reverse(name), "right")
    for heading, entries in settings_menu(agent, page=""):
        for entry in entries:
            yield Command(
                f"{heading} → {entry.words}" if heading != entry.words else str(heading), entry.address, "settings"
            )
    for name, says, needs in NEW:
        if needs is None or agent.may(needs):
            yield Command(says, reverse(name), "plus")
