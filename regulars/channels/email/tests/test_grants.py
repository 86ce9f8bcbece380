"""Mailboxes without a password: real sign-ins to an OAuth2 provider over TLS, to Dovecot, and to an SMTP server."""

from __future__ import annotations

import argparse
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from django.db import connections, transaction
from django.test import Client
from django.utils import timezone

from bench.house import free_port
from regulars.channels.email import alarms, imap
from regulars.channels.email.actions.connect_grant import connect_grant
from regulars.channels.email.actions.deliver import deliver
from regulars.channels.email.actions.end_grant import end_grant
from regulars.channels.email.actions.renew_grants import renew_grants
from regulars.channels.email.actions.save_grant import save_grant
from regulars.channels.email.actions.take_letters import take_letters
from regulars.channels.email.fetching import fetch_new
from regulars.channels.email.models import Grant, InboundLetter, Mailbox
from regulars.channels.email.oauth.access import access_token
from regulars.channels.email.oauth.issuers import ISSUERS
from regulars.channels.email.oauth.protocol import NoToken
from regulars.channels.email.tests.conftest import a_letter, a_mailbox, keep
from regulars.channels.email.tests.dovecot import Dovecot
from regulars.channels.email.tests.oauth_provider import CLIENT, SECRET, OAuthProvider, TokenSink, dovecot_that_believes
from regulars.config.commands import mailbox as mailbox_command
from regulars.conversations.actions.reply import reply
from regulars.conversations.models import Conversation, Delivery
from regulars.live.models import Alarm
from regulars.team.models import Agent, AuditEntry, Role
from tests.waiting import PATIENCE, wait_until

pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH:UserWarning")


