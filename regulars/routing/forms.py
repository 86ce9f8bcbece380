"""What an admin says about queues, and about who can answer what."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regulars.conversations.models import Topic
from regulars.routing.models import QueueRules
from regulars.team.models import Agent, Team

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*", re.IGNORECASE)


class QueueForm(forms.ModelForm):
    """How a team's queue is given out."""

    class Meta:
        model = Team
        fields = ["gives_out", "level", "gives_back_after", "overflow_team", "overflow_after"]
        labels = {
            "gives_out": gettext_lazy("Conversations are given out"),
            "level": gettext_lazy("Level of support"),
            "gives_back_after": gettext_lazy("Taken back after"),
            "overflow_team": gettext_lazy("Passed on to"),
            "overflow_after": gettext_lazy("Passed on after"),
        }
        help_texts = {
            "level": gettext_lazy("What L1 cannot settle is escalated to L2, then to L3."),
            "gives_back_after": gettext_lazy(
                "Minutes for which somebody is away or offline while customers wait for them. Empty: never."
            ),
            "overflow_after": gettext_lazy(
                "Minutes for which nobody of this team has had room for it, or has been there; while the team is at work, of its working time."
            ),
        }

    def __init__(self, *args: Any, **facts: Any) -> None:
        super().__init__(*args, **facts)
        self.fields["overflow_team"].queryset = Team.objects.exclude(pk=self.instance.pk).order_by("name")
        self.fields["overflow_team"].empty_label = _("No other team")
        self.fields["gives_back_after"].min_value = 1


class QueueRulesForm(forms.ModelForm):
    """What holds for all queues."""

    tiers = forms.CharField(
        label=gettext_lazy("Ahead by tier"), required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("One a line, with the minutes for which its customers count as having waited longer: gold 60. The tier is the customer’s attribute of that name."),
    )  # fmt: skip

    class Meta:
        model = QueueRules
        fields = ["letter_points", "chat_points", "call_points", "tiers", "kept_days"]
        help_texts = {
            "letter_points": gettext_lazy("Points of somebody's room, for as long as it waits for us."),
            "kept_days": gettext_lazy("The answers to “Why me?”. Who got what stays on the timelines."),
        }

    def __init__(self, *args: Any, **facts: Any) -> None:
        super().__init__(*args, **facts)
        self.initial["tiers"] = "\n".join(f"{tier} {minutes}" for tier, minutes in self.instance.tiers.items())

    def clean_tiers(self) -> dict[str, int]:
        lines = [line.strip() for line in self.cleaned_data["tiers"].splitlines() if line.strip()]
        return {name.lower(): minutes for name, minutes in (_numbered(line, usual=0) for line in lines)}


class AgentForm(forms.Form):
    """What can be given to somebody, and how much of it at once."""

    capacity = forms.IntegerField(
        label=gettext_lazy("Room"), min_value=0, max_value=1000,
        help_text=gettext_lazy("Points of what may wait for them at once. Settings → Routing says how many a letter, a chat and a call take."),
    )  # fmt: skip
    languages = forms.CharField(
        label=gettext_lazy("Languages"), required=False, max_length=200,
        help_text=gettext_lazy("Such as: en, fr, pt-BR. Empty: they answer in any."),
    )  # fmt: skip
    skills = forms.CharField(
        label=gettext_lazy("Skills"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("One a line, with how well from 1 to 5: Espresso machines 4."),
    )  # fmt: skip

    def clean_languages(self) -> list[str]:
        several = [each for each in re.split(r"[\s,;]+", self.cleaned_data["languages"]) if each]
        if wrong := next((each for each in several if not _LANGUAGE.fullmatch(each) or len(each) > 16), None):
            raise ValidationError(_("“%s” is no code of a language. They look like en, or pt-BR.") % wrong)
        return several

    def clean_skills(self) -> dict[str, int]:
        lines = [line.strip() for line in self.cleaned_data["skills"].splitlines() if line.strip()]
        return dict(_numbered(line, usual=3) for line in lines)

    @staticmethod
    def written(agent: Agent) -> dict[str, Any]:
        """As the form shows what is known of an agent."""
        several = agent.abilities.select_related("skill").order_by("skill__name")
        skills = "\n".join(f"{each.skill} {each.level}" for each in several)
        return {"capacity": agent.capacity, "languages": ", ".join(agent.languages), "skills": skills}


class TopicForm(forms.Form):
    """A kind of support."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=64)
    team = forms.ModelChoiceField(
        label=gettext_lazy("Answered by"), queryset=Team.objects.order_by("name"), required=False,
        empty_label=gettext_lazy("No team of its own"), help_text=gettext_lazy("What is nobody's joins this team's queue."),
    )  # fmt: skip
    skill = forms.CharField(
        label=gettext_lazy("Asks for the skill"), required=False, max_length=64,
        help_text=gettext_lazy("Only whoever has it is given such a conversation. Empty: anybody of the team."),
    )  # fmt: skip

    @staticmethod
    def written(topic: Topic | None) -> dict[str, Any]:
        return {"name": topic.name, "team": topic.team_id, "skill": str(topic.skill or "")} if topic else {}


def _numbered(line: str, *, usual: int) -> tuple[str, int]:
    """“Espresso machines 4” as a name and its number."""
    name, _space, number = line.rpartition(" ")
    return (name.strip(), int(number)) if name and number.isascii() and number.isdigit() else (line, usual)
