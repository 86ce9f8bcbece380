"""Where a help centre is found: below the address of the house, or at its own."""

import pytest
from django.urls import resolve

from regulars.knowledge.actions.keep_file import keep_file
from regulars.knowledge.models import HelpCentre
from regulars.knowledge.tests.reading import ROOT, published
from regulars.team.models import Brand

OURS = {"host": "help.kettle.example"}


def open_centre(name, **facts):
    brand, _ = Brand.objects.get_or_create(name=name)
    facts = {"is_open": True, "title": f"{name} help", "languages": ["en", "de"], **facts}
    return HelpCentre.objects.create(brand=brand, **facts)


def test_the_address_is_made_of_the_brands_name_once_and_stays(db):
    kettle = open_centre("Kettle & Crumb")
    assert kettle.slug == "kettle-crumb"
    kettle.brand.name = "Kettle"
    kettle.brand.save()
    kettle.save()
    assert kettle.slug == "kettle-crumb"
    assert [open_centre(name).slug for name in ("Kettle Crumb", "☕", "Files")] == ["kettle-crumb-2", "help", "files-2"]


@pytest.fixture
def own(centre, grace):
    centre.host = "help.kettle.example"
    centre.save()
    published(centre, "Descale", by=grace)
    return centre


def test_a_brands_own_host_shows_its_centre_and_nothing_of_the_desk(client, own):
    assert client.get("/", headers=OURS).url == "/en"
    page = client.get("/en/articles/descale", headers={"host": "Help.Kettle.example:8000"}).content.decode()
    assert 'href="http://help.kettle.example:8000/en/articles/descale"' in page and "/help/kettle" not in page
    assert client.get("/help", headers=OURS).url == "/"
    for desk in ("/inbox", "/accounts/login", "/api/me", "/settings", "/customers", "/metrics", "/health"):
        assert client.get(desk, headers=OURS).status_code == 404
    assert b"http://help.kettle.example:8000/sitemap.xml" in client.get("/robots.txt", headers=OURS).content
    assert b"instant-search" in client.get("/of/the/kind", headers=OURS).content
    assert (
        "http://help.kettle.example:8000" in client.get(f"{ROOT}/en").content.decode()
    )  # there too the own one counts


def test_no_other_host_is_answered_where_hosts_are_named(client, own, settings):
    settings.HOUSE_HOSTS = ["desk.kettle.example", "testserver"]
    assert client.get("/help", headers={"host": "desk.kettle.example"}).status_code == 302
    assert client.get("/en", headers=OURS).status_code == 200
    for strange in (
        "evil.example",
        "kettle.example",
        "help.kettle.example.evil.example",
        "a b",
        "help.kettle.example@evil",
    ):
        assert client.get("/help", headers={"host": strange}).status_code == 400


def test_addresses_that_others_are_told_never_come_from_the_request(client, own):
    page = client.get("/help/kettle-crumb/en", headers={"host": "evil.example", "X-Forwarded-Host": "evil.example"})
    assert "evil.example" not in page.content.decode()


def test_a_closed_centre_is_not_there(client, own):
    own.is_open = False
    own.save()
    assert client.get("/en", headers=OURS).status_code == 404 == client.get("/", headers=OURS).status_code
    assert client.get("/help").status_code == 404 == client.get(f"{ROOT}/en").status_code


def test_files_of_one_brand_are_not_found_at_anothers_host(client, own, grace):
    other = open_centre("Leaf & Steam")
    picture = keep_file(
        published(other, "Tea", by=grace), name="tea.png", content=b"\x89PNG\r\n\x1a\n" + b"\0" * 40, by=grace
    )
    shown = client.get(picture.address)
    assert shown["Content-Type"] == "image/png" and "sandbox" in shown["Content-Security-Policy"]
    assert client.get(picture.address, headers=OURS).status_code == 404


def test_where_there_are_several_one_chooses(client, own):
    open_centre("Leaf & Steam")
    page = client.get("/help").content.decode()
    assert "/help/leaf-steam/en" in page and "/help/kettle-crumb/en" in page


def test_pages_of_both_hosts_are_made_by_the_same_views(settings):
    for tail in ("en", "en/articles/x", "en/search", "sitemap.xml"):
        assert resolve(f"/help/kettle-crumb/{tail}").func is resolve(f"/{tail}", urlconf=settings.CUSTOMER_URLCONF).func
