from __future__ import annotations

import secrets

from django.db import IntegrityError, transaction

from regulars.loyalty.actions.join import ALPHABET
from regulars.loyalty.keeping import survivor_of
from regulars.loyalty.models import Account
from regulars.referrals.models import Link

LENGTH = 8  # of 31 letters each: 10¹¹ codes, and guessing one gives the guesser nothing but somebody else's friend


def give_link(account: Account) -> Link:
    """A member's own link, made when it is first asked for. Harmless twice."""
    number = survivor_of(account.pk)
    while True:
        code = "".join(secrets.choice(ALPHABET) for _each in range(LENGTH))
        try:
            with transaction.atomic():
                return Link.objects.get_or_create(account_id=number, defaults={"code": code})[0]
        except IntegrityError:  # somebody has this code already: that happens once in a very long time
            continue
