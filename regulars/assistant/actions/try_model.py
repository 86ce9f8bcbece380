from __future__ import annotations

from django.utils.translation import gettext as _
from pydantic import BaseModel, Field

from regulars.assistant.asking import CHECK, NotSaid, ask
from regulars.assistant.models import Provider
from regulars.team.models import Agent


class Ready(BaseModel):
    """Asked for in the form in which answers are: not every model that talks can give that."""

    word: str = Field(max_length=60)


def try_model(provider: Provider, *, by: Agent) -> tuple[bool, str]:
    """Ask the model one small thing, as an admin may also while it is off. Returns whether it answered, and what to tell."""
    if not provider.model:
        return False, _("Name a model first.")
    try:
        said = ask(
            CHECK,
            instructions="Give the one word: ready",
            data="Are you there?",
            output=Ready,
            agent=by,
            provider=provider,
        )
    except NotSaid as error:
        return False, _("The model did not answer. It says: %s") % error
    facts = {"model": provider.model, "seconds": f"{said.call.took_ms / 1000:.1f}", "words": said.output.word}
    return True, _("%(model)s answered in %(seconds)s s: “%(words)s”") % facts
