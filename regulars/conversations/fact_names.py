"""What the facts of changes are called, in the words in which they are kept: translated where people read them.

Those of events are found where they are declared (`config.messages`); these are what the audit log is told.
"""

from __future__ import annotations

from django.utils.translation import pgettext

FACTS = (
    "about", "accent", "activation", "address", "advanced", "after", "again after", "agent", "agents", "answer",
    "answers", "api key", "approves below", "article", "as", "asked", "asks address", "assignee", "at", "attempts",
    "attributes", "authorize url", "away until", "basis", "because", "before", "begins at", "benefits", "brand",
    "by", "calendar", "calls", "capacity", "category", "cells", "centre", "channel", "chat", "checklist", "choices",
    "client", "client secret", "clock", "colour", "columns", "company", "conditions", "confidence", "conversation",
    "count", "currency", "customer", "days", "debt days", "default", "description", "detail", "domain", "domains",
    "downgrade", "due", "due at", "earning", "email", "ends at", "entity", "envelope from", "error", "excluded",
    "expiry", "external", "factors", "field", "fields", "file", "filter", "fingerprint", "first", "first name",
    "first reply", "folder", "follower", "follows", "from", "gives back after", "gives out", "grace", "grace days",
    "greeting", "has key", "help", "hold minutes", "holidays", "host", "hours", "icon", "identity", "identity kind",
    "inactivity", "inbox", "instructions", "into", "intro", "is active", "is around the clock", "is automatic",
    "is bounded", "is confirmed", "is default", "is good", "is hard", "is indexed", "is needed", "is offered",
    "is on", "is open", "is promoted", "is public", "is released", "is required", "is retired", "is stopped",
    "is told", "issuer", "item", "items", "keeps", "kept", "kept by", "key", "kind", "label", "labels", "language",
    "languages", "last name", "least", "length", "letters", "letters secret", "level", "levels", "lines", "link",
    "link words", "list", "logo", "look", "made by", "mailbox", "makers", "many", "may change", "may export",
    "may transfer", "members", "mentions", "merged", "message", "metadata url", "min", "model", "most",
    "most by hand", "most calls", "most cost", "most debt", "name", "names", "needs consent", "needs two factors",
    "newcomers", "next reply", "note", "notes", "offered", "on", "one", "only if", "origins", "other", "outcome",
    "overflow after", "overflow team", "owner", "page", "parent", "patience", "peak above", "people", "per",
    "period", "permissions", "person", "phone", "policy", "position", "price in", "price out", "priority",
    "promise", "purpose", "questions", "reason", "reasons", "refunds", "reopen days", "reports secret",
    "resolution", "return", "review on", "role", "roles", "room", "round to", "rounding", "rule", "said", "scopes",
    "secret", "secret ends on", "segment", "sender", "sender name", "server url", "sessions", "set", "side",
    "silence", "since", "size", "skill", "skills", "slug", "sort", "source", "span", "starts", "state", "status",
    "steps", "stops", "strict", "subject", "tag", "tags", "takes tests", "task", "team", "teams", "tenant", "terms",
    "text", "texts", "then count", "then unit", "tier", "tiers", "time zone", "timeout", "title", "to", "token url",
    "tokens", "tools", "topic", "topics", "total", "trigger", "trusts addresses", "uid", "unit", "until", "value",
    "verdict", "verdicts", "version", "visibility", "wait", "wakes", "warns", "way", "website", "what", "whole",
    "why", "widget", "with", "word", "words", "worth", "year begins",
)  # fmt: skip


def called(name: str) -> str:
    """A key such as "needs_two_factors" or "team.sender_name", as people read it."""
    return ", ".join(pgettext("fact", fact_name(part)) for part in name.split("."))


def fact_name(key: str) -> str:
    """ "team_id" is the team, "needs_two_factors" has blanks."""
    return key.removesuffix("_id").replace("_", " ")
