from __future__ import annotations

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from regulars.customers.models import Customer
from regulars.lib.refusal import refusal
from regulars.lib.texts import storable
from regulars.outreach.actions.send import send
from regulars.outreach.models import Sending
from regulars.surveys.gates import TOPIC
from regulars.surveys.models import Survey, Theme
from regulars.team.actions.audit import audit
from regulars.team.models import Agent

LONGEST = 5000


@transaction.atomic
def tell_what_was_done(theme: Theme, *, text: str, by: Agent) -> list[Sending]:
    """“You said, we did”: tell each customer who had spoken of a theme what came of it, once. Who speaks of it later may be told later.

    Whoever wants no letters, or gets enough, gets none: each Sending says what became of it. Raises ValidationError("text").
    """
    words = storable(text).strip()
    if not 0 < len(words) <= LONGEST:
        raise refusal("text", _("Write 1 to %d characters.") % LONGEST)
    theme = Theme.objects.select_for_update(of=("self",)).get(pk=theme.pk)
    told = [_told(theme, each, words) for each in _who_spoke(theme)]
    theme.news, theme.told_at, theme.state = words, timezone.now(), Theme.State.DONE
    theme.save(update_fields=["news", "told_at", "state"])
    audit("theme.answered", by=by, on=f"theme:{theme.pk}", after={"customers": len(told), "news": words[:500]})
    return told


def _who_spoke(theme: Theme) -> list[Customer]:
    theirs = Customer.objects.met().filter(opinions__meaning__theme=theme, opinions__is_left_out=False)
    return list(theirs.distinct().order_by("pk"))


def _told(theme: Theme, customer: Customer, words: str) -> Sending:
    survey = Survey.objects.filter(opinions__meaning__theme=theme, opinions__customer=customer).first()
    with translation.override(customer.language or None):
        subject = _("You said, we did")
    brand = survey.brand if survey else None
    return send(customer, topic=TOPIC, subject=subject, text=words, key=f"theme:{theme.pk}:{customer.pk}", brand=brand)