@pytest.fixture
def provider(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[OAuthProvider]:
    provider = OAuthProvider(tmp_path)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", provider.certificate)
    provider.start()
    yield provider
    provider.stop()


@pytest.fixture
def admin(client: Client, grace: Agent) -> Client:
    client.force_login(grace)
    return client


@pytest.fixture
def mailbox(transactional_db: None) -> Mailbox:
    servers = {"imap_host": "127.0.0.1", "imap_security": "none", "imap_user": "hello"}
    return a_mailbox("hello@coffee.example", **servers)


def said(provider: OAuthProvider, **more: object) -> dict[str, object]:
    client = {"client_id": CLIENT, "client_secret": SECRET, "scopes": "mail offline_access"}
    return {
        **client,
        "authorize_url": f"{provider.url}/authorize?kind=web",
        "token_url": f"{provider.url}/token",
        **more,
    }


def leave(admin: Client, mailbox: Mailbox, provider: OAuthProvider, **more: object) -> str:
    """The address that the page sends the browser to."""
    page = admin.post(f"/settings/mailboxes/{mailbox.pk}/sign-in?issuer=other", said(provider, **more))
    assert page.status_code == 200, page.content.decode()
    return page["Refresh"].partition("url=")[2]


def come_back(admin: Client, address: str) -> str:
    """What the page says, after the provider has sent the browser back."""
    there = requests.get(address, allow_redirects=False, timeout=PATIENCE).headers["Location"]
    return admin.get(there.partition("://")[2].partition("/")[2].join(["/", ""]), follow=True).content.decode()


@pytest.fixture
def grant(admin: Client, mailbox: Mailbox, provider: OAuthProvider) -> Grant:
    """A mailbox that was connected."""
    assert "hello@coffee.example is connected." in come_back(admin, leave(admin, mailbox, provider))
    return Grant.objects.get()


def age(grant: Grant) -> None:
    """Its token ends soon."""
    Grant.objects.filter(pk=grant.pk).update(renew_at=timezone.now() - timedelta(seconds=1))


def test_an_admin_connects_a_mailbox(admin: Client, mailbox: Mailbox, provider: OAuthProvider, grant: Grant) -> None:
    question = provider.asked[0]
    assert question["redirect_uri"].endswith("/settings/mailboxes/connected")
    assert (question["response_type"], question["code_challenge_method"], question["kind"]) == ("code", "S256", "web")
    assert (question["scope"], question["login_hint"]) == ("mail offline_access", "hello")
    page = admin.get(f"/settings/mailboxes/{mailbox.pk}/sign-in").content.decode()
    assert "Connected as hello@coffee.example" in page and SECRET not in page
    assert "Signs in at 127.0.0.1" in admin.get(f"/settings/mailboxes/{mailbox.pk}").content.decode()
    actions = AuditEntry.objects.order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["mailbox.sign_in_changed", "mailbox.connected"]
    assert SECRET not in str(AuditEntry.objects.values_list("before", "after"))


def test_secrets_and_tokens_lie_sealed(grant: Grant) -> None:
    raw = Grant.objects.extra(select={"kept": "client_secret || refresh_token || access_token"}).get().kept
    assert SECRET not in raw and grant.refresh_token not in raw and grant.access_token not in raw


def test_nobody_is_brought_back_who_did_not_leave(
    admin: Client, mailbox: Mailbox, provider: OAuthProvider, noor: Agent
) -> None:
    address = leave(admin, mailbox, provider)
    there = requests.get(address, allow_redirects=False, timeout=PATIENCE).headers["Location"]
    path = "/settings/mailboxes/connected?"
    query = parse_qs(urlsplit(there).query)
    code, state = query["code"][0], query["state"][0]
    other = Client()
    other.force_login(Agent.objects.get(email=noor.email))
    assert other.get(f"{path}code={code}&state={state}").status_code == 403
    Agent.objects.filter(pk=noor.pk).update(role=Role.objects.named("admin"))
    for browser, wrong in ((other, state), (admin, state[:-2] + "xx"), (admin, ""), (admin, "1:2:3")):
        page = browser.get(path, {"code": code, "state": wrong}, follow=True).content.decode()
        assert "begun elsewhere or too long ago" in page
    assert not Grant.objects.get().connected_at
    assert "is connected" in admin.get(path, {"code": code, "state": state}, follow=True).content.decode()
    assert "begun elsewhere" in admin.get(path, {"code": code, "state": state}, follow=True).content.decode()  # once


def test_a_code_of_somebody_else_changes_nothing(grant: Grant, provider: OAuthProvider, grace: Agent) -> None:
    question = {**provider.asked[0], "code_challenge": "of-another-browser"}
    code = parse_qs(urlsplit(provider.allow(question)).query)["code"][0]
    with pytest.raises(NoToken):
        connect_grant(grant, code=code, verifier="x" * 64, redirect_url=question["redirect_uri"], by=grace)
    assert Grant.objects.get().refresh_token == grant.refresh_token and AuditEntry.objects.count() == 2


def test_a_no_at_the_provider_changes_nothing(admin: Client, mailbox: Mailbox, provider: OAuthProvider) -> None:
    state = parse_qs(urlsplit(leave(admin, mailbox, provider)).query)["state"][0]
    page = admin.get("/settings/mailboxes/connected", {"state": state, "error": "access_denied"}, follow=True)
    assert "leave was not given" in page.content.decode() and not Grant.objects.get().connected_at


def test_without_a_refresh_token_it_is_not_connected(admin: Client, mailbox: Mailbox, provider: OAuthProvider) -> None:
    provider.more = {"refresh_token": None}
    assert "ask for the scope offline_access" in come_back(admin, leave(admin, mailbox, provider))
    assert not Grant.objects.get().connected_at


@pytest.mark.parametrize(("scope", "is_enough"), [("openid email", False), ("openid https://mail.google.com", True)])
def test_who_unticks_mail_is_told(
    admin: Client,
    mailbox: Mailbox,
    provider: OAuthProvider,
    monkeypatch: pytest.MonkeyPatch,
    scope: str,
    is_enough: bool,
) -> None:
    google = ISSUERS["google"]._replace(authorize_url=f"{provider.url}/a", token_url=f"{provider.url}/token")
    monkeypatch.setitem(ISSUERS, Grant.Issuer.GOOGLE, google)
    provider.more = {"scope": scope}
    given = {"client_id": CLIENT, "client_secret": SECRET}
    page = admin.post(f"/settings/mailboxes/{mailbox.pk}/sign-in?issuer=google", given)
    words = come_back(admin, page["Refresh"].partition("url=")[2])
    assert ("Leave to read and send mail was not given: https://mail.google.com/." in words) is not is_enough
    assert bool(Grant.objects.get().connected_at) is is_enough


def test_a_provider_that_knows_only_basic_is_asked_that_way(
    admin: Client, mailbox: Mailbox, provider: OAuthProvider
) -> None:
    provider.only_basic = True
    assert "is connected" in come_back(admin, leave(admin, mailbox, provider))


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"token_url": "http://127.0.0.1/token"}, "must be an address that begins with https://"),
        ({"authorize_url": "https://ada@x.example/#x"}, "must be an address that begins with https://"),
        ({"client_id": ""}, "This field is required."),
        ({"scopes": ""}, "This field is required."),
    ],
)
def test_what_is_wrong_is_said_at_its_field(
    admin: Client, mailbox: Mailbox, provider: OAuthProvider, wrong: dict[str, str], words: str
) -> None:
    page = admin.post(f"/settings/mailboxes/{mailbox.pk}/sign-in?issuer=other", said(provider, **wrong))
    assert page.status_code == 422 and words in page.content.decode() and not Grant.objects.exists()


