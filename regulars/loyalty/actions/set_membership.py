from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from regulars.customers.actor import Actor, By
from regulars.customers.timeline import record
from regulars.lib.refusal import refusal
from regulars.loyalty.events import MembershipSet
from regulars.loyalty.keeping import opened
from regulars.loyalty.models import Account


@transaction.atomic
def set_membership(account: Account, *, status: str, by: By) -> None:
    """Let a member be active, suspended (nothing may be spent), or one who has left (nothing is earned either). Points stay, and expire.

    Harmless twice. Raises ValidationError("status").
    """
    if status not in Account.Status.values:
        raise refusal("status", _("Choose one of: %s.") % ", ".join(Account.Status.values))
    [book] = opened(account.pk, is_light=True)
    if book.account.status == status:
        return
    Account.objects.filter(pk=book.account.pk).update(status=status)
    event = MembershipSet(member=book.account.pk, programme=book.programme.pk, status=status)
    record(event, customer=book.account.customer_id, by=Actor.of(by))
