from django.db import transaction
from django.utils.translation import gettext as _

from regulars.conversations.models import TagRules
from regulars.conversations.tagging import makers as makers_now
from regulars.lib.refusal import refusal
from regulars.team.actions.audit import audit
from regulars.team.models import Agent


@transaction.atomic
def save_tag_rules(*, makers: str, by: Agent) -> None:
    """Say who makes new tags. Raises ValidationError("makers")."""
    if makers not in TagRules.Makers.values:
        raise refusal("makers", _("Choose one of the two."))
    before = makers_now()
    if makers == before:
        return
    TagRules.objects.update_or_create(pk=1, defaults={"makers": makers})
    audit("tag_rules.changed", by=by, before={"makers": before}, after={"makers": makers})
