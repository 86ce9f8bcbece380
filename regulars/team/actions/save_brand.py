from django.db import transaction

from regulars.team.actions.audit import audit
from regulars.team.models import Agent, Brand


@transaction.atomic
def save_brand(brand: Brand, *, by: Agent | None) -> None:
    """Keep a new brand, or what was changed of one. Letters that leave from now on bear its new name."""
    before = Brand.objects.filter(pk=brand.pk).values("name", "website").first()
    brand.save()
    after = {"name": brand.name, "website": brand.website}
    audit("brand.changed" if before else "brand.added", by=by, on=f"brand:{brand.pk}", before=before, after=after)
