"""A view in the words of its page."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regulars.conversations.actions.save_view import ICONS
from regulars.conversations.forms import Asked
from regulars.conversations.models import View
from regulars.conversations.viewing import BY_WORD
from regulars.lib.numbers import number_in
from regulars.team.models import Agent, Team
from regulars.team.permissions import Permission
from regulars.ui.forms import EditorField

MINE, EVERYBODY = "me", "everybody"
COLUMNS = ["subject", "assignee", "tags", "waiting"]  # of a table, when nobody has chosen any
AS_IT_IS = {"inbox": "is", "team": "is", "topic": "is", "tag": "has"}


class ViewForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=60)
    icon = forms.ChoiceField(label=gettext_lazy("Sign"), choices=[(icon, icon) for icon in ICONS], initial=ICONS[0])
    whose = forms.ChoiceField(label=gettext_lazy("Who sees it"))
    conditions = EditorField()
    sort = forms.ChoiceField(label=gettext_lazy("Order"), choices=View.Sort.choices)
    look = forms.ChoiceField(
        label=gettext_lazy("Look"),
        choices=View.Look.choices,
        help_text=gettext_lazy("A table where there is room for one."),
    )
    columns = forms.MultipleChoiceField(
        label=gettext_lazy("Columns of the table"), choices=View.Column.choices, required=False, widget=forms.CheckboxSelectMultiple
    )  # fmt: skip

    def __init__(self, data: QueryDict | None, *, view: View, by: Agent) -> None:
        facts = {name: getattr(view, name) for name in ("name", "icon", "sort", "look")}
        super().__init__(data, initial=facts | {"whose": _whose(view), "columns": view.columns or COLUMNS})
        self.view = view
        self.fields["whose"].choices = _circles(by, view)

    def fill(self, *, by: Agent) -> View:
        """The view as the form says."""
        given = self.cleaned_data
        for name in ("name", "icon", "conditions", "sort", "look", "columns"):
            setattr(self.view, name, given[name])
        self.view.agent = by if given["whose"] == MINE else None
        self.view.team_id = number_in(given["whose"])
        return self.view


def begun(query: QueryDict, base: View | None) -> View:
    """A view to begin with: what the list shows just now, its filters as conditions."""
    asked = Asked(query)
    view = View(sort=asked.sort or (base.sort if base else View.Sort.NEWEST), name="")
    if base:
        view.icon, view.look, view.columns = base.icon, base.look, base.columns
    tree = base.tree if base else BY_WORD[asked.view].tree if asked.view in BY_WORD else {"all": []}
    leaves: list[Any] = list(tree["all"]) if "all" in tree else [tree]
    if asked.status != asked.usual_status:
        leaves = [leaf for leaf in leaves if leaf.get("field") != "status"]
        leaves += [{"field": "status", "is": asked.status}] if asked.status != "any" else []
    for name, value in asked.filters.items():
        leaves.append({"field": {"tag": "tags"}.get(name, name), AS_IT_IS[name]: value})
    view.conditions = {"all": leaves}
    return view


def written(view: View, sent: str) -> str:
    """What the editor holds: what was sent and refused, or what the view asks."""
    return sent or json.dumps(view.tree, ensure_ascii=False, default=str)


def _whose(view: View) -> str:
    if view.agent_id or (view.pk is None and view.team_id is None):
        return MINE
    return str(view.team_id) if view.team_id else EVERYBODY


def _circles(by: Agent, view: View) -> list[tuple[str, str]]:
    if not by.may(Permission.SHARE):
        return [(MINE, _("Only you"))]
    teams = Team.objects.filter(Q(members=by) | Q(pk=view.team_id)).distinct().order_by("name")
    return [(MINE, _("Only you")), *((str(team.pk), str(team)) for team in teams), (EVERYBODY, _("Everybody"))]
