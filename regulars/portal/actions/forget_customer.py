from __future__ import annotations

from django.db import transaction

from regulars.behaviour.actions.forget_doings import forget_doings
from regulars.channels.chat.actions.forget_visitors import forget_visitors
from regulars.channels.email.actions.forget_letters import forget_letters
from regulars.commerce.actions.forget_orders import forget_orders
from regulars.conversations.actions.forget import forget
from regulars.customers.actions.erase import erase
from regulars.customers.merging import alone, family_of, hold, survivor_of
from regulars.customers.models import Customer, Identity
from regulars.knowledge.actions.forget_votes import forget_votes
from regulars.lib import blobs
from regulars.lib.again import again_after_a_deadlock
from regulars.loyalty.actions.forget_member import forget_member
from regulars.outreach.actions.forget_sendings import forget_sendings
from regulars.portal.models import Code
from regulars.predictions.actions.forget_predictions import forget_predictions
from regulars.referrals.actions.forget_referrals import forget_referrals
from regulars.rewards.actions.forget_claims import forget_claims
from regulars.segments.actions.forget_memberships import forget_memberships
from regulars.surveys.actions.forget_opinions import forget_opinions
from regulars.team.models import Agent


@again_after_a_deadlock
@transaction.atomic
def forget_customer(customer: Customer, *, by: Agent) -> None:
    """Erase a customer everywhere: who they are, what was said, the letters byte for byte, their files, and how they come in.

    All of it or nothing. That there were conversations, when, and how they went, stays for the figures. Nothing brings it back.
    """
    alone()
    people = family_of(survivor_of(customer.pk))
    hold(*people)  # addresses before conversations, as whoever takes letters in
    known = Identity.objects.filter(customer__in=people)
    addresses = list(known.filter(kind="email").values_list("value", flat=True))
    forgotten = forget(people, addresses=addresses)
    forget_letters(forgotten.messages, addresses=addresses)
    files = forgotten.files | forget_visitors(people) | forget_orders(people, addresses=addresses)
    forget_doings(people)
    forget_memberships(people)
    forget_member(people, addresses=addresses)
    forget_claims(people)
    forget_predictions(people)
    forget_referrals(people)
    forget_sendings(people)
    forget_opinions(people)
    forget_votes(people)
    Code.objects.filter(address__in=addresses).delete()
    erase(customer, by=by)
    transaction.on_commit(lambda: blobs.forget_unless_held(files))
