"""Letters by HTTP from mail providers: each shape of each provider becomes the letter it is, once, and only from the provider."""

from __future__ import annotations

import base64
import http.server
import json
import threading
from collections.abc import Iterator

import pytest
from django.test import Client

from regulars.channels.email.actions.forget_calls import forget_calls
from regulars.channels.email.actions.keep_call import keep_call
from regulars.channels.email.actions.retry_calls import retry_calls
from regulars.channels.email.actions.save_provider import remove_provider, renew_password, save_provider
from regulars.channels.email.actions.take_calls import take_calls
from regulars.channels.email.actions.take_letters import take_letters
from regulars.channels.email.models import InboundLetter, Mailbox, Provider, ProviderCall
from regulars.channels.email.providers.callers import USER, address_of
from regulars.channels.email.tests import provider_payloads as payloads
from regulars.channels.email.tests.conftest import a_letter, a_mailbox
from regulars.channels.email.tests.provider_payloads import Call
from regulars.conversations.models import Message
from regulars.team.models import Agent, AuditEntry

HELLO = "hello@coffee.example"
LATIN = (
    a_letter("x", message_id="<latin@example.com>")
    .replace(b"\nx", "\nDie Mühle fehlt.".encode("latin-1"))
    .replace(b"utf-8", b"latin-1")
)


def a_provider(mailbox: Mailbox, kind: str, *, is_signed: bool = True, **facts: str) -> Provider:
    secret = payloads.SECRETS.get(kind, "") if is_signed else ""
    letters = "" if kind in ("sendgrid", "unisender_go") else secret
    return Provider.objects.create(kind=kind, mailbox=mailbox, letters_secret=letters, reports_secret=secret, **facts)


def post(client: Client, provider: Provider, call: Call, *, way: str = "letters", password: str | None = None) -> int:
    """The status that the provider gets, when it calls the address that our page shows."""
    given = password if password is not None else provider.password
    shown = address_of(provider, way)
    headers = dict(call.headers)
    if f"{USER}:" in shown or password is not None:
        headers["Authorization"] = "Basic " + base64.b64encode(f"{USER}:{given}".encode()).decode()
    path = "/" + shown.split("://", 1)[1].split("/", 1)[1]
    return client.post(path, call.body, content_type=call.content_type, headers=headers).status_code


def take_all() -> None:
    while take_calls() + take_letters():
        pass


@pytest.mark.parametrize("kind", payloads.LETTERS)
def test_the_letter_itself_is_kept_byte_for_byte(client: Client, hello: Mailbox, kind: str) -> None:
    content = a_letter("Hi, my grinder has not come yet. Grüße", message_id="<raw@example.com>")
    provider = a_provider(hello, kind)
    assert post(client, provider, payloads.LETTERS[kind](content, HELLO)) == 200
    take_all()
    row = InboundLetter.objects.select_related("raw").get()
    assert (bytes(row.raw.content).replace(b"\r\n", b"\n"), row.source, row.is_rebuilt) == (content, "provider", False)
    assert (row.state, row.envelope_to) == ("done", HELLO)
    assert Message.objects.get().author_address == "ada@example.com"


@pytest.mark.parametrize("kind", ["mailgun", "sendgrid"])
def test_a_letter_in_a_form_need_not_be_utf_8(client: Client, hello: Mailbox, kind: str) -> None:
    post(client, a_provider(hello, kind), payloads.LETTERS[kind](LATIN, HELLO))
    take_all()
    assert bytes(InboundLetter.objects.get().raw.content).replace(b"\r\n", b"\n") == LATIN
    assert "Die Mühle fehlt." in Message.objects.get().text


def test_mandrill_signs_the_address_too(client: Client, hello: Mailbox) -> None:
    provider = a_provider(hello, "mandrill")
    event = {"event": "inbound", "ts": 1764000000, "msg": {"raw_msg": a_letter().decode(), "email": HELLO}}
    assert post(client, provider, payloads.mandrill([event], address_of(provider, "letters"))) == 200
    assert post(client, provider, payloads.mandrill([event], address_of(provider, "reports"))) == 403
    take_all()
    assert Message.objects.get().author_address == "ada@example.com"


