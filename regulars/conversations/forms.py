"""What agents ask for in addresses and forms, read strictly."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict

from regulars.conversations.models import Conversation
from regulars.conversations.queries import VIEWS, Choice, Cursor


class ChoiceForm(forms.Form):
    """The part of the address that says which conversations the list shows. What makes no sense is left out."""

    view = forms.ChoiceField(choices=[(view, view) for view in VIEWS], required=False)
    status = forms.ChoiceField(choices=[*Conversation.Status.choices, ("any", "any")], required=False)
    inbox = forms.IntegerField(required=False, min_value=1, max_value=2**31)
    team = forms.IntegerField(required=False, min_value=1, max_value=2**31)
    tag = forms.CharField(required=False, max_length=64)
    q = forms.CharField(required=False, max_length=200)


class Asked:
    """Which list an agent looks at: the choice, the words to search for, and how to write both in an address."""

    def __init__(self, query: QueryDict, *, default_view: str = "all") -> None:
        form = ChoiceForm(query)
        form.is_valid()
        facts = {name: form.cleaned_data.get(name) or "" for name in form.fields}
        self.view = facts["view"] or default_view
        self.status = facts["status"] or "open"
        self.words = facts["q"].strip()
        self.filters = {name: facts[name] for name in ("inbox", "team", "tag") if facts[name]}
        self.is_filtered = bool(self.filters) or self.status != "open"

    @property
    def choice(self) -> Choice:
        status = "" if self.status == "any" or self.words else self.status
        return Choice(view="all" if self.words else self.view, status=status, **self.filters)

    def address(self, **changes: object) -> str:
        """The query string of this list, with changes; "" when it says nothing."""
        facts = {"view": self.view, "status": self.status, "q": self.words, **self.filters, **changes}
        kept = {name: value for name, value in facts.items() if value and (name, value) != ("status", "open")}
        return "?" + urlencode(kept)


def read_cursor(text: str) -> Cursor | None:
    """A cursor from an address: `2026-05-14T11:03:00+00:00_1042`. Nonsense is the beginning of the list."""
    at, _, number = text.partition("_")
    try:
        moment = datetime.fromisoformat(at)
        return Cursor(moment, int(number)) if moment.tzinfo else None
    except ValueError:
        return None


def write_cursor(cursor: Cursor | None) -> str:
    return f"{cursor.at.isoformat()}_{cursor.id}" if cursor else ""
