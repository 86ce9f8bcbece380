"""Help centres and their shelves."""

import pytest
from django.core.exceptions import ValidationError

from regulars.knowledge.actions.save_category import save_category
from regulars.knowledge.actions.save_centre import save_centre
from regulars.knowledge.models import Category, HelpCentre
from regulars.team.models import AuditEntry

ORDERS = {"en": ("Orders", "Parcels and returns"), "de": ("Bestellungen", "")}


def refused(verb, *args, **facts) -> set[str]:
    with pytest.raises(ValidationError) as error:
        verb(*args, **facts)
    return set(error.value.message_dict)


def test_a_category_has_a_name_in_each_language_and_one_address(centre, grace):
    orders = save_category(None, centre=centre, names=ORDERS, by=grace)
    assert (orders.slug, orders.name_in("de"), orders.name_in("fr")) == ("orders", "Bestellungen", "Orders")
    assert save_category(None, centre=centre, names=ORDERS, by=grace).slug == "orders-2"
    count = AuditEntry.objects.count()
    save_category(orders, names=ORDERS, by=grace)
    assert AuditEntry.objects.count() == count
    save_category(orders, names={"en": ("Parcels", "")}, slug="Ways & means", by=grace)
    assert (str(orders), orders.name_in("de"), orders.slug) == ("Parcels", "Parcels", "ways-means")


def test_categories_have_two_levels(centre, grace):
    orders = save_category(None, centre=centre, names=ORDERS, by=grace)
    returns = save_category(None, centre=centre, parent=orders, names={"en": ("Returns", "")}, by=grace)
    assert refused(save_category, None, centre=centre, parent=returns, names=ORDERS, by=grace) == {"parent"}
    assert refused(save_category, orders, parent=returns, names=ORDERS, by=grace) == {"parent"}
    assert refused(save_category, returns, names={}, by=grace) == {"names"}
    assert refused(save_category, returns, slug="orders", names=ORDERS, by=grace) == {"slug"}
    assert Category.objects.count() == 2


def test_a_help_centre_says_what_is_wrong_with_it(centre, grace):
    said = {"title": "Help", "languages": ["en"], "by": grace}
    assert refused(save_centre, HelpCentre(brand=centre.brand), **said) == {"brand"}
    assert refused(save_centre, centre, **said | {"title": " "}) == {"title"}
    assert refused(save_centre, centre, **said | {"languages": ["Klingon!"]}) == {"languages"}
    assert refused(save_centre, centre, **said | {"accent": "brown"}) == {"accent"}
    assert refused(save_centre, centre, **said | {"host": "no host"}) == {"host"}
    kept = save_centre(centre, **said | {"languages": ["EN", "pt_br", "en"], "host": "https://Help.Coffee.example/"})
    assert (kept.languages, kept.host, kept.is_open) == (["en", "pt-BR"], "help.coffee.example", False)
