from django.db import transaction
from django.utils import timezone

from regulars.portal.digits import fits
from regulars.portal.models import Code

MOST_TRIES = 5


@transaction.atomic
def try_code(code: Code, *, digits: str) -> bool:
    """Whether somebody typed the digits of a code: each try counts, the fifth is the last, and the right one spends it.

    Of one that serves all who ask, each asker has tries of their own: others cannot use them up.
    """
    held = Code.objects.select_for_update().filter(pk=code.pk, used_at=None, ends_at__gt=timezone.now()).first()
    if held is None or held.tries >= MOST_TRIES:
        return False
    held.tries += 1
    mailed = Code.objects.select_for_update().get(pk=held.of_id) if held.of_id else held
    is_right = mailed.used_at is None and fits(digits, code=mailed.pk, kept=mailed.digits_hash)
    if is_right:
        held.used_at = mailed.used_at = timezone.now()
        mailed.save(update_fields=["used_at"])
    held.save(update_fields=["tries", "used_at"])
    code.tries, code.used_at = held.tries, held.used_at
    return is_right
