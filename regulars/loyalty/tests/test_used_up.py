"""Credits that are used up are not read again by each verb: their sums count towards tiers just the same."""

from datetime import timedelta

import pytest

from regulars.customers.actor import SYSTEM
from regulars.loyalty import qualifying, tiering
from regulars.loyalty.actions.earn import earn
from regulars.loyalty.actions.give_back import give_back
from regulars.loyalty.actions.redeem import redeem
from regulars.loyalty.actions.take_back import take_back
from regulars.loyalty.falling_due import settle
from regulars.loyalty.keeping import as_written, book_of, with_credits
from regulars.loyalty.models import Account
from regulars.loyalty.tests.members import a_member, a_programme, day

LEVELS = [{"word": word, "name": word, "min": least} for word, least in (("silver", 60), ("gold", 150), ("top", 9000))]
FOR_GOOD = [LEVELS[0] | {"for_good": {"points": 200}}, *LEVELS[1:]]
SPAN = {"keeps": "span", "levels": LEVELS}
TIERS = {
    "this year, or the one before": {"levels": LEVELS},
    "months": {"period": {"whole": "month"}, "starts": "next period", "keeps": "period end", "levels": LEVELS},
    "anniversaries": {"period": {"kind": "anniversary"}, "starts": "next period", "levels": LEVELS},
    "the last year": SPAN | {"period": {"kind": "rolling"}},
    "the last months, or for good": SPAN | {"period": {"kind": "rolling", "count": 3}, "levels": FOR_GOOD},
    "ever": SPAN | {"period": {"kind": "ever"}},
    "for good": {"period": {"whole": "quarter"}, "levels": FOR_GOOD},
    "what rolled over": {"period": {"whole": "quarter"}, "rolls_over": {"again": True}, "levels": LEVELS},
}


@pytest.mark.parametrize("tiers", TIERS.values(), ids=TIERS)
def test_what_is_used_up_counts_as_if_each_credit_were_read(ada, tiers):
    member = a_member(ada, a_programme(tiers=tiers), at=day(2, 29, year=2020))
    for month in range(40):
        at = day(1 + month % 12, 1 + month % 28, year=2020 + month // 12) + timedelta(days=60)
        earned = earn(member, points=10 + month, spend=None, is_order=month % 3 > 0, by=SYSTEM, at=at)
        if month % 4:
            redeem(member, points=Account.objects.get(pk=member.pk).available, by=SYSTEM, at=at + timedelta(hours=1))
        if month % 5 == 0:
            take_back(member, earned=earned, points=5, by=SYSTEM, at=at + timedelta(hours=2))
    for later in (0, 40, 200, 500):
        few, [all_of_them] = book_of(as_written(member.pk)), with_credits([as_written(member.pk)], with_old=True)
        at = few.account.clock + timedelta(days=later)
        for book in (few, all_of_them):
            settle(book, at)
        assert len(few.lots) < 10 < 40 == len(all_of_them.lots)
        for asks in (qualifying.amounts, qualifying.ever, tiering.deserved, tiering.missing_to_stay):
            assert asks(few, at) == asks(all_of_them, at)
        assert few.account.tier == all_of_them.account.tier
        assert few.account.review_at == all_of_them.account.review_at


def test_a_purchase_of_long_ago_is_refunded_and_a_redemption_cancelled_all_the_same(ada):
    member = a_member(ada, a_programme(tiers={"levels": LEVELS}, refunds={"policy": "unlimited"}))
    earned = earn(member, points=70, by=SYSTEM, at=day(2))
    spent = redeem(member, points=70, by=SYSTEM, at=day(3))
    assert Account.objects.get(pk=member.pk).tier == "silver"
    take_back(member, earned=earned, points=20, by=SYSTEM, at=day(4))
    paid = earn(member, points=30, by=SYSTEM, at=day(5))
    redeem(member, points=10, by=SYSTEM, at=day(6))
    give_back(member, redeemed=spent, by=SYSTEM, at=day(7))
    give_back(member, redeemed=spent, by=SYSTEM, at=day(8))
    account = Account.objects.get(pk=member.pk)
    assert (account.available, account.spent, account.reversed, account.debt) == (70, 10, 20, 0)
    lot = account.lots.get(operation=paid)
    assert (lot.available, lot.spent, lot.paid) == (20, 10, 0)
