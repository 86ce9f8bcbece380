"""The page of working hours, as it is filled in."""

import pytest

from regulars.team.models import Calendar, HoursChange, Team

WEEK = {"mon_from": ["09:00", "14:00"], "mon_to": ["12:00", "18:00"], "sat_from": ["22:00"], "sat_to": ["00:00"]}
OWN = {
    "day_first": ["2026-12-24", "2026-12-28", ""],
    "day_last": ["", "2026-12-30", ""],
    "day_name": ["Christmas Eve", "Stocktaking", ""],
    "day_hours": ["09:00-12:00", "", ""],
    "day_yearly": ["1", "", ""],
}
ICAL = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20270104\nEND:VEVENT\nEND:VCALENDAR"
FILLED = {
    "name": "Shop",
    "time_zone": "Europe/Paris",
    "country": "FR",
    "subdivision": "6AE",
    "ical": ICAL,
    **WEEK,
    **OWN,
}


@pytest.fixture
def office(client, grace):
    client.force_login(grace)
    return client


def test_hours_are_kept_as_they_were_filled_in(office):
    assert office.post("/settings/hours/new", FILLED).status_code == 302
    shop = Calendar.objects.get()
    assert shop.hours["mon"] == ["09:00-12:00", "14:00-18:00"] and shop.hours["sat"] == ["22:00-00:00"]
    assert shop.holidays == [
        "FR-6AE",
        {"date": "2026-12-24", "name": "Christmas Eve", "hours": "09:00-12:00", "yearly": True},
        {"from": "2026-12-28", "to": "2026-12-30", "name": "Stocktaking"},
        {"ical": shop.holidays[3]["ical"]},
    ]
    page = office.get(f"/settings/hours/{shop.pk}").content.decode()
    for shown in (
        'value="14:00"',
        'value="00:00"',
        'value="Stocktaking"',
        '<option value="6AE" selected>',
        "BEGIN:VCALENDAR",
    ):
        assert shown in page
    HoursChange.objects.all().delete()
    assert office.post(f"/settings/hours/{shop.pk}", FILLED | {"is_default": "on"}).status_code == 302
    assert not HoursChange.objects.exists()  # nothing was lost on the way through the form


def test_what_the_page_does_not_show_is_left_alone(office):
    more = ["DE", {"from": "2026-12-24T12:00", "to": "2026-12-24T15:00"}]
    shop = Calendar.objects.create(
        name="Shop", hours={"mon": "9-17"}, time_zone="UTC", holidays=["FR", *more], is_default=True
    )
    office.post(f"/settings/hours/{shop.pk}", {"name": "Shop", "time_zone": "UTC", "country": "ES", **WEEK})
    assert Calendar.objects.get().holidays == ["ES", *more]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": ""}, "This field is required"),
        ({"mon_to": ["12:00", ""]}, "needs a beginning and an end"),
        ({"day_hours": ["soon", "", ""]}, "soon"),
        ({"day_first": ["tomorrow", "", ""]}, "tomorrow"),
        ({"mon_from": [], "mon_to": [], "sat_from": [], "sat_to": []}, "Say at least one time"),
        ({"ical": "BEGIN:VCALENDAR"}, "problem"),
        ({"time_zone": "Europe/Lyon"}, "Select a valid choice"),
    ],
)
def test_what_is_wrong_is_said_where_it_is_and_nothing_typed_is_lost(office, wrong, said):
    answer = office.post("/settings/hours/new", FILLED | wrong)
    page = answer.content.decode()
    assert answer.status_code == 422 and (said in page or said == "problem") and "Stocktaking" in page
    assert not Calendar.objects.exists()


def test_the_preview_says_what_the_form_means(office):
    said = office.post("/settings/hours/preview", FILLED).content.decode()
    assert "Europe/Paris" in said and "Stocktaking" not in said.split("days-off")[0]
    assert "they look like" not in said and 'class="chip"' in said
    assert "notice" in office.post("/settings/hours/preview", FILLED | {"day_hours": ["soon", "", ""]}).content.decode()


def test_the_preview_asks_for_what_is_not_finished_yet(office):
    said = office.post("/settings/hours/preview", FILLED | {"mon_to": ["12:00", ""]}).content.decode()
    assert "needs a beginning and an end" in said


def test_a_country_brings_its_parts(office):
    assert "Alsace" in office.get("/settings/hours/parts?country=FR").content.decode()
    assert office.get("/settings/hours/parts?country=../").content.decode().count("<option") == 1


def test_the_list_says_who_is_there_and_teaches_when_it_is_empty(office):
    assert "Open day and night" in office.get("/settings/hours").content.decode()
    office.post("/settings/hours/new", FILLED)
    night = Calendar.objects.create(name="Night", hours={"mon": ["22:00-06:00"]}, time_zone="UTC")
    Team.objects.create(name="Owls", calendar=night)
    page = office.get("/settings/hours").content.decode()
    assert "Owls" in page and "09:00–12:00, 14:00–18:00" in page and "the house’s" in page
    office.post(f"/settings/hours/{night.pk}/drop")
    assert not Calendar.objects.filter(pk=night.pk).exists()


def test_only_admins_come_here(client, noor):
    client.force_login(noor)
    assert client.get("/settings/hours").status_code == 403


def test_a_team_is_given_hours_of_its_own(office):
    night = Calendar.objects.create(name="Night", hours={"mon": ["22:00-06:00"]}, time_zone="UTC")
    team = Team.objects.create(name="Owls")
    for _twice in range(2):
        office.post(f"/settings/teams/{team.pk}", {"name": "Owls", "calendar": night.pk})
    team.refresh_from_db()
    assert team.calendar == night and HoursChange.objects.count() == 1
