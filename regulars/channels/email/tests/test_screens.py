"""What holds a letter back, and what does not."""

from __future__ import annotations

import pytest

from regulars.channels.email import threads, tokens
from regulars.channels.email.actions.know_sender import know_sender
from regulars.channels.email.actions.release_letters import release_letters
from regulars.channels.email.actions.take_letters import take_letters
from regulars.channels.email.models import InboundLetter, Mailbox, MailRules, SenderRule
from regulars.channels.email.tests.conftest import a_letter, keep
from regulars.conversations.models import Message
from regulars.team.models import Agent

OURS = "mx.coffee.example"
FAILED = f"{OURS}; dmarc=fail (p=reject dis=none) header.from=example.com"
PROVEN = f"{OURS}; dmarc=pass header.from=example.com; dkim=pass header.d=example.com"


def came(hello: Mailbox, *marks: tuple[str, str], envelope_from: str = "", **facts: str) -> InboundLetter:
    """What became of a letter of Ada's above which servers wrote these headers."""
    above = "".join(f"{name}: {value}\n" for name, value in marks).encode()
    letter = keep(above + a_letter(**facts), hello, envelope_from=envelope_from)
    take_letters()
    letter.refresh_from_db()
    return letter


def verdict(letter: InboundLetter) -> tuple[str, str]:
    return letter.state, letter.reason


@pytest.fixture
def believing(hello: Mailbox) -> Mailbox:
    hello.results_by = OURS
    hello.save()
    return hello


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("X-Spam-Flag", "YES"),
        ("X-Spam-Status", "Yes, score=8.1 required=5.0 tests=BAYES_99"),
        ("X-Spam", "Yes"),
        ("X-Spam-Score", "7.3 (+++++++)"),
        ("X-Spam-Level", "*******"),
        ("X-Spamd-Bar", "++++++++"),
        ("X-Rspamd-Action", "add header"),
        ("X-MS-Exchange-Organization-SCL", "6"),
        ("X-Forefront-Antispam-Report", "CIP:192.0.2.1;CTRY:US;LANG:en;SCL:9;SRV:;SFV:SPM"),
        ("X-Proofpoint-Spam-Details", "rule=inbound_spam_definite policy=inbound score=100"),
        ("x-spam-flag", "\n YES"),
    ],
)
def test_marks_of_spam_hold_a_letter(hello: Mailbox, name: str, value: str) -> None:
    letter = came(hello, (name, value))
    assert verdict(letter) == ("quarantined", "spam") and name.lower() in letter.detail.lower()
    assert not Message.objects.exists()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("X-Spam-Flag", "NO"),
        ("X-Spam-Status", "No, score=9.9 required=12.0"),
        ("X-Spam-Score", "-2.1"),
        ("X-Spam-Level", ""),
        ("X-Rspamd-Action", "no action"),
        ("X-MS-Exchange-Organization-SCL", "-1"),
        ("X-Forefront-Antispam-Report", "CIP:192.0.2.1;SCL:1;SRV:;SFV:NSPM"),
        ("X-Proofpoint-Spam-Details", "rule=notspam policy=default score=0"),
        ("Subject", "X-Spam-Flag: YES"),
    ],
)
def test_what_is_no_mark_of_spam_holds_nothing(hello: Mailbox, name: str, value: str) -> None:
    assert verdict(came(hello, (name, value))) == ("done", "")


@pytest.mark.parametrize(
    "marks",
    [
        (("X-Spam-Status", "No, score=1.2"), ("X-Spam-Score", "12"), ("X-Spam-Bar", "+"), ("X-Spam-Flag", "NO")),
        (("X-Spam-Flag", "NO"), ("X-Spam-Score", "5.8"), ("X-Spam-Level", "*****")),
        (("X-Spam-Level", "******"), ("X-Spam-Status", "No, score=6.1 required=7.0")),
    ],
)
def test_a_score_is_no_mark_of_spam_where_its_server_says_no(
    hello: Mailbox, marks: tuple[tuple[str, str], ...]
) -> None:
    assert verdict(came(hello, *marks)) == ("done", "")
    assert verdict(came(hello, *marks, ("Received", "from x"), ("X-Spam-Score", "7"), text="b"))[1] == "spam"


@pytest.mark.parametrize("forged", [b"X-Spam-Flag: NO\n", b"X-Spam-Level: *\nX-Spam-Status: No, score=1\n"])
def test_a_no_that_the_sender_wrote_above_an_appended_score_is_nothing(hello: Mailbox, forged: bytes) -> None:
    top, _, text = a_letter().partition(b"\n\n")
    ours = (
        b"X-Spam-Status: No, score=1.2\nX-Spam-Score: 12\nX-Spam-Bar: +\nX-Ham-Report: fine,\n it is\nX-Spam-Flag: NO\n"
    )
    letter = keep(top + b"\n" + forged + b"X-Spam-Score: 12\n\n" + text, hello)
    good = keep(top + b"\n" + ours + b"\nanother: " + text, hello)
    take_letters()
    letter.refresh_from_db(), good.refresh_from_db()
    assert verdict(letter) == ("quarantined", "spam") and verdict(good) == ("done", "")


def test_a_mark_in_the_text_is_text(hello: Mailbox) -> None:
    assert verdict(came(hello, text="Look:\nX-Spam-Flag: YES\n")) == ("done", "")


def test_no_spam_lets_nothing_in_that_another_server_marked(hello: Mailbox) -> None:
    assert verdict(came(hello, ("X-Spam-Flag", "NO"), ("X-Spam-Status", "No"), ("X-Spam-Flag", "YES"))) == (
        "quarantined",
        "spam",
    )