@pytest.mark.parametrize("kind", ["mailgun", "mailjet", "postmark", "sendgrid"])
def test_a_letter_in_pieces_is_put_together_and_says_so(client: Client, hello: Mailbox, kind: str) -> None:
    text = "Grüße aus Köln: die Mühle fehlt."
    assert post(client, a_provider(hello, kind), payloads.IN_PIECES[kind](text, HELLO)) == 200
    take_all()
    row, message = InboundLetter.objects.get(), Message.objects.get()
    assert (row.is_rebuilt, row.state, row.envelope_to) == (True, "done", HELLO)
    assert (message.text.strip(), message.author_name, message.author_address) == (
        text,
        "Ada Moreau",
        "ada@example.com",
    )
    assert message.attachments.count() == 1


@pytest.mark.parametrize(
    ("mark", "state"),
    [
        ("X-SES-Spam-Verdict: FAIL", "quarantined"),
        ("X-SES-Virus-Verdict: FAIL", "quarantined"),
        ("X-Mailgun-Sflag: Yes", "quarantined"),
        ("X-SES-Spam-Verdict: PASS", "done"),
        ("X-Mailgun-Sflag: No", "done"),
    ],
)
def test_what_the_provider_holds_for_spam_is_held(client: Client, hello: Mailbox, mark: str, state: str) -> None:
    post(client, a_provider(hello, "amazon_ses"), payloads.ses_letter(f"{mark}\r\n".encode() + a_letter(), HELLO))
    take_all()
    assert InboundLetter.objects.get().state == state


def test_a_letter_within_a_letter_stays_one_file(client: Client, hello: Mailbox) -> None:
    inner = a_letter("What I had written before.", subject="Before", message_id="<inner@example.com>")
    headers = [
        ["From", "ada@example.com"],
        ["To", HELLO],
        ["Subject", "See below"],
        ["Message-Id", "<outer@example.com>"],
    ]
    told = (("message-headers", json.dumps(headers)), ("body-plain", "See the letter."), ("attachment-count", "1"))
    signature = payloads.mailgun_signature()
    file = ("attachment-1", "before.eml", "message/rfc822", inner)
    post(client, a_provider(hello, "mailgun"), payloads.as_form(*signature, ("recipient", HELLO), *told, files=(file,)))
    take_all()
    message = Message.objects.get()
    assert (message.text.count("What I had written before."), message.attachments.count()) == (1, 1)


