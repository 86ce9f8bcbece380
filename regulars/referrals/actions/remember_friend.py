from __future__ import annotations

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from regulars.customers.identities import email
from regulars.lib.refusal import refusal
from regulars.referrals.models import Link, Referral
from regulars.referrals.traces import hashed

MOST = 50  # whom one member remembers in a day


@transaction.atomic
def remember_friend(link: Link, *, address: str) -> Referral:
    """Remember that a member told this friend of us, so that they count also when they come by themselves. Harmless twice.

    Nobody is written to, and the address is kept as a hash alone. Raises ValidationError("address").
    """
    try:
        kept = hashed("address", email(address))
    except ValidationError:
        kept = ""
    if not kept:
        raise refusal("address", _("Write the whole address, such as ben@post.example."))
    Link.objects.select_for_update().get(pk=link.pk)
    invited = Referral.objects.filter(link=link, state=Referral.State.INVITED)
    if known := invited.filter(address_hash=kept).first():
        return known
    if invited.filter(created_at__gt=timezone.now() - timedelta(days=1)).count() >= MOST:
        raise refusal("address", _("That is a lot in one day. Go on tomorrow."), "too_many")
    return Referral.objects.create(link=link, state=Referral.State.INVITED, address_hash=kept)