def test_the_house_decides_where_spam_begins(hello: Mailbox) -> None:
    MailRules.objects.create(pk=1, spam_score=10)
    assert verdict(came(hello, ("X-Spam-Score", "7.3"))) == ("done", "")
    MailRules.objects.update(spam_score=5)
    assert verdict(came(hello, ("X-Spam-Score", "7.3"), text="another")) == ("quarantined", "spam")
    MailRules.objects.update(holds_spam=False)
    assert verdict(came(hello, ("X-Spam-Score", "7.3"), text="a third")) == ("done", "")


@pytest.mark.parametrize("pattern", ["ada@example.com", "example.com", "@Example.COM", "com"])
def test_a_blocked_sender_is_held(hello: Mailbox, grace: Agent, pattern: str) -> None:
    if pattern == "com":
        SenderRule.objects.create(pattern="com")
    else:
        know_sender(pattern, verdict="block", by=grace)
    assert verdict(came(hello)) == ("quarantined", "blocked")


def test_whoever_hands_a_letter_over_may_be_blocked_too(hello: Mailbox, grace: Agent) -> None:
    know_sender("bulk.example", verdict="block", by=grace)
    assert verdict(came(hello, envelope_from="bounce-7@out.bulk.example")) == ("quarantined", "blocked")


def test_a_neighbour_of_a_blocked_domain_comes_in(hello: Mailbox, grace: Agent) -> None:
    know_sender("ample.com", verdict="block", by=grace)
    assert verdict(came(hello)) == ("done", "")


def test_allowed_wins_over_blocked_and_over_spam(hello: Mailbox, grace: Agent) -> None:
    know_sender("example.com", verdict="block", by=grace)
    know_sender("bulk.example", verdict="block", by=grace)
    know_sender("ada@example.com", verdict="allow", by=grace)
    assert verdict(came(hello, ("X-Spam-Flag", "YES"), envelope_from="x@bulk.example")) == ("done", "")


def test_a_forged_sender_is_held_although_allowed_unless_the_house_says_otherwise(
    believing: Mailbox, grace: Agent
) -> None:
    assert verdict(came(believing, ("Authentication-Results", FAILED))) == ("quarantined", "unproven")
    know_sender("example.com", verdict="allow", by=grace)
    assert verdict(came(believing, ("Authentication-Results", FAILED), text="two")) == ("quarantined", "unproven")
    know_sender("example.com", verdict="trust", by=grace)
    assert verdict(came(believing, ("Authentication-Results", FAILED), text="three")) == ("done", "")


def test_a_forged_pass_lets_no_letter_in(believing: Mailbox) -> None:
    forged = came(believing, ("Authentication-Results", FAILED), ("Authentication-Results", PROVEN))
    assert verdict(forged) == ("quarantined", "unproven") and forged.verdicts["dmarc"] == "fail"


def test_a_failure_that_the_domain_does_not_mind_is_let_in_with_a_warning(believing: Mailbox) -> None:
    letter = came(believing, ("Authentication-Results", FAILED.replace("reject", "none")))
    assert verdict(letter) == ("done", "")
    message = Message.objects.get()
    assert message.trust == "fail" and "DMARC fail" in message.trust_detail


def test_results_of_a_server_that_we_do_not_know_change_nothing(hello: Mailbox) -> None:
    letter = came(hello, ("Authentication-Results", FAILED))
    assert verdict(letter) == ("done", "") and letter.verdicts is None and Message.objects.get().trust == ""


def test_a_letter_that_was_let_in_passes_all_screens(believing: Mailbox, grace: Agent) -> None:
    know_sender("example.com", verdict="block", by=grace)
    held = came(believing, ("Authentication-Results", FAILED), ("X-Spam-Flag", "YES"))
    InboundLetter.objects.filter(pk=held.pk).update(state="received", is_released=True)
    take_letters()
    held.refresh_from_db()
    assert verdict(held) == ("done", "")


def test_a_disproved_sender_takes_part_in_nothing(believing: Mailbox) -> None:
    """Who knows an id of a conversation, and forges a participant's name, begins something new when the subject does not fit."""
    came(believing, ("Authentication-Results", PROVEN), message_id="<first@example.com>")
    softly = FAILED.replace("reject", "none")
    reply = {"in_reply_to": "<first@example.com>", "subject": "New bank account"}
    came(believing, ("Authentication-Results", softly), text="Pay here", **reply)
    first, forged = Message.objects.order_by("pk")
    assert first.trust == "pass" and forged.conversation_id != first.conversation_id
    came(believing, ("Authentication-Results", PROVEN), text="A real answer", **reply)
    assert Message.objects.order_by("-pk")[0].conversation_id == first.conversation_id
    came(
        believing,
        ("Authentication-Results", softly),
        text="Pay there",
        in_reply_to="<first@example.com>",
        subject="Re: Where is my order?",
    )
    stranger = Message.objects.order_by("-pk")[0]
    assert stranger.conversation_id == first.conversation_id and stranger.is_stranger


def test_a_machine_that_copies_the_mark_of_our_automatic_letters_is_held_and_may_be_let_in(hello: Mailbox) -> None:
    mark = tokens.message_id_for(1, 1, domain="coffee.example", key=threads.signing_key()).strip("<>")
    held = came(hello, ("X-Loop", mark), message_id="<robot@example.com>")
    assert verdict(held) == ("quarantined", "loop") and mark in held.detail
    forged = came(hello, ("X-Loop", mark.replace("c1.", "c2.")), message_id="<person@example.com>")
    assert verdict(forged) == ("done", ""), "only a mark that we have made counts"
    release_letters(InboundLetter.objects.filter(pk=held.pk), by=Agent.objects.create(email="noor@coffee.example"))
    while take_letters():
        pass
    held.refresh_from_db()
    assert verdict(held) == ("done", "")
