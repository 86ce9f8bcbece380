"""The list beside every page of the settings. A new page is one line here; `page` in its context names the line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from regulars.team.models import Agent


class Entry(NamedTuple):
    """One page: its name in `page`, the name of its address, what it is called, and whether admins alone see it."""

    page: str
    address: str
    words: str
    for_admins: bool = True


MENU = (
    (_("You"), (
        Entry("profile", "team:profile", _("Your profile"), for_admins=False),
        Entry("snippets", "conversations:snippets", _("Snippets"), for_admins=False),
    )),
    (_("Team"), (
        Entry("people", "team:people", _("People"), for_admins=False),
        Entry("hours", "team:hours", _("Hours")),
        Entry("routing", "routing:queues", _("Routing")),
        Entry("topics", "routing:topics", _("Topics")),
    )),
    (_("Mail"), (
        Entry("inboxes", "conversations:inboxes", _("Inboxes")),
        Entry("mailboxes", "email:mailboxes", _("Mailboxes")),
        Entry("quarantine", "email:quarantine", _("Quarantine")),
        Entry("letters", "email:letters", _("Letters")),
        Entry("suppressed", "conversations:suppressed", _("Stopped addresses"), for_admins=False),
        Entry("sent_mail", "email:sent_mail", _("Sent mail"), for_admins=False),
    )),
    (_("Automation"), (
        Entry("rules", "automation:rules", _("Rules")),
        Entry("promises", "conversations:promises", _("Promises")),
        Entry("macros", "automation:macros", _("Macros")),
        Entry("automatic", "email:automatic", _("Automatic letters")),
    )),
    (_("House"), (Entry("events", "customers:events", _("Events")),)),
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
        if agent.is_admin or not entry.for_admins:
            try:
                yield Shown(reverse(entry.address), entry.words, entry.page == page)
            except NoReverseMatch:  # some pages are there in some houses only, such as the local mailbox
                continue
