"""At the counter: each slip once, also late, twice and from two tills; and undone within a day."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, connections
from django.utils import timezone

from regulars.channels.store.actions.enrol import enrol
from regulars.channels.store.actions.save_place import save_place
from regulars.channels.store.actions.take_slip import take_slip
from regulars.channels.store.actions.undo_slip import undo_slip
from regulars.channels.store.finding import customers_like, members_like
from regulars.channels.store.models import Place, Slip
from regulars.customers.actions.add_identity import add_identity
from regulars.customers.models import TimelineEvent
from regulars.loyalty.models import Operation
from regulars.loyalty.queries import balance_of
from regulars.loyalty.tests.members import a_member, a_programme
from regulars.team.models import AuditEntry


@pytest.fixture
def canal(grace):
    programme = a_programme(by=grace)
    return save_place(Place(name="Canal Street", programme=programme), by=grace)


@pytest.fixture
def member(canal, ada):
    return a_member(ada, canal.programme)


def sale(canal, member, tomas, **facts):
    return take_slip(canal, account=member, by=tomas, **{"client_id": "till-1", "kind": "earn", "amount": 1250} | facts)


def balance(member):
    member.refresh_from_db()
    return balance_of(member)


def test_a_purchase_gives_its_points_once_and_is_a_visit(canal, member, tomas):
    first = sale(canal, member, tomas, receipt="K-17")
    assert sale(canal, member, tomas, receipt="K-17") == first, "out of the queue of a till once more"
    assert (first.points, first.balance, balance(member)) == (12, 12, 12)
    assert (first.operation.reason, first.operation.reference, first.operation.by) == (
        "Canal Street",
        "K-17",
        f"agent:{tomas.pk}",
    )
    with pytest.raises(ValidationError, match="something else"):
        sale(canal, member, tomas, amount=99_00)
    sale(canal, member, tomas, client_id="till-2")
    assert TimelineEvent.objects.filter(kind="store.visited", customer=member.customer_id).count() == 1, (
        "one within the hour"
    )


def test_a_visit_is_noted_and_points_are_redeemed(canal, member, tomas):
    sale(canal, member, tomas, kind="visit", client_id="v", at=timezone.now() - timedelta(hours=3))
    sale(canal, member, tomas, amount=100_00)
    spent = sale(canal, member, tomas, kind="redeem", points=40, client_id="r")
    assert (spent.points, spent.balance, balance(member)) == (-40, 60, 60)
    with pytest.raises(ValidationError, match="within the hour"):
        sale(canal, member, tomas, kind="visit", client_id="w")
    with pytest.raises(ValidationError):
        sale(canal, member, tomas, kind="redeem", points=61, client_id="s")
    assert Slip.objects.count() == 3


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"amount": 0}, "amount"),
        ({"amount": 100_001}, "amount"),
        ({"amount": None}, "amount"),
        ({"kind": "gift"}, "kind"),
        ({"client_id": ""}, "client_id"),
        ({"client_id": "x" * 200}, "client_id"),
        ({"receipt": "x" * 81}, "receipt"),
        ({"at": timezone.now() - timedelta(days=31)}, "at"),
    ],
)
def test_what_cannot_be_is_refused_by_name_and_changes_nothing(canal, member, tomas, facts, field):
    with pytest.raises(ValidationError) as refused:
        sale(canal, member, tomas, **facts)
    assert field in refused.value.error_dict and not Slip.objects.exists() and not Operation.objects.exists()


def test_a_slip_is_undone_within_a_day_once(canal, member, tomas, grace):
    sold, spent = (
        sale(canal, member, tomas, amount=100_00),
        sale(canal, member, tomas, kind="redeem", points=30, client_id="r"),
    )
    undo_slip(spent, by=tomas)
    assert undo_slip(spent, by=tomas).undone_at and balance(member) == 100
    Slip.objects.update(taken_at=timezone.now() - timedelta(days=2))
    with pytest.raises(ValidationError, match="more than a day"):
        undo_slip(sold, by=tomas)
    undo_slip(sold, by=grace)
    assert balance(member) == 0 and AuditEntry.objects.filter(action="slip.undone").count() == 2


def test_whoever_stands_there_is_found_by_card_phone_name_or_address(canal, member, ada, ben, tomas):
    add_identity(ada, kind="phone", value="+33 6 39 98 12 07")
    programme = canal.programme
    for words in (member.number.lower(), "06 39 98 12 07", "+33639981207", "moreau", "ada@mor", "Ada M"):
        assert members_like(programme, words) == [member], words
    assert members_like(programme, "") == members_like(programme, "a") == members_like(programme, "okafor") == []
    assert customers_like(programme, "okafor") == [ben] and customers_like(programme, "moreau") == []
    joined = enrol(canal, customer=ben, by=tomas)
    new = enrol(canal, name="Zoe Lind", phone="+46 70 174 06 05", email="zoe@lind.example", by=tomas)
    assert members_like(programme, "okafor") == [joined] and members_like(programme, "070-174 06") == [
        new
    ] == members_like(programme, "zoe@l")
    for ways in ({}, {"phone": "070"}, {"email": "no"}):
        with pytest.raises(ValidationError):
            enrol(canal, name="Zoe", by=tomas, **ways)


@pytest.mark.django_db(transaction=True)
def test_one_slip_that_comes_ten_times_at_once_is_taken_once(canal, member, tomas):
    def come(_number):
        try:
            return sale(canal, member, tomas).pk
        finally:
            connections.close_all()

    with ThreadPoolExecutor(5) as pool:
        assert len(set(pool.map(come, range(10)))) == 1
    assert connection.vendor == "postgresql" and balance(member) == 12
    assert Operation.objects.filter(kind="earn").count() == 1
