"""At the desk: what is to be looked at, what was decided, and the terms."""

from __future__ import annotations

import pytest

from regulars.commerce.tests.buying import buys
from regulars.loyalty.tests.members import points
from regulars.referrals.actions.give_link import give_link
from regulars.referrals.actions.set_link import set_link
from regulars.referrals.models import Link, Referral, Scheme
from regulars.referrals.tests.friends import a_giver, a_scheme, bring
from regulars.team.models import AuditEntry

TERMS = {
    "is_open": "on", "giver_points": 400, "friend_points": 200, "least": "30,50", "wait_days": 14, "buy_days": 180, "late_days": 14, "most": 3,
    "every": "month", "reached": "2: 50\n5:1000", "review_at": 30, "void_at": 100, "places": "203.0.113.7",
}  # fmt: skip


@pytest.fixture
def flagged(ada, ben) -> Referral:
    """Ben came by Ada's link, and her name is on his order."""
    giver = a_giver(ada, a_scheme())
    bring(ben, giver)
    buys(ben, person_name="Ada Moreau")
    return Referral.objects.get()


def test_somebody_looks_and_approves(flagged, client, grace):
    client.force_login(grace)
    assert (flagged.state, flagged.signs) == ("flagged", [["same buyer", 60]])
    assert "Ben Okafor" in client.get("/loyalty/friends").content.decode()
    assert "is on the order" in client.get(f"/loyalty/friends/{flagged.pk}").content.decode()
    client.post(f"/loyalty/friends/{flagged.pk}/approve", {"note": "His sister", "trust": "on"})
    flagged.refresh_from_db()
    assert flagged.state == "approved" and points(flagged.giver) == 500 and flagged.link.is_trusted
    assert "Approved" in client.get(f"/customers/{flagged.giver.customer_id}/friends").content.decode().title()
    assert AuditEntry.objects.get(action="referral.approved").after["note"] == "His sister"
    assert client.post(f"/loyalty/friends/{flagged.pk}/void", {"note": " "}).status_code == 422
    client.post(f"/loyalty/friends/{flagged.pk}/void", {"note": "It was a trick"})
    flagged.refresh_from_db()
    assert (flagged.state, points(flagged.giver), points(flagged.friend)) == ("taken back", 0, 0)


def test_only_who_runs_programmes_decides(flagged, client, noor):
    client.force_login(noor)
    assert client.get(f"/loyalty/friends/{flagged.pk}").status_code == 200
    assert client.post(f"/loyalty/friends/{flagged.pk}/approve").status_code == 403
    flagged.refresh_from_db()
    assert flagged.state == "flagged"


def test_a_link_is_stopped(flagged, client, grace):
    client.force_login(grace)
    client.post(f"/loyalty/friends/{flagged.pk}/link", {"stop": "yes"})
    assert Link.objects.get().is_stopped and client.get(f"/r/{give_link(flagged.giver).code}").status_code == 404
    assert not set_link(flagged.link, is_stopped=False, by=grace).is_stopped


def test_terms_are_kept_and_refused_by_name(flagged, client, grace):
    client.force_login(grace)
    address = f"/settings/friends/{flagged.giver.programme_id}"
    weights = {
        name: field.initial for name, field in client.get(address).context["form"].fields.items() if "weight" in name
    }
    assert client.get("/settings/friends").status_code == 302
    for wrong in ({"least": "much"}, {"reached": "5: 1\n2: 1"}, {"void_at": 20}, {"places": "here"}, {"reached": "x"}):
        answer = client.post(address, TERMS | weights | wrong)
        assert answer.status_code == 422 and list(answer.context["form"].errors) == list(wrong), wrong
    assert client.post(address, TERMS | weights | {"weight_same_place": 10}).status_code == 302
    scheme = Scheme.objects.get()
    assert (scheme.least_order, scheme.milestones, scheme.weights) == (3050, [[2, 50], [5, 1000]], {"same place": 10})
    assert AuditEntry.objects.get(action="referrals.saved").before["giver_points"] == 500, "save_scheme writes it down"
