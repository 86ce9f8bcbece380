"""Where a help centre is found: below the address of the house, or at its own."""

from regulars.knowledge.models import HelpCentre
from regulars.team.models import Brand


def open_centre(name="Kettle & Crumb", **facts):
    brand, _ = Brand.objects.get_or_create(name=name)
    facts = {"is_open": True, "title": f"{name} help", "languages": ["en", "de", "ja"], **facts}
    return HelpCentre.objects.create(brand=brand, **facts)


def test_the_address_is_made_of_the_brands_name_once_and_stays(db):
    centre = open_centre()
    assert centre.slug == "kettle-crumb"
    centre.brand.name = "Kettle"
    centre.brand.save()
    centre.save()
    assert centre.slug == "kettle-crumb"
    assert [open_centre(name).slug for name in ("Kettle Crumb", "☕", "Files")] == ["kettle-crumb-2", "help", "files-2"]
