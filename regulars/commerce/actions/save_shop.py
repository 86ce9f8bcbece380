from django.db import transaction

from regulars.commerce.models import Shop
from regulars.team.actions.audit import audit
from regulars.team.models import Agent


@transaction.atomic
def save_shop(shop: Shop, *, by: Agent | None) -> None:
    """Keep a new shop, or what was changed of one. The audit log holds no secrets."""
    before = Shop.objects.filter(pk=shop.pk).first()
    if before and shop.secret != before.secret:
        shop.refused_at, shop.error = None, ""
    shop.save()
    told = {"before": _facts(before), "after": _facts(shop)} if before else {"after": _facts(shop)}
    audit("shop.changed" if before else "shop.added", by=by, on=f"shop:{shop.pk}", **told)


def _facts(shop: Shop) -> dict[str, object]:
    names = ("kind", "name", "slug", "website", "takes_tests", "is_active")
    return {name: getattr(shop, name) for name in names} | {"secret": "…" if shop.secret else ""}
