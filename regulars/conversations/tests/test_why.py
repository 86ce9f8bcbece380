"""Codes and words of mail servers, in the words of people."""

import pytest

from regulars.conversations.why import is_about_address, why_in_words


@pytest.mark.parametrize(
    ("status", "reason", "said"),
    [
        ("5.1.1", "550 5.1.1 User unknown", "there is no such mailbox"),
        ("5.1.10", "550 5.1.10 RESOLVER.ADR.RecipientNotFound", "there is no such mailbox"),
        ("", "550 No such user here", "there is no such mailbox"),
        ("5.0.0", "Sorry, no mailbox here by that name.", "there is no such mailbox"),
        ("5.4.4", "Host or domain name not found", "no mail server takes letters for that address"),
        ("5.2.1", "The account is disabled", "the mailbox is closed"),
        ("4.2.2", "over quota", "the mailbox is full"),
        ("5.0.0", "552 Mailbox quota exceeded", "the mailbox is full"),
        ("5.3.4", "message too big", "the letter is too large for their server"),
        ("5.7.1", "Message rejected", "their server does not want letters from us"),
        ("", "554 blocked using a blocklist", "their server does not want letters from us"),
        ("4.4.1", "connection timed out", "their server did not answer"),
        ("5.5.5", "A riddle", "A riddle"),
        ("", "", "their server gave no reason"),
    ],
)
def test_a_reason_is_said_plainly(status: str, reason: str, said: str) -> None:
    assert why_in_words(status, reason)[0] == said


@pytest.mark.parametrize(
    ("status", "reason", "is_about"),
    [
        ("5.1.1", "", True),
        ("5.0.0", "rejected", True),
        ("5.2.1", "", True),
        ("5.2.2", "", False),
        ("5.3.4", "", False),
        ("5.6.1", "", False),
        ("5.7.26", "", False),
        ("5.1.8", "", False),
        ("", "550 spam", False),
    ],
)
def test_only_what_is_the_address_s_own_fault_counts_against_it(status: str, reason: str, is_about: bool) -> None:
    assert is_about_address(status, reason) is is_about
