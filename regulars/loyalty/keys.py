"""A request that is asked again is answered as the first time, and done once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from regulars.customers.actor import By
from regulars.lib.again import again_after_a_deadlock
from regulars.lib.question import Question
from regulars.lib.refusal import refusal
from regulars.loyalty.keeping import survivor_of
from regulars.loyalty.models import Account, Operation
from regulars.loyalty.writing import Repeated

_under = Question(
    lambda programme, kind, key: Operation.objects.filter(programme=programme, kind=kind, key=key),
    programme=int,
    kind=str,
    key=str,
)

P = ParamSpec("P")


class Key(str):
    """A word by which a request is known again, with what was asked under it, in short."""

    digest = ""


def digest_of(**facts: Any) -> str:
    """What was asked, in short, to tell a repeated request from another one under the same key."""
    return hashlib.sha256(json.dumps(facts, sort_keys=True, default=str).encode()).hexdigest()[:32]


def checked_key(key: str) -> str:
    """Raises ValidationError("key")."""
    if not 1 <= len(key) <= 128 or not key.isprintable():
        raise refusal("key", _("A key has 1 to 128 characters."))
    return key


def done_before(account: Account, *, kind: str, key: Key) -> Operation | None:
    """What was done under this key. Raises ValidationError("key") when it was something else."""
    before = _under.first(programme=account.programme_id, kind=kind, key=str(key))
    if before and (before.digest != key.digest or survivor_of(before.account_id) != survivor_of(account.pk)):
        raise refusal("key", _("This key was used for something else."), "taken")
    return before


def once(kind: str) -> Callable[[Callable[P, Operation]], Callable[P, Operation]]:
    """Around a verb that takes a `key`: the second time it answers with what was done the first time, and does nothing.

    What was done then stands, also when it would be refused now.
    """

    def around(act: Callable[P, Operation]) -> Callable[P, Operation]:
        @wraps(act)
        def done(account: Account, *, by: By, key: str | None = None, **facts: Any) -> Operation:
            if key is None:
                return again_after_a_deadlock(act)(account, by=by, key=None, **facts)
            said = Key(checked_key(key))
            said.digest = digest_of(**{name: getattr(value, "pk", value) for name, value in facts.items()})
            try:
                return again_after_a_deadlock(act)(account, by=by, key=said, **facts)
            except (Repeated, ValidationError):
                before = done_before(account, kind=kind, key=said)
                if before is None:
                    raise
                return before

        return done

    return around
