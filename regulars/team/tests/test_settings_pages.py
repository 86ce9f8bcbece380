import pytest
from django.core import mail
from django.test import Client

from regulars.team.invitations import send_invitation
from regulars.team.models import Agent, AuditEntry, Team
from tests.cast import PASSWORD, hire


@pytest.fixture
def desk(client: Client, noor: Agent) -> Client:
    client.force_login(noor)
    return client


@pytest.fixture
def office(client: Client, grace: Agent) -> Client:
    client.force_login(grace)
    return client


def test_signing_in_leads_to_the_inbox(client, db):
    agent = hire("Noor Haddad", password=PASSWORD)
    answer = client.post("/accounts/login/", {"login": agent.email, "password": PASSWORD})
    assert answer.url == "/inbox"


def test_a_wrong_password_is_said_plainly(client, db):
    agent = hire("Noor Haddad", password=PASSWORD)
    page = client.post("/accounts/login/", {"login": agent.email, "password": "tea"}).content.decode()
    assert 'role="alert"' in page and "tea" not in page.split("<form")[1].split("</form>")[0].replace("team", "")


def test_the_profile_is_kept(desk, noor):
    values = {"name": "Noor H.", "signature": "N.", "time_zone": "Europe/Paris", "theme": "dark", "undo_seconds": "30"}
    assert desk.post("/settings", values).status_code == 302
    noor.refresh_from_db()
    assert (noor.name, noor.time_zone, noor.theme, noor.has_letter_keys) == ("Noor H.", "Europe/Paris", "dark", False)
    assert noor.undo_seconds == 30


def test_a_profile_that_cannot_be_is_named_and_not_kept(desk, noor):
    assert desk.post("/settings", {"name": "", "time_zone": "Mars", "theme": "dark"}).status_code == 422
    noor.refresh_from_db()
    assert noor.name == "Noor Haddad"


def test_the_theme_is_kept_and_shown(desk, noor):
    assert desk.post("/settings/theme", {"theme": "dark"}).status_code == 204
    assert 'data-theme="dark"' in desk.get("/inbox").content.decode()
    assert desk.post("/settings/theme", {"theme": "pink"}).status_code == 422


def test_the_browser_tells_the_time_zone_once(desk, noor):
    desk.post("/settings/time-zone", {"time_zone": "Asia/Tokyo"})
    desk.post("/settings/time-zone", {"time_zone": "Europe/Paris"})
    noor.refresh_from_db()
    assert noor.time_zone == "Asia/Tokyo"
    assert desk.post("/settings/time-zone", {"time_zone": "Mars"}).status_code == 422


def test_an_invited_colleague_chooses_a_password_and_comes_in(office, client):
    office.post("/settings/team/invite", {"name": "Tomas Vega", "email": "Tomas@coffee.example", "role": "agent"})
    letter = mail.outbox[0]
    assert letter.to == ["tomas@coffee.example"]
    address = next(word for word in letter.body.split() if "/accounts/password/reset/key/" in word)
    client.logout()
    path = "/" + address.split("/", 3)[3]
    form = client.get(path, follow=True)
    client.post(form.request["PATH_INFO"], {"password1": PASSWORD, "password2": PASSWORD})
    assert client.post("/accounts/login/", {"login": "tomas@coffee.example", "password": PASSWORD}).url == "/inbox"


def test_nobody_is_invited_twice(office, noor):
    answer = office.post("/settings/team/invite", {"name": "Noor", "email": noor.email, "role": "agent"})
    assert answer.status_code == 422 and "already" in answer.content.decode()


def test_an_agent_sees_who_works_here_and_changes_nothing(desk, noor):
    page = desk.get("/settings/team").content.decode()
    assert "Noor Haddad" in page and "Invite" not in page
    for address in ("/settings/team/invite", f"/settings/team/{noor.pk}", "/settings/teams"):
        assert desk.post(address, {"role": "admin"}).status_code == 403
    noor.refresh_from_db()
    assert noor.role_id == "agent"


def test_teams_are_made_and_changed(office, noor):
    office.post("/settings/teams", {"name": "Roastery", "members": [noor.pk]})
    team = Team.objects.get()
    assert list(team.members.all()) == [noor]
    office.post(f"/settings/teams/{team.pk}", {"name": "Roasters"})
    team.refresh_from_db()
    assert (team.name, team.members.count()) == ("Roasters", 0)
    assert AuditEntry.objects.filter(action__startswith="team.").count() == 2


def test_the_desk_speaks_the_language_that_an_agent_chose(client: Client, grace: Agent) -> None:
    client.force_login(grace)
    assert '<html lang="en"' in client.get("/settings").content.decode()
    by_browser = client.get("/settings", headers={"accept-language": "de-AT, en;q=0.5"})
    assert (by_browser["Content-Language"], '<html lang="de"' in by_browser.content.decode()) == ("de", True)
    Agent.objects.filter(pk=grace.pk).update(language="de")
    chosen = client.get("/settings", headers={"accept-language": "en"})
    assert (chosen["Content-Language"], '<html lang="de"' in chosen.content.decode()) == ("de", True)


def test_letters_to_agents_are_in_their_language(grace: Agent, noor: Agent) -> None:
    noor.language = "de"
    send_invitation(noor, by=grace)
    assert mail.outbox[-1].subject == "Grace Linden lädt Sie zu Regulars ein"
