from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from regulars.commerce.facts import ProductFacts
from regulars.commerce.links import web_address
from regulars.commerce.models import Product, Shop
from regulars.lib.texts import one_line


@transaction.atomic
def take_product(told: ProductFacts, *, shop: Shop) -> Product:
    """Keep a product as the shop sells it now. Harmless twice; older news change nothing that newer have said."""
    Product.objects.bulk_create([Product(shop=shop, external_id=told.external_id, title="?")], ignore_conflicts=True)
    product = Product.objects.select_for_update().get(shop=shop, external_id=told.external_id)
    if told.updated_at and product.source_at and told.updated_at < product.source_at:
        return product
    product.title, product.vendor = one_line(told.title, limit=300) or "?", one_line(told.vendor, limit=120)
    product.categories = list(dict.fromkeys(one_line(each, limit=120) for each in told.categories if each.strip()))
    product.skus = list(dict.fromkeys(each[:120] for each in told.skus if each))
    product.price, product.currency, product.is_sold = told.price, told.currency, told.is_sold
    product.address, product.picture = web_address(told.address, 500), web_address(told.picture, 1000)
    product.source_at = told.updated_at or timezone.now()
    product.save()
    return product
