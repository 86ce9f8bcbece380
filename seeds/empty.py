"""A house that has just been opened: an owner, an inbox, and nobody has written yet."""

from collections.abc import Callable

from django.db import transaction

from seeds.coffee.house import PASSWORD, grace, hire, open_inbox
from seeds.coffee.views import offer_views

SIGN_INS = ((grace.email, PASSWORD, "owner"),)


def build(*, conversations: int, progress: Callable[[int, int], None]) -> None:
    """Open the house. `conversations` are not for this world: it stays empty."""
    with transaction.atomic():
        offer_views(by=hire(grace)[grace.email])
        open_inbox()
