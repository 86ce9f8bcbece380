"""What the facts of changes are called, in the words in which they are kept: translated where people read them.

Those of events are found where they are declared (`config.messages`); these are what the audit log is told.
"""

from __future__ import annotations

from django.utils.translation import pgettext

FACTS = (
    "about", "accent", "address", "advanced", "after", "again after", "agent", "agents", "answer", "answers",
    "api key", "article", "as", "asked", "asks address", "assignee", "at", "attempts", "attributes",
    "authorize url", "away until", "because", "before", "begins at", "brand", "by", "calendar", "calls", "capacity",
    "category", "cells", "centre", "channel", "chat", "checklist", "choices", "client", "client secret", "clock",
    "colour", "columns", "company", "conditions", "confidence", "conversation", "count", "currency", "customer",
    "days", "default", "description", "detail", "domain", "domains", "due", "due at", "email", "ends at", "entity",
    "envelope from", "error", "external", "factors", "field", "fields", "filter", "fingerprint", "first",
    "first name", "first reply", "folder", "follower", "follows", "from", "gives back after", "gives out",
    "greeting", "has key", "help", "holidays", "host", "hours", "icon", "identity", "identity kind", "inbox",
    "into", "intro", "is active", "is around the clock", "is automatic", "is bounded", "is confirmed", "is default",
    "is good", "is hard", "is indexed", "is needed", "is on", "is open", "is promoted", "is public", "is released",
    "is required", "is retired", "is stopped", "is told", "issuer", "item", "items", "kept", "key", "kind", "label",
    "labels", "language", "languages", "last name", "least", "length", "letters", "letters secret", "level", "link",
    "link words", "list", "logo", "look", "made by", "mailbox", "makers", "many", "may change", "may export",
    "members", "mentions", "merged", "message", "metadata url", "model", "most", "most calls", "most cost", "name",
    "names", "needs consent", "needs two factors", "newcomers", "next reply", "note", "notes", "offered", "only if",
    "origins", "other", "outcome", "overflow after", "overflow team", "owner", "page", "parent", "patience",
    "peak above", "people", "permissions", "person", "phone", "position", "price in", "price out", "priority",
    "promise", "purpose", "questions", "reason", "reasons", "reopen days", "reports secret", "resolution",
    "review on", "role", "roles", "room", "rule", "said", "scopes", "secret", "secret ends on", "segment", "sender",
    "sender name", "server url", "sessions", "side", "silence", "since", "size", "skill", "skills", "slug", "sort",
    "source", "state", "status", "steps", "stops", "strict", "subject", "tag", "tags", "task", "team", "teams",
    "tenant", "text", "texts", "tier", "time zone", "title", "to", "token url", "tokens", "tools", "topic",
    "topics", "total", "trigger", "trusts addresses", "uid", "unit", "until", "value", "verdict", "verdicts",
    "version", "visibility", "wait", "wakes", "warns", "way", "website", "what", "why", "widget", "with", "word",
    "words",
)  # fmt: skip


def called(name: str) -> str:
    """A key such as "needs_two_factors" or "team.sender_name", as people read it."""
    return ", ".join(pgettext("fact", fact_name(part)) for part in name.split("."))


def fact_name(key: str) -> str:
    """ "team_id" is the team, "needs_two_factors" has blanks."""
    return key.removesuffix("_id").replace("_", " ")
