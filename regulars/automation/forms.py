"""What an admin says about rules and macros. The trees come as JSON from their editors; the verbs check what they mean."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from regulars.ui.forms import EditorField


class MacroForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Name"), max_length=120, help_text=gettext_lazy("Agents see it in the menu.")
    )
    is_active = forms.BooleanField(label=gettext_lazy("Offered to agents"), required=False)
    conditions = EditorField(empty="null")
    steps = EditorField(empty="null")


class RuleForm(forms.Form):
    """A rule in the words of its page: `when` is the kind of an event, or `wait:` and what is waited for."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=120,
        help_text=gettext_lazy("The team sees it on the timeline of whoever it acts for."),
    )
    when = forms.CharField(max_length=100)
    after = forms.CharField(label=gettext_lazy("For"), max_length=64, required=False)
    counted = forms.ChoiceField(
        label=gettext_lazy("Counted"),
        choices=[("calendar", gettext_lazy("always")), ("hours", gettext_lazy("in working hours"))],
        required=False,
    )
    past = forms.BooleanField(label=gettext_lazy("Also for what has waited longer already"), required=False)
    conditions = EditorField(empty="null")
    steps = EditorField(empty="null")
    stops = forms.BooleanField(
        label=gettext_lazy("Then ask no later rule"),
        help_text=gettext_lazy("About the same event, when this one has fired."),
        required=False,
    )

    @property
    def facts(self) -> dict[str, Any]:
        """What `save_rule` is given."""
        given = self.cleaned_data
        kept = {name: given[name] for name in ("name", "stops")}
        return kept | {
            "trigger": self._trigger(),
            "conditions": given["conditions"] or {"all": []},
            "steps": given["steps"] or [],
        }

    def _trigger(self) -> dict[str, Any]:
        given = self.cleaned_data
        if not given["when"].startswith("wait:"):
            return {"event": given["when"]}
        wait = {
            "alarm": given["when"].removeprefix("wait:"),
            "after": given["after"],
            "in": given["counted"] or "calendar",
        }
        return wait | ({"past": True} if given["past"] else {})


def asked(trigger: dict[str, Any]) -> dict[str, Any]:
    """A trigger in the words of the form."""
    if "alarm" not in trigger:
        return {"when": trigger.get("event", ""), "after": "30 minutes"}
    past = {"after": trigger["after"], "counted": trigger.get("in", "calendar"), "past": trigger.get("past", False)}
    return {"when": f"wait:{trigger['alarm']}"} | past
