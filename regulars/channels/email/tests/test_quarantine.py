"""Held letters: looked at, let in, read again, deleted, blocked, purged; one or many."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from regulars.channels.email.actions.delete_letters import delete_letters
from regulars.channels.email.actions.purge_letters import purge_letters
from regulars.channels.email.actions.release_letters import release_letters
from regulars.channels.email.actions.save_mail_rules import save_mail_rules
from regulars.channels.email.actions.take_letters import take_letters
from regulars.channels.email.models import InboundLetter, Mailbox, MailRules, RawLetter, SenderRule
from regulars.channels.email.tests.conftest import a_letter, a_mailbox, keep
from regulars.conversations.models import Conversation, Message
from regulars.team.models import Agent, AuditEntry


@pytest.fixture
def admin(client: Client, grace: Agent) -> Client:
    client.force_login(grace)
    return client


def spam(hello: Mailbox, text: str = "Buy gold", **facts: str) -> InboundLetter:
    letter = keep(b"X-Spam-Flag: YES\n" + a_letter(text, **facts), hello)
    take_letters()
    letter.refresh_from_db()
    assert letter.state == "quarantined"
    return letter


def act(admin: Client, what: str, *letters: InboundLetter, **more: str) -> None:
    admin.post("/settings/quarantine/act", {"act": what, "letter": [each.pk for each in letters], **more})


def states() -> list[str]:
    return list(InboundLetter.objects.order_by("pk").values_list("state", flat=True))


def test_a_held_letter_is_let_in_once_however_often_it_is_asked(admin: Client, hello: Mailbox, grace: Agent) -> None:
    letter = spam(hello)
    chosen = InboundLetter.objects.filter(pk=letter.pk)
    assert [release_letters(chosen, by=grace), release_letters(chosen, by=grace)] == [1, 0]
    take_letters()
    assert release_letters(chosen, by=grace) == 0
    act(admin, "release", letter)
    take_letters()
    assert Message.objects.get().visible_text == "Buy gold"
    assert [entry.action for entry in AuditEntry.objects.all()] == ["letters.released"]


def test_the_page_shows_why_and_finds_by_reason_and_words(admin: Client, hello: Mailbox) -> None:
    spam(hello, subject="Cheap gold", sender="Goldie <gold@shiny.example>")
    keep(a_letter("to myself", sender="hello@coffee.example", subject="A note"), hello)
    take_letters()
    page = admin.get("/settings/quarantine").content.decode()
    assert "Cheap gold" in page and "X-Spam-Flag: YES" in page and "claims to come from an address of ours" in page
    assert "A note" not in admin.get("/settings/quarantine?reason=spam").content.decode()
    assert "Cheap gold" not in admin.get("/settings/quarantine?reason=impostor").content.decode()
    for words in ("shiny", "GOLDIE cheap", "gold@"):
        page = admin.get("/settings/quarantine", {"q": words}).content.decode()
        assert "Cheap gold" in page and "A note" not in page
    assert "No held letter is like that" in admin.get("/settings/quarantine?q=silver").content.decode()


def test_a_look_shows_everything_and_runs_nothing(admin: Client, hello: Mailbox) -> None:
    harmful = (
        a_letter("x")
        .replace(b"text/plain", b"text/html")
        .replace(b"\nx", b"\n<p>Hi<script>alert(1)</script><img src='https://spy.example/x.png'>")
    )
    letter = keep(b"X-Spam-Flag: YES\n" + harmful, hello)
    take_letters()
    page = admin.get(f"/settings/letters/{letter.pk}").content.decode()
    assert "X-Spam-Flag: YES" in page and 'sandbox="allow-same-origin' in page and "Block ada@example.com" in page
    body = admin.get(f"/settings/letters/{letter.pk}/body")
    assert b"Hi" in body.content and b"<script" not in body.content
    assert "sandbox" in body["Content-Security-Policy"] and "https:" not in body["Content-Security-Policy"]


def test_deleting_leaves_only_that_it_came(admin: Client, hello: Mailbox) -> None:
    letter, other = spam(hello), spam(hello, "Buy silver")
    act(admin, "delete", letter)
    letter.refresh_from_db()
    assert (letter.state, letter.reason, letter.subject, letter.sender, letter.detail) == (
        "deleted",
        "spam",
        "",
        "",
        "",
    )
    assert bytes(letter.raw.content) == b"" and letter.raw.size > 0
    assert bytes(RawLetter.objects.get(pk=other.raw_id).content) != b""
    assert admin.get(f"/settings/letters/{letter.pk}/original").status_code == 404
    assert "was deleted" in admin.get(f"/settings/letters/{letter.pk}").content.decode()
    act(admin, "release", letter)
    act(admin, "retry", letter)
    take_letters()
    assert states() == ["deleted", "quarantined"] and not Message.objects.exists()


def test_a_deleted_letter_that_comes_again_is_known_and_one_for_another_mailbox_is_whole(
    hello: Mailbox, grace: Agent
) -> None:
    letter = spam(hello)
    content = bytes(letter.raw.content)
    delete_letters(InboundLetter.objects.all(), by=grace)
    keep(content, hello)
    take_letters()
    assert states() == ["deleted"]
    purge_letters()  # the bytes that it brought go as well
    assert bytes(RawLetter.objects.get().content) == b""
    second = keep(content, a_mailbox("shop@coffee.example", inbox="Shop"))
    take_letters()
    second.refresh_from_db()
    assert second.state == "quarantined" and bytes(second.raw.content) == content


def test_bytes_that_another_mailbox_needs_stay(hello: Mailbox, grace: Agent) -> None:
    letter = spam(hello)
    other = keep(bytes(letter.raw.content), a_mailbox("shop@coffee.example", inbox="Shop"))
    delete_letters(InboundLetter.objects.filter(pk=letter.pk), by=grace)
    other.refresh_from_db()
    assert bytes(other.raw.content) != b""


def test_a_letter_in_a_conversation_cannot_be_deleted_here(admin: Client, hello: Mailbox) -> None:
    letter = keep(a_letter(), hello)
    take_letters()
    act(admin, "delete", letter)
    letter.refresh_from_db()
    assert letter.state == "done" and bytes(letter.raw.content) == a_letter()


def test_many_at_once_and_all_that_a_search_finds(admin: Client, hello: Mailbox) -> None:
    some = [spam(hello, f"Offer {number}", subject=f"Gold {number}") for number in range(3)]
    spam(hello, "Offer 3", subject="Silver")
    act(admin, "release", *some[:2])
    assert states() == ["received", "received", "quarantined", "quarantined"]
    act(admin, "delete", all="1", q="gold")
    assert states() == ["received", "received", "deleted", "quarantined"]
    act(admin, "delete", all="1", reason="spam")
    assert states()[-1] == "deleted"
    act(admin, "delete")
    act(admin, "explode", *some)
    assert states() == ["received", "received", "deleted", "deleted"]


def test_retrying_asks_the_screens_again(admin: Client, hello: Mailbox) -> None:
    letter = spam(hello)
    act(admin, "retry", letter)
    take_letters()
    assert states() == ["quarantined"]
    MailRules.objects.update(holds_spam=False)
    MailRules.objects.get_or_create(pk=1, defaults={"holds_spam": False})
    act(admin, "retry", letter)
    take_letters()
    assert states() == ["done"] and Conversation.objects.count() == 1


def test_whoever_wrote_it_is_blocked_but_never_we_ourselves(admin: Client, hello: Mailbox) -> None:
    letter = spam(hello, sender="Goldie <gold@shiny.example>")
    forged = keep(a_letter("to myself", sender="hello@coffee.example"), hello)
    take_letters()
    act(admin, "block", letter, forged)
    assert [str(rule) for rule in SenderRule.objects.all()] == ["gold@shiny.example"]
    next_one = keep(a_letter("Once more", sender="gold@shiny.example"), hello)
    take_letters()
    next_one.refresh_from_db()
    assert (next_one.state, next_one.reason) == ("quarantined", "blocked")


def test_old_ones_are_purged_with_a_row_of_what_was(hello: Mailbox) -> None:
    old, new, done = spam(hello, "old"), spam(hello, "new"), keep(a_letter(), hello)
    take_letters()
    InboundLetter.objects.filter(pk__in=[old.pk, done.pk]).update(received_at=timezone.now() - timedelta(days=31))
    assert purge_letters() == 1 and purge_letters() == 0
    assert states() == ["deleted", "quarantined", "done"]
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.agent, entry.before) == ("letters.purged", None, {"reasons": {str(old.pk): "spam"}})
    MailRules.objects.create(pk=1, purge_after=1)
    InboundLetter.objects.filter(pk=new.pk).update(received_at=timezone.now() - timedelta(days=2))
    assert purge_letters() == 1


def test_a_letter_that_belongs_nowhere_is_held_and_can_be_let_in(admin: Client, hello: Mailbox) -> None:
    letter = keep(a_letter(to="closed@coffee.example"), hello)
    InboundLetter.objects.update(mailbox=None)
    take_letters()
    letter.refresh_from_db()
    assert (letter.state, letter.reason) == ("quarantined", "unroutable")
    act(admin, "release", letter)
    take_letters()
    assert Message.objects.get().conversation.inbox_id == hello.inbox_id


def test_whoever_lets_it_in_says_into_which_inbox(admin: Client, hello: Mailbox, grace: Agent) -> None:
    shop = a_mailbox("shop@coffee.example", inbox="Shop").inbox
    letter = keep(a_letter(to="closed@coffee.example"), hello)
    InboundLetter.objects.update(mailbox=None)
    take_letters()
    for page in ("/settings/quarantine", f"/settings/letters/{letter.pk}"):
        assert f'<option value="{shop.pk}">into Shop' in admin.get(page).content.decode()
    admin.post("/settings/quarantine/act", {"act": "release", "letter": letter.pk, "inbox": shop.pk})
    take_letters()
    assert Message.objects.get().conversation.inbox == shop
    assert AuditEntry.objects.get(action="letters.released").after == {"inbox": shop.pk}


def test_a_letter_that_belongs_somewhere_goes_there_whatever_inbox_is_chosen(
    admin: Client, hello: Mailbox, grace: Agent
) -> None:
    shop = a_mailbox("shop@coffee.example", inbox="Shop").inbox
    letter = spam(hello, "held")
    take_letters()
    release_letters(InboundLetter.objects.filter(pk=letter.pk), by=grace, inbox=shop)
    take_letters()
    assert Message.objects.get().conversation.inbox == hello.inbox


@pytest.mark.parametrize("path", ["/settings/quarantine", "/settings/quarantine/rules", "/settings/letters/1"])
def test_only_admins_see_what_is_held(client: Client, noor: Agent, path: str) -> None:
    assert client.get(path).status_code == 302
    client.force_login(noor)
    assert client.get(path).status_code == 403
    assert client.post("/settings/quarantine/act", {"act": "delete", "all": "1"}).status_code == 403


def test_the_house_decides_and_knows_its_senders(admin: Client, hello: Mailbox, grace: Agent) -> None:
    given = {
        "spam_score": "8",
        "purge_after": "14",
        "alarm_addresses": "grace@home.example, tomas@home.example",
        "canary_every": "0",
        "canary_within": "10",
    }
    assert admin.post("/settings/quarantine/rules", given).status_code == 302
    rules = MailRules.current()
    assert (rules.holds_spam, rules.purge_after, len(rules.alarm_addresses)) == (False, 14, 2)
    assert admin.post("/settings/quarantine/rules", given | {"purge_after": "0"}).status_code == 422
    for pattern in ("Shiny.Example", "no domain", "hello@coffee.example"):
        admin.post("/settings/quarantine/senders", {"pattern": pattern, "verdict": "block"})
    rule = SenderRule.objects.get()
    assert (rule.pattern, rule.by) == ("shiny.example", grace)
    admin.post(f"/settings/quarantine/senders/{rule.pk}/forget")
    assert not SenderRule.objects.exists()


def test_the_audit_log_tells_what_save_mail_rules_changed_and_no_more(hello: Mailbox, grace: Agent) -> None:
    save_mail_rules(MailRules(purge_after=14), by=grace)
    entry = AuditEntry.objects.get()
    assert (entry.before, entry.after) == ({"purge_after": 30}, {"purge_after": 14})
    save_mail_rules(MailRules(purge_after=7), by=grace)
    assert MailRules.objects.get().purge_after == 7


def test_an_empty_quarantine_teaches(admin: Client) -> None:
    assert "No letter is held" in admin.get("/settings/quarantine").content.decode()
