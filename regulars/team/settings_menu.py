"""The list beside every page of the settings. A new page is one line here; `page` in its context names the line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from regulars.team.models import Agent
from regulars.team.permissions import Permission


class Entry(NamedTuple):
    """One page: its name in `page`, the name of its address, what it is called, and which permission opens it (None: all)."""

    page: str
    address: str
    words: str
    needs: Permission | None


MENU = (
    (_("You"), (
        Entry("profile", "team:profile", _("Your profile"), None),
        Entry("sessions", "team:sessions", _("Signing in"), None),
        Entry("notifications", "notifications:wishes", _("Notifications"), None),
        Entry("snippets", "conversations:snippets", _("Snippets"), None),
    )),
    (_("Team"), (
        Entry("people", "team:people", _("People"), None),
        Entry("roles", "team:roles", _("Roles"), Permission.ACCESS),
        Entry("access", "conversations:access", _("Who works where"), Permission.ACCESS),
        Entry("ways_in", "team:ways_in", _("Ways to sign in"), Permission.ACCESS),
        Entry("hours", "team:hours", _("Hours"), Permission.QUEUES),
        Entry("routing", "routing:queues", _("Routing"), Permission.QUEUES),
        Entry("topics", "routing:topics", _("Topics"), Permission.QUEUES),
    )),
    (_("Knowledge"), (
        Entry("help_centres", "knowledge:centres", _("Help centres"), Permission.KNOWLEDGE),
    )),
    (_("Loyalty"), (
        Entry("loyalty", "loyalty:programmes", _("Loyalty programmes"), Permission.LOYALTY),
        Entry("predictions", "predictions:assumptions", _("Predictions"), Permission.LOYALTY),
        Entry("holdout", "experiments:holdout", _("Effect"), Permission.LOYALTY),
        Entry("friends", "referrals:schemes", _("Bringing friends along"), Permission.LOYALTY),
        Entry("surprises", "surprises:surprises", _("Surprises"), Permission.LOYALTY),
        Entry("achievements", "surprises:achievements", _("Achievements"), Permission.LOYALTY),
        Entry("places", "store:places", _("Places"), Permission.LOYALTY),
        Entry("outreach", "outreach:settings", _("Letters of our own"), Permission.LOYALTY),
        Entry("rewards", "rewards:rewards", _("Rewards"), Permission.LOYALTY),
        Entry("budgets", "rewards:budgets", _("Goodwill"), Permission.LOYALTY),
    )),
    (_("Feedback"), (
        Entry("surveys", "surveys:surveys", _("Surveys"), Permission.FEEDBACK),
    )),
    (_("Channels"), (
        Entry("inboxes", "conversations:inboxes", _("Inboxes"), Permission.CHANNELS),
        Entry("widgets", "chat:widgets", _("Chat"), Permission.CHANNELS),
        Entry("greetings", "visits:greetings", _("Greetings"), Permission.CHANNELS),
        Entry("tracking", "behaviour:tracking", _("Tracking"), Permission.CHANNELS),
        Entry("forms", "portal_desk:forms", _("Request forms"), Permission.CHANNELS),
        Entry("mailboxes", "email:mailboxes", _("Mailboxes"), Permission.CHANNELS),
        Entry("quarantine", "email:quarantine", _("Quarantine"), Permission.CHANNELS),
        Entry("letters", "email:letters", _("Letters"), Permission.CHANNELS),
        Entry("suppressed", "conversations:suppressed", _("Stopped addresses"), None),
        Entry("sent_mail", "email:sent_mail", _("Sent mail"), Permission.CHANNELS),
    )),
    (_("Commerce"), (
        Entry("shops", "commerce:shops", _("Shops"), Permission.CHANNELS),
        Entry("terms", "commerce:terms", _("Returns"), Permission.CHANNELS),
    )),
    (_("Automation"), (
        Entry("assistant", "assistant:settings", _("Assistant"), Permission.AUTOMATION),
        Entry("rules", "automation:rules", _("Rules"), Permission.AUTOMATION),
        Entry("promises", "conversations:promises", _("Promises"), Permission.QUEUES),
        Entry("macros", "automation:macros", _("Macros"), Permission.SHARE),
        Entry("automatic", "email:automatic", _("Automatic letters"), Permission.AUTOMATION),
    )),
    (_("House"), (
        Entry("audit", "conversations:audit", _("Audit log"), Permission.AUDIT),
        Entry("fields", "customers:fields", _("Fields"), Permission.ORDER),
        Entry("statuses", "conversations:statuses", _("Statuses"), Permission.ORDER),
        Entry("tags", "conversations:tags", _("Tags"), Permission.ORDER),
        Entry("checklists", "conversations:checklists", _("Checklists"), Permission.SHARE),
        Entry("events", "customers:events", _("Events"), Permission.EVENTS),
    )),
)  # fmt: skip


class Shown(NamedTuple):
    """A line of the list as the page prints it."""

    address: str
    words: str
    is_current: bool


def settings_menu(agent: Agent, *, page: str) -> list[tuple[str, list[Shown]]]:
    """Each heading with the pages below it that this agent may open; headings without any are left out."""
    groups = [(words, list(_shown(entries, agent, page))) for words, entries in MENU]
    return [(words, entries) for words, entries in groups if entries]


def _shown(entries: tuple[Entry, ...], agent: Agent, page: str) -> Iterator[Shown]:
    for entry in entries:
        if entry.needs is None or agent.may(entry.needs):
            try:
                yield Shown(reverse(entry.address), entry.words, entry.page == page)
            except NoReverseMatch:  # some pages are there in some houses only, such as the local mailbox
                continue
