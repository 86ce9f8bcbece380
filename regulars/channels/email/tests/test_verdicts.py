"""Who says that a letter comes from whom it says, and whether we believe them."""

from __future__ import annotations

from time import process_time

import pytest

from regulars.channels.email.marks import marks_in
from regulars.channels.email.models import Mailbox
from regulars.channels.email.verdicts import Verdicts, verdicts_in

OURS = "mx.coffee.example"


def read(*headers: str, believed: str = OURS, imap_host: str = "") -> Verdicts | None:
    letter = "\r\n".join((*headers, "From: billing@bank.example", "", "Pay now")).encode()
    return verdicts_in(marks_in(letter), Mailbox(results_by=believed, imap_host=imap_host))


def results(said: str, *, by: str = OURS) -> str:
    return f"Authentication-Results: {by};\r\n\t{said}"


PASS = "dkim=pass header.d=bank.example; spf=pass smtp.mailfrom=x@bank.example; dmarc=pass header.from=bank.example"
FAIL = (
    "spf=pass smtp.mailfrom=evil.example; dkim=none; dmarc=fail (p=REJECT sp=REJECT dis=NONE) header.from=bank.example"
)


def test_our_own_server_is_believed() -> None:
    said = read(results(PASS))
    assert (said.spf, said.dkim, said.dmarc, said.trust("billing@bank.example")) == ("pass", "pass", "pass", "pass")
    assert not said.should_be_held
    said = read(results(FAIL))
    assert (said.dmarc, said.policy, said.trust("billing@bank.example")) == ("fail", "reject", "fail")
    assert said.should_be_held


def test_nobody_else_is_believed() -> None:
    assert read(results(PASS, by="mx.evil.example")) is None
    assert read(results(PASS, by=f"{OURS}.evil.example")) is None
    assert read(results(PASS), believed="") is None


@pytest.mark.parametrize(
    "between", [[], ["Received: from evil.example by mx.coffee.example; Sun, 1 Nov 2026 10:00:00 +0000"]]
)
def test_a_forged_pass_below_the_real_answer_counts_for_nothing(between: list[str]) -> None:
    said = read(results(FAIL), *between, results(PASS))
    assert said.dmarc == "fail" and said.should_be_held


def test_a_forged_dmarc_pass_further_down_adds_nothing_to_a_server_that_only_checks_spf() -> None:
    said = read(
        results("spf=pass smtp.mailfrom=evil.example"), "Received: x", results("dmarc=pass header.from=bank.example")
    )
    assert said.dmarc == "" and said.trust("billing@bank.example") == "none"


def test_a_strangers_results_on_top_hide_nothing() -> None:
    said = read(results(PASS, by="mx.evil.example"), results(FAIL))
    assert said.dmarc == "fail"


def test_a_server_that_writes_a_header_for_each_check_is_read_whole() -> None:
    said = read(
        results("dmarc=pass header.from=bank.example", by="dmarc.icloud.com"),
        results("dkim=pass header.d=bank.example", by="dkim-verifier.icloud.com"),
        results("spf=pass smtp.mailfrom=bank.example", by="spf.icloud.com"),
        believed="",
        imap_host="imap.mail.me.com",
    )
    assert (said.spf, said.dkim, said.dmarc) == ("pass", "pass", "pass")


def test_microsoft_does_not_name_itself() -> None:
    header = (
        "Authentication-Results: spf=fail (sender IP is 192.0.2.1) smtp.mailfrom=bank.example; dkim=none (message not signed)"
        " header.d=none;dmarc=fail action=oreject header.from=bank.example;compauth=fail reason=000"
    )
    said = read(header, believed="", imap_host="outlook.office365.com")
    assert (said.spf, said.dmarc, said.trust("x@bank.example")) == ("fail", "fail", "fail")
    assert read(header) is None  # another house does not take a nameless header for its own


@pytest.mark.parametrize(
    ("written", "policy"),
    [
        ("dmarc=fail (p=quarantine sp=none dis=none) header.from=bank.example", "quarantine"),
        ("dmarc=fail policy.dmarc=reject header.from=bank.example", "reject"),
        (
            'dmarc=fail reason="SPF not aligned (relaxed), No valid DKIM" header.from=bank.example (policy=reject)',
            "reject",
        ),
        ("dmarc=fail (p=none) header.from=bank.example", "none"),
        ("dmarc = fail (p=reject; sp=none) header.from=bank.example", "reject"),
        ("dmarc=fail header.from=bank.example policy.published-domain-policy=quarantine", "quarantine"),
    ],
)
def test_what_the_domain_asks_for_is_read_in_the_ways_it_is_written(written: str, policy: str) -> None:
    said = read(results(written))
    assert (said.dmarc, said.policy, said.should_be_held) == ("fail", policy, policy != "none")


def test_a_forwarder_that_our_server_trusts_excuses_a_failure() -> None:
    by_list = "arc=pass (i=1 spf=pass dkim=pass dmarc=pass fromdomain=bank.example); dmarc=fail (p=REJECT dis=NONE) header.from=bank.example"
    said = read(results(by_list))
    assert not said.should_be_held and said.trust("billing@bank.example") == "none"
    said = read(results(by_list.replace("dis=NONE", "dis=QUARANTINE")))
    assert said.should_be_held  # ARC alone is anybody's own word


@pytest.mark.parametrize(
    ("said", "trust"),
    [
        ("dkim=pass header.d=mail.bank.example; dmarc=none header.from=bank.example", "pass"),
        ("dkim=pass header.i=@evil.example; spf=pass smtp.mailfrom=a@evil.example; dmarc=none", "none"),
        ("spf=softfail smtp.mailfrom=bank.example", "none"),
        ("dkim=fail header.d=bank.example; dkim=pass header.d=bank.example", "pass"),
        ("dkim=pass header.d=notbank.example", "none"),
        ("none", "none"),
    ],
)
def test_without_dmarc_a_signature_of_the_same_domain_proves_it(said: str, trust: str) -> None:
    assert read(results(said)).trust("billing@bank.example") == trust


def test_a_verdict_about_another_from_proves_nothing() -> None:
    said = read(results("dmarc=pass header.from=evil.example; dkim=pass header.d=evil.example"))
    assert said.trust("billing@bank.example") == "none"


@pytest.mark.parametrize(
    "junk", ["", ";", "=;=;=", "x; (((((", "dmarc", f"{OURS}; dmarc=", f"{OURS}; =pass; dmarc=pass(" + "(" * 5000]
)
def test_junk_harms_nobody(junk: str) -> None:
    read(f"Authentication-Results: {junk}")


@pytest.mark.parametrize("junk", [";" * 250_000, "(;" * 120_000, "a=b " * 60_000, "dmarc=fail (p=" * 15_000])
def test_headers_made_to_be_slow_are_read_at_once(junk: str) -> None:
    letter = f"Authentication-Results: {OURS}; {junk}\r\nFrom: a@b.example\r\n\r\nHi".encode()
    used = process_time()
    verdicts_in(marks_in(letter), Mailbox(results_by=OURS))
    assert process_time() - used < 2  # seconds of computing; the square of the length would take minutes