def test_of_a_letter_that_is_too_large_the_headers_come(
    client: Client, hello: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    from regulars.channels.email.actions import take_calls as taking

    monkeypatch.setattr(taking, "LARGEST", 1000)
    post(client, a_provider(hello, "postmark"), payloads.postmark_letter(a_letter("x " * 1000), HELLO))
    take_all()
    row = InboundLetter.objects.get()
    assert (row.reason, row.original_size > 2000, row.raw.size < 1000) == ("oversize", True, True)
    assert "too large" in Message.objects.get().text


def test_an_empty_letter_is_no_letter(client: Client, hello: Mailbox) -> None:
    post(client, a_provider(hello, "postal"), payloads.postal_letter(b"", HELLO))
    take_all()
    assert (ProviderCall.objects.get().error, InboundLetter.objects.count()) == ("The letter is empty.", 0)


def test_the_same_delivery_twice_is_one_letter(client: Client, hello: Mailbox) -> None:
    for kind, made in (("postmark", payloads.postmark_fields), ("mailgun", payloads.mailgun_fields)):
        provider = a_provider(hello, kind)
        post(client, provider, made("Once, please.", HELLO))
        post(client, provider, made("Once, please.", HELLO))
        take_all()
        first = ProviderCall.objects.get(provider=provider)
        again = bytes(first.body) + (
            b"\n" if kind == "postmark" else b"epilogue"
        )  # as if the provider had written it anew
        keep_call(provider, way="letters", headers=first.headers, body=again)
        take_all()
    assert ProviderCall.objects.count() == 4
    assert (InboundLetter.objects.count(), Message.objects.count()) == (2, 2)


def test_a_letter_goes_where_it_is_addressed_and_else_to_the_mailbox_of_the_provider(
    client: Client, hello: Mailbox
) -> None:
    repairs = a_mailbox("repairs@coffee.example", inbox="Repairs")
    provider = a_provider(hello, "sendgrid")
    for to in ("repairs@coffee.example", "8f3a@inbound.provider.example"):
        post(
            client, provider, payloads.sendgrid_letter(a_letter(message_id=f"<{to}>", to="undisclosed@example.com"), to)
        )
    both = payloads.as_form(
        ("email", a_letter(message_id="<both@example.com>")),
        ("envelope", json.dumps({"to": [HELLO, repairs.address], "from": "ada@example.com"})),
    )
    post(client, provider, both)
    hash_address = a_letter(message_id="<forwarded@example.com>", to=repairs.address)
    post(client, provider, payloads.sendgrid_letter(hash_address, "8f3a@inbound.provider.example"))
    take_all()
    places = InboundLetter.objects.order_by("pk").values_list("external_id", "inbox__name")
    assert sorted(places) == [
        ("<8f3a@inbound.provider.example>", "Hello"),
        ("<both@example.com>", "Hello"),
        ("<both@example.com>", "Repairs"),
        ("<forwarded@example.com>", "Repairs"),
        ("<repairs@coffee.example>", "Repairs"),
    ]


# ------------------------------------------------------------------------------------------- who may call


@pytest.mark.parametrize(
    "kind", [kind for kind in payloads.LETTERS if payloads.SECRETS.get(kind) and kind != "sendgrid"]
)
def test_who_does_not_sign_is_refused_and_leaves_nothing(client: Client, hello: Mailbox, kind: str) -> None:
    provider = a_provider(hello, kind)
    call = payloads.LETTERS[kind](a_letter(), HELLO)
    forged = call._replace(body=call.body.replace(b"0123456789abcdef", b"0123456789abcdee").replace(b"ada@", b"eve@"))
    assert post(client, provider, forged) == 403
    provider.refresh_from_db()
    assert ProviderCall.objects.count() == 0
    assert (provider.is_refused, bool(provider.error), provider.letter_at) == (True, True, None)


@pytest.mark.parametrize("kind", payloads.LETTERS)
def test_without_a_signature_the_password_counts(client: Client, hello: Mailbox, kind: str) -> None:
    provider = a_provider(hello, kind, is_signed=False)
    call = payloads.LETTERS[kind](a_letter(), HELLO)
    bare = client.post(
        f"/from-providers/{provider.pk}/letters", call.body, content_type=call.content_type, headers=call.headers
    )
    assert (bare.status_code, bare["WWW-Authenticate"][:5]) == (401, "Basic")
    assert post(client, provider, call, password="wrong") == 403
    assert ProviderCall.objects.count() == 0
    assert post(client, provider, call) == 200


def test_a_call_is_kept_before_it_is_understood_and_stays_when_it_is_not(
    client: Client, hello: Mailbox, grace: Agent
) -> None:
    provider = a_provider(hello, "postmark")
    assert post(client, provider, Call(b'{"RawEmail": 7, "FromFull"')) == 200
    report = payloads.as_json({"RecordType": "Delivery", "MessageID": "1"})
    assert post(client, provider, report) == 200  # at the wrong address
    take_all()
    broken, wrong = ProviderCall.objects.order_by("pk")
    assert (broken.state, broken.attempts, broken.error != "") == ("waiting", 1, True)
    assert (wrong.state, "webhook" in wrong.error) == ("failed", True)
    assert InboundLetter.objects.count() == 0
    assert retry_calls(provider.calls.all(), by=grace) == 2
    wrong.refresh_from_db()
    assert (wrong.state, wrong.attempts) == ("waiting", 0)


def test_old_calls_are_forgotten(client: Client, hello: Mailbox) -> None:
    from datetime import timedelta

    provider = a_provider(hello, "postmark")
    post(client, provider, payloads.postmark_letter(a_letter(), HELLO))
    take_all()
    assert forget_calls() == 0
    call = ProviderCall.objects.get()
    ProviderCall.objects.update(came_at=call.came_at - timedelta(days=8))
    assert forget_calls() == 1
    assert InboundLetter.objects.count() == 1


def test_providers_look_whether_we_are_there_and_a_closed_one_is_not(client: Client, hello: Mailbox) -> None:
    provider = a_provider(hello, "mandrill")
    address = f"/from-providers/{provider.pk}/letters"
    assert (client.head(address).status_code, client.get(address).status_code) == (200, 200)
    provider.is_active = False
    provider.save()
    assert post(client, provider, payloads.mandrill([], address_of(provider, "letters"))) == 404
    assert client.post("/from-providers/999/letters").status_code == 404


def test_too_many_calls_at_once_wait(client: Client, hello: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    from regulars.channels.email.views import provider_calls
    from regulars.lib.throttle import Throttle

    monkeypatch.setattr(provider_calls, "calling", Throttle(per_second=0.01, burst=1))
    provider = a_provider(hello, "postmark")
    call = payloads.postmark_letter(a_letter(), HELLO)
    assert [post(client, provider, call) for _ in range(2)] == [200, 429]


# ------------------------------------------------------------------------------------------- what is only pointed to


class Shelf(http.server.BaseHTTPRequestHandler):
    """A provider's own server: gives what lies there to who shows the key."""

    lies: dict[str, bytes] = {}
    asked: list[tuple[str, dict[str, str]]] = []

    def do_GET(self) -> None:
        self.asked.append((self.path, dict(self.headers)))
        content = self.lies.get(self.path)
        leads_on = (content or b"").startswith(b"-> ")
        self.send_response(404 if content is None else 302 if leads_on else 200)
        if leads_on:
            self.send_header("Location", content[3:].decode())
        self.send_header("Content-Length", str(len(content or b"")))
        self.end_headers()
        self.wfile.write(content or b"")

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def shelf(settings: object) -> Iterator[str]:
    Shelf.lies, Shelf.asked = {}, []
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Shelf)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    address = f"http://127.0.0.1:{server.server_port}"
    settings.ANYMAIL = {
        "BREVO_API_URL": f"{address}/", "MAILTRAP_API_URL": f"{address}/", "RESEND_API_URL": f"{address}/",
        "AMAZON_SES_CLIENT_PARAMS": {"endpoint_url": address},
    }  # fmt: skip
    yield address
    server.shutdown()
    thread.join()
    server.server_close()


def test_mailtrap_only_says_that_there_is_a_letter(client: Client, hello: Mailbox, shelf: str) -> None:
    Shelf.lies = {
        "/inbound/inboxes/7/messages/m1": json.dumps({"raw_message_url": f"{shelf}/raw"}).encode(),
        "/raw": a_letter(),
    }
    provider = a_provider(hello, "mailtrap", api_key="token")
    told = {
        "event": "inbound.message_received",
        "event_id": "e1",
        "timestamp": 1764000000000,
        "inbox_id": 7,
        "message_id": "m1",
    }
    assert (
        post(client, provider, payloads.signed_hex({"events": [told, told | {"inbox_id": 1}]}, "Mailtrap-Signature"))
        == 200
    )
    take_all()
    assert bytes(InboundLetter.objects.get().raw.content) == a_letter()
    assert Shelf.asked[0][1]["Authorization"] == "Bearer token"


@pytest.mark.parametrize(
    ("address", "lies", "words"),
    [
        ("http://127.0.0.1:1/raw", {}, "no address by https"),
        ("file:///etc/passwd", {}, "no address by https"),
        ("/gone", {"/gone": b"-> http://127.0.0.1:1/metadata"}, "no address by https"),
        ("/gone", {"/gone": b"-> /gone"}, "from one address to another"),
    ],
)
def test_only_the_provider_s_own_server_is_asked(
    client: Client, hello: Mailbox, shelf: str, address: str, lies: dict[str, bytes], words: str
) -> None:
    address = address if ":" in address else shelf + address
    Shelf.lies = {"/inbound/inboxes/7/messages/m1": json.dumps({"raw_message_url": address}).encode(), **lies}
    told = {"event": "inbound.message_received", "inbox_id": 7, "message_id": "m1"}
    post(
        client,
        a_provider(hello, "mailtrap", api_key="token"),
        payloads.signed_hex({"events": [told]}, "Mailtrap-Signature"),
    )
    take_all()
    assert words in ProviderCall.objects.get().error


def test_a_key_is_shown_to_the_first_server_alone(client: Client, hello: Mailbox, shelf: str) -> None:
    told = {"event": "inbound.message_received", "inbox_id": 7, "message_id": "m1"}
    Shelf.lies = {
        "/inbound/inboxes/7/messages/m1": b"-> /elsewhere",
        "/elsewhere": json.dumps({"raw_message_url": f"{shelf}/raw"}).encode(),
        "/raw": a_letter(),
    }
    call = payloads.signed_hex({"events": [told]}, "Mailtrap-Signature")
    post(client, a_provider(hello, "mailtrap", api_key="token"), call)
    take_all()
    assert bytes(InboundLetter.objects.get().raw.content) == a_letter()
    assert [headers.get("Authorization") for _, headers in Shelf.asked] == ["Bearer token", None, None]


def test_what_cannot_be_fetched_now_is_fetched_later(client: Client, hello: Mailbox, shelf: str) -> None:
    provider = a_provider(hello, "resend", api_key="re_1")
    told = {"type": "email.received", "created_at": "2026-11-22T09:00:00Z", "data": {"email_id": "e1", "to": [HELLO]}}
    assert post(client, provider, payloads.resend(told)) == 200
    take_all()
    call = ProviderCall.objects.get()
    assert (call.state, "404" in call.error) == ("waiting", True)
    Shelf.lies = {
        "/emails/receiving/e1": json.dumps({"raw": {"download_url": f"{shelf}/raw"}}).encode(),
        "/raw": a_letter(),
    }
    retry_calls(provider.calls.all(), by=None)
    take_all()
    assert bytes(InboundLetter.objects.get().raw.content) == a_letter()


def test_resend_may_give_pieces_alone_and_old_signatures_are_refused(
    client: Client, hello: Mailbox, shelf: str
) -> None:
    found = {
        "from": "Ada Moreau <ada@example.com>",
        "to": [HELLO],
        "subject": "Mühle",
        "message_id": "<re@example.com>",
        "text": "Weg.",
    }
    Shelf.lies = {
        "/emails/receiving/e1": json.dumps(found | {"headers": {"x-mailer": "Post"}, "attachments": []}).encode()
    }
    provider = a_provider(hello, "resend", api_key="re_1")
    told = {"type": "email.received", "created_at": "2026-11-22T09:00:00Z", "data": {"email_id": "e1", "to": [HELLO]}}
    assert post(client, provider, payloads.resend(told, at=1000.0)) == 403
    assert post(client, provider, payloads.resend(told)) == 200
    take_all()
    row, message = InboundLetter.objects.get(), Message.objects.get()
    assert (row.is_rebuilt, row.external_id, row.subject, message.text.strip()) == (
        True,
        "<re@example.com>",
        "Mühle",
        "Weg.",
    )


def test_brevo_keeps_files_for_us(client: Client, hello: Mailbox, shelf: str) -> None:
    Shelf.lies = {"/inbound/attachments/token-1": b"\x89PNG cup"}
    assert post(client, a_provider(hello, "brevo", api_key="k"), payloads.brevo_fields("Die Mühle.", HELLO)) == 200
    take_all()
    message = Message.objects.get()
    assert (message.text.strip(), message.attachments.get().name, message.subject) == ("Die Mühle.", "cup.png", "Mühle")


def test_amazon_lays_large_letters_into_s3(client: Client, hello: Mailbox, shelf: str) -> None:
    Shelf.lies = {"/letters/in/1": a_letter()}
    action = {"type": "S3", "bucketName": "letters", "objectKey": "in/1"}
    told = {
        "notificationType": "Received",
        "mail": {"source": "ada@example.com"},
        "receipt": {"recipients": [HELLO], "action": action},
    }
    provider = a_provider(hello, "amazon_ses")
    assert post(client, provider, payloads.sns(told)) == 200
    take_all()
    assert "access key" in ProviderCall.objects.get().error
    Provider.objects.update(api_key="AKIA1:secret")
    retry_calls(provider.calls.all(), by=None)
    take_all()
    assert bytes(InboundLetter.objects.get().raw.content) == a_letter()
    assert "/eu-west-1/s3/aws4_request" in Shelf.asked[0][1]["Authorization"]


def test_only_amazon_itself_may_ask_us_to_subscribe(client: Client, hello: Mailbox, shelf: str) -> None:
    provider = a_provider(hello, "amazon_ses")
    call = payloads.sns(
        "You have chosen to subscribe", "SubscriptionConfirmation", SubscribeURL=f"{shelf}/confirm", Token="t"
    )
    assert post(client, provider, call) == 200
    take_all()
    assert (ProviderCall.objects.get().state, Shelf.asked) == ("failed", [])


# ------------------------------------------------------------------------------------------- settings


def test_an_admin_connects_a_provider_and_sees_what_to_enter_there(
    client: Client, hello: Mailbox, grace: Agent
) -> None:
    client.force_login(grace)
    answer = client.post("/settings/providers/new", {"kind": "mailgun", "mailbox": hello.pk})
    provider = Provider.objects.get()
    assert answer.url == f"/settings/providers/{provider.pk}"
    page = client.get(answer.url).content.decode()
    assert f"{USER}:{provider.password}@" in page
    assert "/letters/mime" in page
    given = {"mailbox": hello.pk, "letters_secret": payloads.KEY, "reports_secret": payloads.KEY, "is_active": "on"}
    client.post(answer.url, given)
    page = client.get(answer.url).content.decode()
    assert provider.password not in page
    assert payloads.KEY not in page
    assert "hidden" not in str(AuditEntry.objects.values_list("after", flat=True))
    assert payloads.KEY not in str(list(AuditEntry.objects.values_list("after", flat=True)))
    client.post(answer.url, given | {"letters_secret": "", "reports_secret": "-"})
    provider.refresh_from_db()
    assert (provider.letters_secret, provider.reports_secret) == (payloads.KEY, "")


def test_the_page_says_who_was_refused_and_what_was_not_understood(
    client: Client, hello: Mailbox, grace: Agent
) -> None:
    client.force_login(grace)
    provider = a_provider(hello, "postmark")
    post(client, provider, Call(b"{"))
    take_all()
    post(client, provider, payloads.postmark_letter(a_letter(), HELLO), password="wrong")
    page = client.get(f"/settings/providers/{provider.pk}").content.decode()
    assert "The last call was refused." in page
    assert "Not understood" in page
    assert "refused" in client.get("/settings/mailboxes").content.decode()
    client.post(f"/settings/providers/{provider.pk}/act", {"retry": "1"})
    assert ProviderCall.objects.get().attempts == 0


def test_a_new_password_shuts_the_old_one_out(client: Client, hello: Mailbox, grace: Agent) -> None:
    provider = a_provider(hello, "postmark")
    old = provider.password
    renew_password(provider, by=grace)
    call = payloads.postmark_letter(a_letter(), HELLO)
    assert (post(client, provider, call, password=old), post(client, provider, call)) == (403, 200)
    save_provider(provider, by=grace)
    remove_provider(provider, by=grace)
    assert set(AuditEntry.objects.values_list("action", flat=True)) == {
        "provider.renewed",
        "provider.changed",
        "provider.removed",
    }
    assert Provider.objects.count() == 0


def test_only_admins_see_providers(client: Client, hello: Mailbox, noor: Agent) -> None:
    client.force_login(noor)
    provider = a_provider(hello, "postmark")
    for address in ("/settings/providers/new", f"/settings/providers/{provider.pk}"):
        assert client.get(address).status_code in (302, 403)
