"""What agents ask for in addresses and forms, read strictly."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from regulars.conversations.models import Conversation, Inbox, View
from regulars.conversations.queries import VIEWS, Choice, Cursor, choice_of
from regulars.lib.numbers import number_in
from regulars.team.models import Agent
from regulars.ui.forms import Refusable


class ChoiceForm(forms.Form):
    """The part of the address that says which conversations the list shows. What makes no sense is left out."""

    view = forms.RegexField(rf"^({'|'.join(VIEWS)}|[1-9]\d{{0,8}})$", required=False)
    sort = forms.ChoiceField(choices=View.Sort.choices, required=False)
    status = forms.ChoiceField(choices=[*Conversation.Status.choices, ("any", "any")], required=False)
    inbox = forms.IntegerField(required=False, min_value=1, max_value=2**31)
    team = forms.IntegerField(required=False, min_value=1, max_value=2**31)
    topic = forms.IntegerField(required=False, min_value=1, max_value=2**31)
    tag = forms.CharField(required=False, max_length=64)
    q = forms.CharField(required=False, max_length=500)
    best = forms.BooleanField(required=False)  # of what was found, what fits best comes first


class FirstLetterForm(Refusable, forms.Form):
    """A letter to somebody who has not written to us, or not about this."""

    to = forms.CharField(
        label=_("To"),
        max_length=2000,
        help_text=_("Addresses, with commas between them. The conversation is with the first."),
    )
    cc = forms.CharField(label=_("Cc"), max_length=2000, required=False)
    subject = forms.CharField(label=_("Subject"), max_length=500)
    text = forms.CharField(label=_("Message"), widget=forms.Textarea(attrs={"rows": 8}))
    inbox = forms.ModelChoiceField(label=_("From"), queryset=Inbox.objects.none(), empty_label=None)

    def __init__(self, *args: object, agent: Agent, **facts: object) -> None:
        super().__init__(*args, **facts)
        inboxes = Inbox.objects.visible_to(agent).order_by("name")
        self.fields["inbox"].queryset = inboxes
        self.fields["inbox"].initial = inboxes.first()
        if agent.signature.strip():
            self.fields["text"].help_text = _("Your signature goes with it.")


class Asked:
    """Which list an agent looks at: the view, what narrows it, the words to search for, and how to write all in an address."""

    def __init__(self, query: QueryDict, *, default_view: str = "all") -> None:
        facts = _read(query.urlencode())
        self.view = facts["view"] or default_view
        self.usual_status = "open" if self.view in VIEWS else "any"  # a view that was made says itself which
        self.status = facts["status"] or self.usual_status
        self.sort = facts["sort"]
        self.words = facts["q"].strip()
        self.is_best = bool(facts["best"]) and bool(self.words)
        self.filters = {name: facts[name] for name in ("inbox", "team", "topic", "tag") if facts[name]}
        self.is_filtered = bool(self.filters) or self.status != self.usual_status

    @property
    def number(self) -> int | None:
        """Of a view that was made."""
        return number_in(self.view)

    def choice(self, made: View | None = None, *, holds_few: bool = False) -> Choice:
        """`made` is the view of this number, if the agent sees it. One that `holds_few` is looked up where it is counted."""
        status = "" if self.status == "any" or self.words else self.status
        if made is None or self.words:
            view = self.view if self.view in VIEWS and not self.words else "all"
            return Choice(view=view, status=status, sort=self.sort or View.Sort.NEWEST, **self.filters)
        return choice_of(made, holds_few=holds_few, sort=self.sort, status=status, **self.filters)

    def address(self, **changes: object) -> str:
        """The query string of this list, with changes; "" when it says nothing."""
        facts = {
            "view": self.view,
            "status": self.status,
            "sort": self.sort,
            "q": self.words,
            "best": "1" if self.is_best else "",
            **self.filters,
            **changes,
        }
        kept = {
            name: value for name, value in facts.items() if value and (name, value) != ("status", self.usual_status)
        }
        return "?" + urlencode(kept)


@lru_cache(maxsize=512)
def _read(address: str) -> dict[str, Any]:
    """What an address says. Pages ask for the same few lists again and again, and a form takes long to be made."""
    form = ChoiceForm(QueryDict(address))
    form.is_valid()
    return {name: form.cleaned_data.get(name) or "" for name in form.fields}


def read_cursor(text: str) -> Cursor | None:
    """A cursor from an address: `2026-05-14T11:03:00+00:00_1042_0`. Nonsense is the beginning of the list."""
    try:
        at, number, part = (text if text.count("_") > 1 else f"{text}_0").split("_")
        moment, cursor = datetime.fromisoformat(at), (int(number), abs(int(part)))
        return Cursor(moment, *cursor) if moment.tzinfo else None
    except ValueError:
        return None


def write_cursor(cursor: Cursor | None) -> str:
    return f"{cursor.at.isoformat()}_{cursor.id}_{cursor.part}" if cursor else ""
