"""Signing in through a company's own directory, against a real one."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.db import connection
from django.test import Client

from regulars.team.actions.save_way_in import drop_way_in, save_way_in
from regulars.team.models import Agent, AuditEntry, Role, WayIn
from regulars.team.tests.directory import CLIENT, SECRET, running
from tests.cast import hire
from tests.waiting import PATIENCE


@pytest.fixture(scope="module")
def directory():
    with running() as server:
        yield server


@pytest.fixture
def acme(grace, directory):
    way = WayIn(
        kind=WayIn.Kind.OIDC, key="acme", name="Acme", address=directory.address, client_id=CLIENT, secret=SECRET
    )
    save_way_in(way, by=grace)
    directory.person = {"sub": "7", "email": "noor@coffee.example", "email_verified": True, "name": "Noor H."}
    return way


def signs_in(client: Client) -> str:
    """The whole way there and back; returns where it ends."""
    there = client.get("/accounts/oidc/acme/login/").url
    back = requests.get(there, allow_redirects=False, timeout=PATIENCE).headers["Location"]
    return client.get(urlsplit(back).path + "?" + urlsplit(back).query).url


def test_somebody_who_works_here_comes_in(acme, noor, client, directory):
    assert signs_in(client) == "/inbox" and client.get("/settings").status_code == 200
    entry = AuditEntry.objects.latest("pk")
    assert (entry.action, entry.agent, entry.after["with"]) == ("agent.signed_in", noor, ["socialaccount"])
    directory.person["email"] = "changed@elsewhere.example"
    assert signs_in(Client()) == "/inbox"  # known by who they are there, whatever their address is now


@pytest.mark.parametrize(
    "person",
    [
        {"sub": "8", "email": "stranger@coffee.example", "email_verified": True},
        {"sub": "9", "email": "noor@coffee.example", "email_verified": False},
        {"sub": "10"},
    ],
)
def test_strangers_and_unproven_addresses_are_led_back_and_told_why(person, acme, noor, client, directory):
    directory.person = person
    assert signs_in(client) == "/accounts/login/"
    assert 'role="alert"' in client.get("/accounts/login/").content.decode()
    assert client.get("/settings").status_code == 302 and Agent.objects.count() == 2
    assert AuditEntry.objects.latest("pk").action == "agent.sign_in_failed"


def test_a_newcomer_becomes_what_the_house_has_said(acme, client, directory, grace):
    acme.newcomers = Role.objects.named("viewer")
    save_way_in(acme, by=grace)
    directory.person = {"sub": "11", "email": "New@coffee.example", "email_verified": True, "name": "Nia New"}
    signs_in(client)
    nia = Agent.objects.get(email="new@coffee.example")
    assert (nia.role_id, nia.name) == ("viewer", "Nia New") and client.get("/inbox").status_code == 200


def test_nobody_comes_in_as_somebody_who_may_more_than_who_keeps_the_directory(acme, grace, client, directory):
    directory.person = {"sub": "1", "email": grace.email, "email_verified": True}
    assert signs_in(Client()) == "/inbox"
    save_way_in(acme, by=hire("Tomas Vega", role=Role.ADMIN))
    assert signs_in(client) == "/accounts/login/" and client.get("/settings").status_code == 302


def test_led_elsewhere_a_directory_forgets_whom_it_knew(acme, noor, grace, client, directory):
    assert signs_in(client) == "/inbox" and SocialAccount.objects.count() == 1
    acme.address = "https://elsewhere.example"
    save_way_in(acme, by=grace)
    assert not SocialAccount.objects.exists()


def test_whoever_has_left_stays_out(acme, noor, client):
    Agent.objects.filter(pk=noor.pk).update(is_active=False)
    signs_in(client)
    assert client.get("/settings").status_code == 302


def test_the_secret_lies_sealed_and_is_told_nowhere(acme, client, grace):
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM team_wayin")
        assert SECRET not in cursor.fetchone()[0]
    client.force_login(grace)
    assert SECRET not in client.get(f"/settings/sign-in/{acme.pk}").content.decode()
    assert SECRET not in str(AuditEntry.objects.values_list("after", flat=True))
    client.post(f"/settings/sign-in/{acme.pk}", {"name": "Acme 2", "key": "acme", "address": acme.address, "client_id": CLIENT, "secret": "", "is_active": "on"})  # fmt: skip
    acme.refresh_from_db()
    assert (acme.name, acme.secret) == ("Acme 2", SECRET)


def test_the_pages_offer_it_until_it_is_dropped(acme, client, grace):
    assert "Sign in with Acme" in client.get("/accounts/login/").content.decode()
    client.force_login(grace)
    page = client.get(f"/settings/sign-in/{acme.pk}").content.decode()
    assert f"{settings.BASE_URL}/accounts/oidc/acme/login/callback/" in page
    insecure = {"name": "B", "key": "b", "address": "http://directory.example", "client_id": "x"}
    assert client.post("/settings/sign-in/new", insecure).status_code == 422
    assert client.get("/settings/sign-in/new?kind=saml").status_code == 200
    drop_way_in(acme, by=grace)
    assert "Acme" not in Client().get("/accounts/login/").content.decode()
    assert Client().get("/accounts/oidc/acme/login/").status_code == 404
    assert AuditEntry.objects.latest("pk").action == "way_in.dropped"


def test_nobody_lends_newcomers_rights_that_they_lack(client, acme):
    client.force_login(hire("Tomas Vega", role=Role.ADMIN))
    facts = {"name": "B", "key": "b", "address": "https://directory.example", "client_id": "x", "newcomers": "owner"}
    assert client.post("/settings/sign-in/new", facts).status_code == 422 and WayIn.objects.count() == 1
