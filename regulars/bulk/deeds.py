"""What may be done in many conversations at once."""

from __future__ import annotations

from collections.abc import Callable, Set
from datetime import datetime
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regulars.automation.actions.run_macro import run_macro
from regulars.automation.capabilities import CAPABILITIES
from regulars.automation.steps import StepFailed, check_steps, do_steps, say_step
from regulars.bulk.models import BulkRun
from regulars.conversations.actions.mark_read import mark_read
from regulars.conversations.actions.set_status import set_status
from regulars.conversations.actions.snooze import snooze
from regulars.conversations.models import Conversation, NamedStatus
from regulars.lib.refusal import refusal
from regulars.team.guard import NotAllowed, allow
from regulars.team.models import Agent
from regulars.team.permissions import Permission

Step = dict[str, Any]
SPOKEN = frozenset({"reply", "note", "tell", "escalate"})  # what is said stays said, whatever is undone


class Deed(NamedTuple):
    """What is no capability: only a person does it."""

    act: Callable[..., Any]
    label: Any
    takes: Set[str] = frozenset()
    needs: Permission | None = None


def _snooze(conversation: Conversation, *, by: Agent, until: str | None = None) -> None:
    snooze(conversation, until=datetime.fromisoformat(until) if until else None, by=by)


def _give_status(conversation: Conversation, *, by: Agent, status: int) -> None:
    named = NamedStatus.objects.filter(pk=status).first()
    if named is None:
        raise refusal("status", _("This status is not there any more."))
    set_status(conversation, status=named, by=by)


OWN = {
    "give status": Deed(_give_status, gettext_lazy("Set the status"), {"status"}, needs=Permission.ORGANISE),
    "mark read": Deed(mark_read, gettext_lazy("Mark as read")),
    "put away": Deed(_snooze, gettext_lazy("Snooze"), {"until"}, needs=Permission.ORGANISE),
}


def check_step(step: Any) -> None:
    """Refuse what cannot be done. Raises ValidationError, naming the place."""
    if not isinstance(step, dict) or step.get("do") not in OWN:
        check_steps([step])
        return
    if unknown := set(step) - {"do"} - OWN[step["do"]].takes:
        raise refusal(f"step.{sorted(unknown)[0]}", _("This is not taken here."), "unknown")
    if step["do"] == "give status" and not (isinstance(step.get("status"), int) and 0 < step["status"] < 2**63):
        raise refusal("step.status", _("Name one by its number."))
    if step.get("until") is not None:
        try:
            moment = datetime.fromisoformat(step["until"])
        except (TypeError, ValueError):
            moment = None
        if moment is None or moment.tzinfo is None:
            raise refusal("step.until", _("Write a moment with its offset, such as 2026-05-14T11:03+02:00."))


def allow_step(agent: Agent, step: Step) -> None:
    """Raises NotAllowed when the agent's role does not include it."""
    if step["do"] not in OWN:
        CAPABILITIES[step["do"]].allow(agent)
    elif needs := OWN[step["do"]].needs:
        allow(agent, needs)


def label_of(step: Step) -> str:
    return name_of(step) if step["do"] in OWN else say_step(step)


def name_of(step: Step) -> str:
    """What is done, without whom or what with: "Set the priority"."""
    return str((OWN.get(step["do"]) or CAPABILITIES[step["do"]]).label)


def do(run: BulkRun, conversation: Conversation) -> None:
    """Do what the run does in one conversation, as its agent. Raises ValidationError in words."""
    try:
        if run.macro:
            run_macro(run.macro, conversation=conversation, by=run.agent)
        elif run.step is None:
            raise refusal("macro", _("The macro is not there any more."))
        elif run.step["do"] in OWN:
            _do_own(run.step, conversation, run.agent)
        else:
            do_steps([run.step], things={"conversation": conversation.pk}, by=run.agent)
    except StepFailed as failed:
        raise ValidationError(str(failed).partition(": ")[2] or str(failed)) from None
    except (NotAllowed, Http404) as error:
        raise ValidationError(str(error) or _("It is not there any more.")) from None


def _do_own(step: Step, conversation: Conversation, agent: Agent) -> None:
    allow_step(agent, step)
    OWN[step["do"]].act(conversation, by=agent, **{name: value for name, value in step.items() if name != "do"})


def is_spoken(run: BulkRun) -> bool:
    """Whether it has said something that no undo takes back."""
    steps = run.macro.steps if run.macro else [run.step or {}]
    return any(step.get("do") in SPOKEN for step in steps)
