from __future__ import annotations

import secrets
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from regulars.customers.actions.identify import identify
from regulars.customers.actor import Actor
from regulars.customers.models import Identity
from regulars.customers.timeline import record
from regulars.portal.events import AddressProven, SignedIn
from regulars.portal.models import Code, Proof, Session
from regulars.portal.sessions import hash_of_key

LASTS = timedelta(days=30)


@transaction.atomic
def sign_in(code: Code, *, device: str = "", came_from: str = "", instead_of: Session | None = None) -> str:
    """Begin a session for whoever typed this code, and return the key that their browser keeps. A new address meets a new customer.

    The browser's session before, `instead_of`, ends: nobody slips a session of theirs to somebody who signs in.
    """
    if code.used_at is None or code.session_id is not None:
        raise ValueError("a code signs in when it was typed, and only when it was asked for that")
    customer = identify("email", code.address, channel="portal")
    proof = proven(Identity.objects.get(kind="email", value=code.address))
    if instead_of is not None:
        Session.objects.filter(pk=instead_of.pk).delete()
    Session.objects.filter(ends_at__lt=timezone.now()).delete()
    key = secrets.token_urlsafe(32)
    facts = {"device": device[:300], "came_from": came_from[:45], "ends_at": timezone.now() + LASTS}
    Session.objects.create(proof=proof, key_hash=hash_of_key(key), **facts)
    record(SignedIn(), customer=customer, by=Actor.customer(customer))
    return key


def proven(identity: Identity, *, circle: int | None = None) -> Proof:
    """That this address was shown to be theirs; in a circle, together with what they have shown before."""
    facts = {"circle": circle} if circle is not None else {}
    proof, is_new = Proof.objects.update_or_create(
        identity=identity, defaults=facts, create_defaults={"circle": circle or identity.pk}
    )
    if is_new:
        by = Actor("customer", identity.customer_id)
        record(AddressProven(identity=identity.pk), customer=identity.customer_id, by=by)
    return proof
