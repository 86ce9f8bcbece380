from collections.abc import Collection, Mapping
from datetime import time

from django.db import transaction
from django.utils.translation import gettext as _

from regulars.lib.refusal import refusal
from regulars.notifications.models import Wishes
from regulars.notifications.reasons import Reason, Way
from regulars.team.models import Agent


@transaction.atomic
def choose(
    agent: Agent,
    *,
    ways: Mapping[str, Collection[str]],
    mail_after: int = Wishes.Digest.USUAL,
    quiet_from: time | None = None,
    quiet_until: time | None = None,
) -> Wishes:
    """How this agent wants to be told of what: a reason that is not named is not told at all.

    Raises ValidationError: "ways", "mail_after" (minutes), "quiet_from".
    """
    if unknown := set(ways) - set(Reason.values) or {way for each in ways.values() for way in each} - set(Way.values):
        raise refusal("ways", _("“%s” is none of the reasons or ways.") % sorted(unknown)[0])
    if mail_after not in Wishes.Digest.values:
        raise refusal("mail_after", _("Choose 5, 15, 60 or 240 minutes."))
    if (quiet_from is None) != (quiet_until is None):
        raise refusal("quiet_from", _("Quiet hours have a beginning and an end."))
    chosen = {reason: sorted(set(ways.get(reason, ()))) for reason in Reason.values}
    facts = {"ways": chosen, "mail_after": mail_after, "quiet_from": quiet_from, "quiet_until": quiet_until}
    return Wishes.objects.update_or_create(agent=agent, defaults=facts)[0]
