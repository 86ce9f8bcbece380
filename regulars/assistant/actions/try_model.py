from __future__ import annotations

from django.utils.translation import gettext as _

from regulars.assistant.asking import CHECK, NotSaid, ask
from regulars.assistant.models import Provider
from regulars.team.models import Agent


def try_model(provider: Provider, *, by: Agent) -> tuple[bool, str]:
    """Ask the model one small thing, as an admin may also while it is off. Returns whether it answered, and what to tell."""
    if not provider.model:
        return False, _("Name a model first.")
    try:
        said = ask(
            CHECK, instructions="Answer with the one word: ready", data="Are you there?", agent=by, provider=provider
        )
    except NotSaid as error:
        return False, _("The model did not answer. It says: %s") % error
    facts = {"model": provider.model, "seconds": f"{said.call.took_ms / 1000:.1f}", "words": str(said.output)[:60]}
    return True, _("%(model)s answered in %(seconds)s s: “%(words)s”") % facts
