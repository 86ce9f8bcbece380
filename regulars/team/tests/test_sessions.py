"""Where somebody is signed in, and how that ends."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client, RequestFactory
from django.utils import timezone

from regulars.team.actions.end_sessions import end_sessions
from regulars.team.actions.invite import invite
from regulars.team.actions.reset_factors import reset_factors
from regulars.team.actions.revoke_invitation import revoke_invitation
from regulars.team.devices import device_words
from regulars.team.models import Agent, AuditEntry, Role, Session
from regulars.team.signing_in import Doorkeeper, Factors
from tests.cast import PASSWORD, hire

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def signed_in(agent, **facts):
    client = Client(**facts)
    client.force_login(agent)
    return client


def test_signing_in_remembers_the_device_and_is_written_down(db, client):
    noor = hire("Noor Haddad", password=PASSWORD)
    Session.objects.create(session_key="old", session_data="", expire_date=timezone.now() - timedelta(days=1))
    client.post("/accounts/login/", {"login": noor.email, "password": "wrong"}, headers={"user-agent": FIREFOX})
    client.post("/accounts/login/", {"login": noor.email, "password": PASSWORD}, headers={"user-agent": FIREFOX})
    session = Session.objects.get(agent=noor)
    assert not Session.objects.filter(pk="old").exists()
    assert device_words(session.device) == "Firefox on Linux" and session.address == "127.0.0.1"
    assert [each.action for each in AuditEntry.objects.order_by("pk")] == ["agent.sign_in_failed", "agent.signed_in"]
    assert "wrong" not in str(AuditEntry.objects.values_list("after", flat=True))
    page = client.get("/settings/sessions").content.decode()
    assert "Firefox on Linux" in page and session.pk not in page


def test_guessing_passwords_is_slowed_down(db, client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "2/300s/key"}
    noor = hire("Noor Haddad", password=PASSWORD)
    for _ in range(2):
        client.post("/accounts/login/", {"login": noor.email, "password": "wrong"})
    page = client.post("/accounts/login/", {"login": noor.email, "password": PASSWORD})
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM team_limit")
        assert cursor.fetchone()[0], "every process knows it"
    assert page.status_code != 302 and not Session.objects.filter(agent=noor).exists()


def test_end_sessions_ends_all_others_or_one(noor):
    here, there, elsewhere = signed_in(noor), signed_in(noor), signed_in(noor)
    number = str(int(Session.objects.get(pk=there.session.session_key).began_at.timestamp() * 1000))
    here.post("/settings/sessions/end", {"session": number})
    assert [client.get("/settings").status_code for client in (here, there, elsewhere)] == [200, 302, 200]
    here.post("/settings/sessions/end", {"others": "1"})
    assert [client.get("/settings").status_code for client in (here, elsewhere)] == [200, 302]
    assert end_sessions(noor, by=noor) == 1 and end_sessions(noor, by=noor) == 0
    assert AuditEntry.objects.filter(action="sessions.ended").count() == 3


def test_whoever_manages_people_signs_others_out_but_nobody_above_them(grace, noor):
    admin = hire("Tomas Vega", role=Role.ADMIN)
    theirs, owners = signed_in(noor), signed_in(grace)
    office = signed_in(admin)
    office.post(f"/settings/team/{noor.pk}/sessions/end")
    office.post(f"/settings/team/{grace.pk}/sessions/end")
    assert (theirs.get("/settings").status_code, owners.get("/settings").status_code) == (302, 200)


def test_who_needs_two_factors_sets_one_up_first_and_keeps_it(grace, noor):
    Role.objects.filter(pk="agent").update(needs_two_factors=True)
    Agent.objects.filter(pk=noor.pk).update(language="de")
    browser = signed_in(noor)
    assert browser.get("/inbox").url == "/accounts/2fa/" and "zweiten Faktor" in browser.get("/accounts/2fa/").text
    factor = Authenticator.objects.create(user=noor, type="totp", data={"secret": "x"})
    assert browser.get("/inbox").status_code == 200
    assert not Factors().can_delete_authenticator(factor)
    reset_factors(noor, by=grace)
    assert not Authenticator.objects.exists() and browser.get("/settings").status_code == 302
    with pytest.raises(ValidationError):
        reset_factors(grace, by=noor)


def test_revoke_invitation_takes_back_what_nobody_has_followed(grace, noor):
    guest = invite(email="late@coffee.example", name="Late Comer", role="viewer", by=grace)
    revoke_invitation(guest, by=grace)
    assert not Agent.objects.filter(pk=guest.pk).exists()
    assert AuditEntry.objects.latest("pk").action == "agent.invitation_revoked"
    noor.set_password(PASSWORD)
    noor.save()
    with pytest.raises(ValidationError):
        revoke_invitation(noor, by=grace)


@pytest.mark.parametrize("path", ["login/", "login/code/", "password/reset/"])
def test_the_doors_look_like_ours(client, db, path):
    page = client.get(f"/accounts/{path}").content.decode()
    assert 'class="sheet"' in page and "<button" in page


def test_the_scripts_of_passkeys_are_there(client, db):
    page = client.get("/accounts/login/").content.decode()
    assert "/static/mfa/js/webauthn.js" in page and client.get("/static/mfa/js/webauthn.js").status_code == 200


@pytest.mark.parametrize("path", ["", "totp/activate/", "webauthn/", "reauthenticate/"])
def test_pages_of_second_factors_look_like_ours(noor, path):
    noor.set_password(PASSWORD)
    noor.save()
    page = signed_in(noor).get(f"/accounts/2fa/{path}", follow=True)
    assert page.status_code == 200 and 'class="sheet"' in page.content.decode()


def test_a_code_by_mail_lets_somebody_in(noor, client, mailoutbox):
    client.post("/accounts/login/code/", {"email": noor.email})
    code = next(
        line.strip()
        for line in mailoutbox[0].body.splitlines()
        if len(line.strip()) in range(6, 12) and " " not in line.strip()
    )
    client.post("/accounts/login/code/confirm/", {"code": code})
    assert client.get("/settings").status_code == 200
    assert AuditEntry.objects.latest("pk").after["with"] == ["code"]


def test_whoever_has_just_signed_in_is_not_asked_again_before_they_set_up_a_second_factor(noor, client):
    noor.set_password(PASSWORD)
    noor.save()
    client.post("/accounts/login/", {"login": noor.email, "password": PASSWORD})
    assert client.get("/accounts/2fa/totp/activate/").status_code == 200
    session = client.session
    session["account_authentication_methods"][-1]["at"] -= 16 * 60
    session.save()
    assert "/reauthenticate/" in client.get("/accounts/2fa/totp/activate/").url


def test_a_house_full_of_ipv6_addresses_counts_once_at_the_door_and_is_written_down_to_the_last_digit(noor, client):
    client.post("/accounts/login/", {"login": noor.email, "password": "wrong"}, REMOTE_ADDR="2001:db8::7")
    assert AuditEntry.objects.latest("pk").after["from"] == "2001:db8::7"
    request = RequestFactory().get("/", REMOTE_ADDR="2001:db8::7")
    assert Doorkeeper().get_client_ip(request) == "2001:db8::/64"
