from django.db import transaction
from django.utils import timezone

from regulars.portal.digits import fits
from regulars.portal.models import Code

MOST_TRIES = 5


@transaction.atomic
def try_code(code: Code, *, digits: str) -> bool:
    """Whether somebody typed the digits of a code: each try counts, the fifth is the last, and the right one spends it."""
    held = Code.objects.select_for_update().filter(pk=code.pk, used_at=None, ends_at__gt=timezone.now()).first()
    if held is None or held.tries >= MOST_TRIES:
        return False
    held.tries += 1
    is_right = fits(digits, code=held.pk, kept=held.digits_hash)
    if is_right:
        held.used_at = timezone.now()
    held.save(update_fields=["tries", "used_at"])
    code.tries, code.used_at = held.tries, held.used_at
    return is_right
