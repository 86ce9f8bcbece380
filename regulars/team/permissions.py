"""What somebody may do here: the permissions by name, and the roles that every house has."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _


class Permission(StrEnum):
    """One thing that a role may allow, with its name and what it means. Whoever works here reads; these go beyond."""

    label: Any
    meaning: Any

    def __new__(cls, word: str, label: Any, meaning: Any) -> Permission:
        permission = str.__new__(cls, word)
        permission._value_, permission.label, permission.meaning = word, label, meaning
        return permission

    REPLY = "reply", _("Answer customers"), _("Write, schedule, retry and take back answers, and begin conversations.")
    NOTE = "note", _("Leave notes"), _("Write to the team inside a conversation, or about a customer.")
    ORGANISE = (
        "organise",
        _("Organise conversations"),
        _("Assign, escalate, tag, prioritise, snooze, resolve and reopen; fill in fields."),
    )
    MERGE = "merge", _("Merge and split conversations"), _("Make one of two, take one apart, and undo both.")
    CUSTOMERS = (
        "customers",
        _("Change customers"),
        _("Names, addresses, attributes and companies; bring two together that are one person."),
    )
    ERASE = (
        "erase",
        _("Erase customers"),
        _("Forget somebody for good: who they are, what was said, letters and files."),
    )
    EXPORT = "export", _("Take data out"), _("Export lists of customers, conversations and the audit log.")
    SHARE = (
        "share",
        _("Make things for everybody"),
        _("Macros, snippets, views and checklists that a team or everybody sees."),
    )
    KNOWLEDGE = (
        "knowledge",
        _("Write articles"),
        _("Articles, their translations and categories, and the help centres that customers read."),
    )
    POINTS = (
        "points",
        _("Give and spend points"),
        _("Let customers join a loyalty programme, earn and redeem; give, take and return points, with a reason."),
    )
    LOYALTY = (
        "loyalty",
        _("Run loyalty programmes"),
        _("Terms and tiers, what a programme owes, and points beyond what may be given by hand."),
    )
    FEEDBACK = (
        "feedback",
        _("Run surveys"),
        _("What customers are asked and how often, cases after low scores, themes, and what is told about them."),
    )
    QUEUES = (
        "queues",
        _("Run the queues"),
        _("Routing, topics, promises, working hours, skills, and who is at the desk."),
    )
    ORDER = "order", _("Set up order"), _("Tags, fields and statuses of conversations, customers and companies.")
    AUTOMATION = "automation", _("Set up automation"), _("Rules and automatic letters. They act in the house's name.")
    CHANNELS = (
        "channels",
        _("Set up channels"),
        _("Brands, inboxes, mailboxes, providers, quarantine and the letters as they came."),
    )
    EVENTS = (
        "events",
        _("See the machine room"),
        _("Every event of the house, what followed from it, alarms, and trying again."),
    )
    PEOPLE = "people", _("Manage people"), _("Invite and let go, give roles and teams, end somebody's sessions.")
    ACCESS = (
        "access",
        _("Manage access"),
        _("Roles, who works in which inboxes, ways to sign in, and who needs two factors."),
    )
    AUDIT = (
        "audit",
        _("Read the audit log"),
        _("Who changed what, and when: settings, people, conversations, sign-ins."),
    )
    OWN = "own", _("Own the house"), _("Make somebody an owner, and owners something else.")


class GivenRole(NamedTuple):
    """A role that every house has. What it allows is decided here, and grows with the house."""

    label: Any
    meaning: Any
    permissions: frozenset[Permission]


_OWNERS = frozenset(Permission)
_AGENTS = frozenset(
    {
        Permission.REPLY,
        Permission.NOTE,
        Permission.ORGANISE,
        Permission.MERGE,
        Permission.CUSTOMERS,
        Permission.POINTS,
    }
)
_LEADS = _AGENTS | {
    Permission.EXPORT,
    Permission.SHARE,
    Permission.KNOWLEDGE,
    Permission.FEEDBACK,
    Permission.QUEUES,
    Permission.ORDER,
    Permission.AUDIT,
}
_PROGRAMME = frozenset(
    {
        Permission.NOTE,
        Permission.CUSTOMERS,
        Permission.EXPORT,
        Permission.POINTS,
        Permission.LOYALTY,
        Permission.FEEDBACK,
    }
)

GIVEN_ROLES = {
    "owner": GivenRole(_("Owner"), _("May do everything, and sees every inbox."), _OWNERS),
    "admin": GivenRole(_("Admin"), _("May do everything but make owners."), _OWNERS - {Permission.OWN}),
    "lead": GivenRole(_("Lead"), _("An agent who also runs the queues and what the team shares."), _LEADS),
    "agent": GivenRole(_("Agent"), _("Answers customers."), _AGENTS),
    "light agent": GivenRole(_("Light agent"), _("Reads, and helps with notes. Never writes to customers."), frozenset({Permission.NOTE})),
    "programme manager": GivenRole(_("Programme manager"), _("Runs loyalty programmes; looks after customers and their data; reads conversations and leaves notes."), _PROGRAMME),
    "viewer": GivenRole(_("Viewer"), _("Reads, and changes nothing."), frozenset()),
}  # fmt: skip
CAN_BE_TICKED = [permission for permission in Permission if permission is not Permission.OWN]  # in a role of one's own
