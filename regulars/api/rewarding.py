"""What programs name when they speak of rewards, found."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja.errors import Throttled

from regulars.api.rows import the_one
from regulars.api.told import rewards as told
from regulars.api.told.answers import told as answered
from regulars.commerce.models import Product
from regulars.lib.refusal import refusal
from regulars.live.sharing import SharedThrottle
from regulars.rewards.holding import why_unusable
from regulars.rewards.models import Claim, Goodwill, Reward
from regulars.rewards.queries import by_code

checking = SharedThrottle("rewards.checking", per_second=5, burst=300)  # codes, by one agent's programs


def the_reward(number: int) -> Reward:
    """Raises Http404."""
    return the_one(Reward.objects.select_related("programme").filter(pk=number), f"There is no reward {number}")


def the_claim(number: int) -> Claim:
    return the_one(Claim.objects.select_related("reward__programme").filter(pk=number), f"There is no claim {number}")


def the_goodwill(number: int) -> Goodwill:
    return the_one(Goodwill.objects.filter(pk=number), f"There is no goodwill {number}")


def named_reward(number: int) -> Reward:
    """Raises ValidationError("reward")."""
    for found in Reward.objects.filter(pk=number):
        return found
    raise refusal("reward", f"There is no reward {number}.", "unknown")


def the_product(number: int) -> Product:
    """Raises ValidationError("product")."""
    for found in Product.objects.filter(pk=number):
        return found
    raise refusal("product", f"There is no product {number}.", "unknown")


def looked_up(request: HttpRequest, code: str) -> Claim | None:
    """Whose code it is. Raises Throttled: nobody tries codes by the thousand."""
    if wait := checking.wait(request.auth.pk):  # type: ignore[attr-defined]
        raise Throttled(wait)
    return by_code(code)


def the_code(request: HttpRequest, code: str) -> Claim:
    """Raises ValidationError("code"), and Throttled."""
    if (found := looked_up(request, code)) is None:
        raise refusal("code", _("There is no such code."), "unknown")
    return found


def why_not(found: Claim | None, order: int | None) -> tuple[str, str] | None:
    if found is None:
        return "unknown", _("There is no such code.")
    return why_unusable(found, timezone.now(), order=order)


def claim(row: Claim, *, status: int = 200) -> HttpResponse:
    fresh = the_claim(row.pk)
    return answered(told.claim(fresh, now=timezone.now()), status=status)
