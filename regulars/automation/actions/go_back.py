from django.db import transaction
from django.utils.translation import gettext as _

from regulars.automation.actions.save_rule import save_rule
from regulars.automation.models import Rule
from regulars.lib.refusal import refusal
from regulars.team.models import Agent


@transaction.atomic
def go_back(rule: Rule, *, to: int, by: Agent) -> Rule:
    """Let a rule be as an earlier version was. That is a new version, so it can be undone in the same way.

    Raises ValidationError("version") when there is none of this number, and as `save_rule` when it would not be taken today.
    """
    version = rule.versions.filter(number=to).first()
    if version is None:
        raise refusal("version", _("There is no version %s.") % to, "unknown")
    return save_rule(rule, **version.facts, by=by)
