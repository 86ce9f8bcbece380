"""Help centres and their shelves."""

from functools import partial

import pytest
from django.core.exceptions import ValidationError

from regulars.knowledge.actions.keep_file import keep_file
from regulars.knowledge.actions.move_article import move_article
from regulars.knowledge.actions.move_category import move_category
from regulars.knowledge.actions.remove_category import remove_category
from regulars.knowledge.actions.save_article import save_article
from regulars.knowledge.actions.save_category import save_category
from regulars.knowledge.actions.save_centre import save_centre
from regulars.knowledge.actions.save_logo import save_logo
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


def test_shelves_and_articles_are_put_in_order(centre, descaling, grace):
    first, second, third = (save_category(None, centre=centre, names={"en": (name, "")}, by=grace) for name in "abc")
    move_category(third, to=1, by=grace), move_category(third, to=1, by=grace)
    assert list(Category.objects.all()) == [third, first, second]
    move_category(third, to=99, by=grace)
    assert list(Category.objects.all()) == [first, second, third]
    other = save_article(None, centre=centre, facts={"category": first}, by=grace)
    move_article(descaling, to=1, category=first, by=grace), move_article(descaling, to=1, category=first, by=grace)
    assert list(first.articles.all()) == [descaling, other]
    assert AuditEntry.objects.filter(action="article.moved").count() == 1
    assert refused(remove_category, first, by=grace) == {"category"}
    remove_category(second, by=grace), remove_category(second, by=grace)
    assert list(Category.objects.all()) == [first, third]


def test_a_logo_is_a_picture(centre, grace):
    assert refused(save_logo, centre, content=b"<svg/>", by=grace) == {"logo"}
    centre = save_logo(centre, content=b"\x89PNG\r\n\x1a\n", by=grace)
    assert len(centre.logo) == 64 and centre.logo_type == "image/png"
    assert save_logo(centre, content=None, by=grace).logo == ""


def test_a_file_is_what_its_bytes_say(descaling, grace):
    kept = keep_file(descaling, name="../a\\b.png", content=b"<script>", by=grace)
    assert (kept.name, kept.content_type, kept.is_picture) == ("..-a-b.png", "application/octet-stream", False)
    assert keep_file(descaling, name="a.txt", content=b"\x89PNG\r\n\x1a\n", by=grace).is_picture
    assert keep_file(descaling, name="../a\\b.png", content=b"<script>", by=grace) == kept
    assert refused(keep_file, descaling, name="x", content=b"", by=grace) == {"file"}


def test_a_file_is_kept_together_with_who_holds_it(transactional_db, descaling, grace):
    for keep in (partial(save_logo, descaling.centre), partial(keep_file, descaling, name="a.png")):
        keep(content=b"\x89PNG\r\n\x1a\n", by=grace)  # `keep` refuses outside of a transaction
