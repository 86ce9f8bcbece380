"""The form of a snippet: whose it is, and its text in as many languages as it has."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from regulars.conversations.models import Snippet
from regulars.lib.html import html_from_text, sanitise
from regulars.lib.numbers import number_in
from regulars.team.models import Agent, Team
from regulars.team.permissions import Permission

ME, EVERYBODY = "me", "everybody"
UNNAMED = "?"  # a text whose language was not said


def begun(snippet: Snippet | None, request: HttpRequest) -> dict[str, Any]:
    """What the form shows before anybody has changed it."""
    if snippet is None:
        return _facts("", request.GET.get("folder", "")[:120], ME, {"": ""})
    whose = ME if snippet.agent_id else f"team:{snippet.team_id}" if snippet.team_id else EVERYBODY
    return _facts(snippet.name, snippet.folder, whose, snippet.texts)


def read(form: QueryDict, *, agent: Agent) -> dict[str, Any]:
    """What was written, for the form to show again, and `said` for the verb. Whoever works without a script writes plain text."""
    pairs = zip(form.getlist("language"), form.getlist("text"), strict=False)
    first, *others = list(pairs) or [("", "")]
    texts = {"": _html(first[1])} | {
        language.strip() or UNNAMED: _html(text) for language, text in others if text.strip()
    }
    facts = _facts(form.get("name", ""), form.get("folder", ""), form.get("whose", ME), texts)
    kind, _colon, number = facts["whose"].partition(":")
    team = Team.objects.filter(pk=number_in(number)).first() if kind == "team" else None
    facts["said"] = {"name": facts["name"], "folder": facts["folder"], "texts": texts, "team": team}
    facts["said"]["agent"] = None if team or kind == EVERYBODY else agent
    return facts


def circles(agent: Agent, chosen: str) -> list[tuple[str, str, bool]]:
    """For whom this agent may keep one: value, words, and whether it is chosen."""
    shared = [(EVERYBODY, _("Everybody")), *((f"team:{each.pk}", str(each)) for each in Team.objects.order_by("name"))]
    offered = [(ME, _("Only me")), *(shared if agent.may(Permission.SHARE) else [])]
    if chosen not in [value for value, _words in offered]:
        offered += [each for each in shared if each[0] == chosen]
    return [(value, words, value == chosen) for value, words in offered]


def _facts(name: str, folder: str, whose: str, texts: dict[str, str]) -> dict[str, Any]:
    usual = texts.get("", "")
    others = sorted((language, html) for language, html in texts.items() if language)
    return {"name": name, "folder": folder, "whose": whose, "text": usual, "others": others}


def _html(text: str) -> str:
    return sanitise(text) if "<" in text else html_from_text(text)