@pytest.fixture(params=["xoauth2", "oauthbearer"])
def dovecot(request: pytest.FixtureRequest, provider: OAuthProvider) -> Iterator[Dovecot]:
    server = dovecot_that_believes(provider, free_port(), mechanism=request.param)
    server.start()
    yield server
    server.remove()


def test_letters_come_from_a_server_that_takes_tokens(dovecot: Dovecot, mailbox: Mailbox, grant: Grant) -> None:
    dovecot.put(a_letter())
    Mailbox.objects.update(imap_port=dovecot.port)
    client = imap.connect(Mailbox.objects.get())
    assert fetch_new(client, Mailbox.objects.get(), "INBOX") == 1
    client.shutdown()


def test_a_token_that_ends_before_its_time_is_replaced(
    dovecot: Dovecot, mailbox: Mailbox, grant: Grant, provider: OAuthProvider
) -> None:
    Mailbox.objects.update(imap_port=dovecot.port)
    provider.access_tokens.clear()
    imap.connect(Mailbox.objects.get()).shutdown()
    assert provider.renewals == 1
    provider.is_revoked = True
    provider.access_tokens.clear()
    with pytest.raises(NoToken, match="Connect the mailbox again"):
        imap.connect(Mailbox.objects.get())


def test_the_watcher_says_connect_again_and_goes_on_when_that_is_done(
    dovecot: Dovecot,
    mailbox: Mailbox,
    grant: Grant,
    provider: OAuthProvider,
    admin: Client,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(imap, "LOOK_EVERY", 0.1)
    Mailbox.objects.update(imap_port=dovecot.port)
    dovecot.put(a_letter())
    provider.is_revoked = True
    age(grant)
    stop = threading.Event()
    watcher = threading.Thread(target=imap.watch, args=[stop])
    watcher.start()
    try:
        wait_until(lambda: Mailbox.objects.get().is_refused)
        assert "connect again" in admin.get("/settings/mailboxes").content.decode()
        provider.is_revoked = False
        come_back(admin, leave(admin, mailbox, provider))
        wait_until(InboundLetter.objects.exists)
        wait_until(lambda: not Mailbox.objects.get().error)
    finally:
        stop.set()
        watcher.join()


@pytest.fixture(params=["XOAUTH2", "OAUTHBEARER"])
def sink(request: pytest.FixtureRequest, provider: OAuthProvider) -> Iterator[TokenSink]:
    sink = TokenSink(free_port(), provider, mechanism=request.param)
    sink.start()
    yield sink
    sink.stop()


@pytest.fixture
def waiting(mailbox: Mailbox, sink: TokenSink, grant: Grant, grace: Agent) -> Delivery:
    """An answer of Grace's that has not left."""
    Mailbox.objects.update(smtp_host="127.0.0.1", smtp_port=sink.port, smtp_security="none", smtp_user="hello")
    keep(a_letter(), mailbox)
    take_letters()
    reply(Conversation.objects.get(), by=grace, text="It left this morning.")
    Delivery.objects.update(due_at=timezone.now() - timedelta(minutes=1))
    return Delivery.objects.get()


def test_answers_leave_with_a_token(sink: TokenSink, waiting: Delivery, provider: OAuthProvider) -> None:
    provider.access_tokens.clear()  # the first that we show is refused
    deliver()
    assert Delivery.objects.get().state == "done", Delivery.objects.get().error
    assert (len(sink.letters), sink.signed_in, sink.refusals, provider.renewals) == (1, ["hello"], 1, 1)


def test_a_rotated_refresh_token_is_kept_whatever_becomes_of_the_letter(grant: Grant, provider: OAuthProvider) -> None:
    age(grant)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        Delivery.objects.select_for_update().first()
        access_token(grant.pk)
        raise ZeroDivisionError
    assert Grant.objects.get().refresh_token in provider.refresh_tokens


def test_of_many_who_ask_at_once_one_goes_there(grant: Grant, provider: OAuthProvider) -> None:
    age(grant)
    provider.slowness = 0.2
    with ThreadPoolExecutor(8) as askers:
        given = list(askers.map(_as_one_who_sends, [grant.pk] * 8))
    assert provider.renewals == 1 and len(given) == 8 and set(given) == {Grant.objects.get().access_token}


def _as_one_who_sends(grant_id: int) -> str:
    try:
        with transaction.atomic():
            return access_token(grant_id)
    finally:
        connections.close_all()


def test_tokens_are_renewed_before_they_end_again_and_again(grant: Grant, provider: OAuthProvider) -> None:
    assert grant.access_ends_at - grant.renew_at == timedelta(minutes=5)
    assert renew_grants() == 0
    for count in (1, 2, 3):
        age(grant)
        assert (renew_grants(), provider.renewals) == (1, count)
    assert Grant.objects.get().access_token in provider.access_tokens


def test_short_tokens_are_used_for_most_of_their_time(admin: Client, mailbox: Mailbox, provider: OAuthProvider) -> None:
    provider.lasts = 60
    come_back(admin, leave(admin, mailbox, provider))
    assert Grant.objects.get().access_ends_at - Grant.objects.get().renew_at == timedelta(seconds=12)


def test_a_provider_out_of_reach_is_no_trouble_while_the_token_is_good(grant: Grant, provider: OAuthProvider) -> None:
    age(grant)
    provider.is_down = True
    assert access_token(grant.pk) == grant.access_token
    Grant.objects.update(access_ends_at=timezone.now())
    with pytest.raises(NoToken, match="gives no token now") as error:
        access_token(grant.pk)
    assert not error.value.is_refused and not Grant.objects.get().needs_consent
    provider.is_down = False
    assert access_token(grant.pk) != grant.access_token


def test_leave_taken_back_rings_and_is_not_asked_for_again(
    grant: Grant, provider: OAuthProvider, capsys: pytest.CaptureFixture[str]
) -> None:
    age(grant)
    provider.is_revoked = True
    renew_grants()
    renew_grants()
    with pytest.raises(NoToken, match="Connect the mailbox again"):
        access_token(grant.pk)
    assert provider.renewals == 1
    mailbox_command.run(argparse.Namespace(action="list"))
    assert "trouble: Connect the mailbox again" in capsys.readouterr().out
    alarms.look()
    assert not Alarm.objects.exists()  # two minutes of grace
    Grant.objects.update(refused_at=timezone.now() - timedelta(minutes=3))
    alarms.look()
    alarm = Alarm.objects.get()
    assert (alarm.kind, alarm.subject) == ("mailbox_refused", "hello@coffee.example")
    assert "The leave was taken back" in alarm.facts["error"]


def test_a_secret_that_has_ended_is_mended_without_connecting_again(
    grant: Grant, provider: OAuthProvider, admin: Client, mailbox: Mailbox
) -> None:
    provider.secret = "another"
    age(grant)
    renew_grants()
    kept = Grant.objects.get()
    assert kept.refused_at and not kept.needs_consent
    assert kept.error == "127.0.0.1 does not accept the client ID or its secret (The secret has expired)."
    path = f"/settings/mailboxes/{mailbox.pk}/sign-in"
    wrong = admin.post(path, said(provider, client_secret="wrong", keep="1"), follow=True).content.decode()
    assert "does not accept the client ID" in wrong
    page = admin.post(path, said(provider, client_secret="another", keep="1"), follow=True).content.decode()
    assert "Kept, and the provider accepts it." in page and not Grant.objects.get().refused_at


def test_tokens_renewed_while_somebody_edits_stay(grant: Grant, provider: OAuthProvider, grace: Agent) -> None:
    age(grant)
    access_token(grant.pk)
    grant.secret_ends_on = timezone.now().date()
    save_grant(grant, by=grace)
    assert Grant.objects.get().refresh_token in provider.refresh_tokens


def test_a_secret_is_never_offered_to_another_provider(grant: Grant, admin: Client, mailbox: Mailbox) -> None:
    path = f"/settings/mailboxes/{mailbox.pk}/sign-in?issuer=google"
    page = admin.get(path).content.decode()
    assert CLIENT not in page and "unchanged" not in page
    admin.post(path, {"client_id": CLIENT, "client_secret": ""})
    kept = Grant.objects.get()
    assert (kept.issuer, kept.client_secret, kept.token_url, kept.refresh_token) == ("google", "", "", "")


def test_tokens_are_never_shown_to_another_client(
    grant: Grant, provider: OAuthProvider, admin: Client, mailbox: Mailbox
) -> None:
    leave(admin, mailbox, provider, token_url=f"{provider.url}/other")
    kept = Grant.objects.get()
    assert kept.needs_consent and not kept.refresh_token and not kept.access_token


def test_what_ends_soon_is_told_before(grant: Grant, provider: OAuthProvider) -> None:
    provider.more = {"refresh_token_expires_in": 7 * 24 * 3600}
    age(grant)
    renew_grants()
    Grant.objects.update(secret_ends_on=(timezone.now() + timedelta(days=15)).date())
    alarms.look()
    assert not Alarm.objects.exists()
    now = timezone.now()
    Grant.objects.update(ends_at=now + timedelta(days=1.7), ends_since=now - timedelta(days=5.3))
    Grant.objects.update(secret_ends_on=(now + timedelta(days=13)).date())
    alarms.look()
    assert sorted(Alarm.objects.values_list("kind", flat=True)) == ["secret_ending", "sign_in_ending"]


def test_an_end_that_moves_along_is_no_alarm(grant: Grant, provider: OAuthProvider) -> None:
    provider.more = {"refresh_token_expires_in": 24 * 3600}
    age(grant)
    renew_grants()
    long_ago = timezone.now() - timedelta(days=60)
    Grant.objects.update(ends_at=timezone.now() + timedelta(hours=5), ends_since=long_ago)
    age(grant)
    renew_grants()
    alarms.look()
    assert not Alarm.objects.exists() and Grant.objects.get().ends_since > long_ago


def test_without_leave_a_password_is_used_again(
    grant: Grant, mailbox: Mailbox, grace: Agent, provider: OAuthProvider
) -> None:
    end_grant(grant, by=grace)
    end_grant(grant, by=grace)
    assert Grant.of(Mailbox.objects.get()) is None
    assert AuditEntry.objects.filter(action="mailbox.disconnected").count() == 1


def test_microsoft_and_google_are_known(admin: Client, transactional_db: None) -> None:
    mailbox = a_mailbox("shop@coffee.example")
    given = {"client_id": "c", "client_secret": "s", "tenant": "contoso.example", "begin": "everything"}
    page = admin.post(f"/settings/mailboxes/{mailbox.pk}/sign-in?issuer=microsoft", given)
    address = urlsplit(page["Refresh"].partition("url=")[2])
    assert (address.netloc, address.path) == ("login.microsoftonline.com", "/contoso.example/oauth2/v2.0/authorize")
    assert "https://outlook.office.com/SMTP.Send" in parse_qs(address.query)["scope"][0].split()
    mailbox.refresh_from_db()
    assert (mailbox.imap_host, mailbox.smtp_host, mailbox.imap_user) == (
        "outlook.office365.com",
        "smtp.office365.com",
        mailbox.address,
    )
    assert mailbox.reads_since is None
    other = a_mailbox("hello@coffee.example")
    page = admin.post(f"/settings/mailboxes/{other.pk}/sign-in?issuer=google", given)
    query = parse_qs(urlsplit(page["Refresh"].partition("url=")[2]).query)
    assert (query["access_type"], query["prompt"]) == (["offline"], ["consent"])


def test_another_mailbox_of_the_same_client_needs_no_secret(
    admin: Client, grant: Grant, provider: OAuthProvider
) -> None:
    other = a_mailbox("sales@coffee.example")
    page = admin.get(f"/settings/mailboxes/{other.pk}/sign-in?issuer=other").content.decode()
    assert CLIENT in page and SECRET not in page
    leave(admin, other, provider, client_secret="")
    assert Grant.objects.get(mailbox=other).client_secret == SECRET


def test_only_admins_see_how_a_mailbox_signs_in(client: Client, mailbox: Mailbox, noor: Agent) -> None:
    client.force_login(noor)
    assert client.get(f"/settings/mailboxes/{mailbox.pk}/sign-in").status_code == 403
    assert client.post(f"/settings/mailboxes/{mailbox.pk}/sign-in/end").status_code == 403
