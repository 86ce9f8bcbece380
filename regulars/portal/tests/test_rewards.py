"""A reward from the catalogue to the till: seen, claimed with a code, found by an agent, used."""

from __future__ import annotations

import re

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from regulars.customers.models import TimelineEvent
from regulars.loyalty.models import Programme
from regulars.loyalty.tests.members import a_programme, buckets
from regulars.portal.exporting import everything_of
from regulars.portal.models import Proof
from regulars.portal.queries import Reader
from regulars.portal.tests.conftest import address_of, signed_in_as
from regulars.rewards.models import Claim, Reward
from regulars.rewards.tests.rewarding import a_reward, with_points
from regulars.team.models import AuditEntry

FORM = {"name": "Five off", "kind": "amount", "amount": "5,00", "least_order": "20", "points": "100", "code_days": "30", "stock": "3", "most_per_member": "2", "is_on": "on", "is_listed": "on"}  # fmt: skip
PICTURE = b"\x89PNG\r\n\x1a\n and so on"


def desk(agent):
    client = Client()
    client.force_login(agent)
    return client


def test_a_reward_is_made_claimed_found_by_its_code_and_used(grace, ada, inbox):
    a_programme()
    manager = desk(grace)
    wrong = manager.post("/settings/rewards/new", FORM | {"amount": "much"})
    assert wrong.status_code == 422 and "such as 12.30" in wrong.content.decode() and not Reward.objects.exists()
    assert manager.post("/settings/rewards/new", FORM).status_code == 302
    reward = Reward.objects.get()
    assert (reward.amount, reward.least_order, reward.stock) == (500, 2000, 3)
    assert AuditEntry.objects.get(action="reward.made").agent == grace
    member = with_points(ada)

    customer = signed_in_as(address_of(ada))
    page = customer.get("/my/rewards").content.decode()
    assert "Five off" in page and "€5.00 off, from €20.00 on" in page and "You have 250 points" in page
    key = re.search(r'name="key" value="([^"]+)"', page)[1]
    for _twice in range(2):
        assert customer.post(f"/my/rewards/{reward.pk}/claim", {"key": key}).status_code == 302
    claim = Claim.objects.get()
    assert buckets(member)[1:4] == (150, 100, 0), "set aside, not spent"
    assert Reward.objects.get().stock == 2
    shown = re.search(
        r"<code>([A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4})</code>", customer.get("/my/rewards").content.decode()
    )[1]
    assert shown.replace("-", "") == claim.code

    [told] = everything_of(Reader(Proof.objects.latest("pk")))["points"]
    assert told["rewards"][0]["code"] == shown

    assert "Five off" in manager.get(f"/customers/{ada.pk}/rewards").content.decode()
    found = manager.get("/loyalty/claims", {"code": f" {shown.lower()} "})
    assert found.url == f"/loyalty/claims/{claim.pk}"
    assert "There is no such code" in manager.get("/loyalty/claims?code=AAAA").content.decode()
    assert manager.post(f"{found.url}/use", {"reference": "R-1"}).status_code == 302
    again = manager.post(f"{found.url}/use", {"reference": "R-2"})
    assert again.status_code == 422 and "was used" in again.content.decode()
    assert buckets(member)[1:4] == (150, 0, 100)
    claim.refresh_from_db()
    assert (claim.state, claim.reference) == ("used", "R-1")
    told = list(TimelineEvent.objects.filter(kind__startswith="reward.").order_by("pk").values_list("kind", "by"))
    assert told == [("reward.claimed", f"customer:{ada.pk}"), ("reward.used", f"agent:{grace.pk}")]
    assert "Used “Five off”" in manager.get(found.url).content.decode()


def test_what_others_have_is_neither_seen_nor_given_back(grace, ada, ben, inbox):
    reward = a_reward(stock=1)
    with_points(ada), with_points(ben)
    mine, other = signed_in_as(address_of(ada)), signed_in_as(address_of(ben))
    assert mine.post(f"/my/rewards/{reward.pk}/claim").status_code == 302
    claim = Claim.objects.get()
    assert other.post(f"/my/rewards/claims/{claim.pk}/cancel").status_code == 404
    page = other.get("/my/rewards").content.decode()
    assert claim.code[:4] not in page and "None are left" in page
    refused = other.post(f"/my/rewards/{reward.pk}/claim")
    assert refused.status_code == 422 and "None are left" in refused.content.decode()
    assert mine.post(f"/my/rewards/claims/{claim.pk}/cancel").status_code == 302
    assert Reward.objects.get().stock == 1 and buckets(claim.account)[1:4] == (250, 0, 0)
    assert Programme.objects.count() == 1


def test_a_picture_is_shown_to_everybody_and_a_script_is_none(grace, client):
    reward = a_reward()
    manager = desk(grace)
    said = FORM | {"name": reward.name}
    evil = manager.post(
        f"/settings/rewards/{reward.pk}", said | {"picture": SimpleUploadedFile("a.svg", b"<svg onload=x>")}
    )
    assert evil.status_code == 422 and "Choose a picture" in evil.content.decode()
    manager.post(f"/settings/rewards/{reward.pk}", said | {"picture": SimpleUploadedFile("a.png", PICTURE)})
    reward.refresh_from_db()
    answer = client.get(f"/rewards/{reward.pk}/picture/{reward.picture[:16]}")
    assert b"".join(answer.streaming_content) == PICTURE and "sandbox" in answer["Content-Security-Policy"]
    manager.post(f"/settings/rewards/{reward.pk}", said | {"without_picture": "on"})
    assert client.get(f"/rewards/{reward.pk}/picture/x").status_code == 404


def test_codes_of_the_shops_own_are_pasted(grace):
    reward, manager = a_reward(is_pooled=True), desk(grace)
    manager.post(f"/settings/rewards/{reward.pk}/codes", {"codes": "A-1\r\n\r\nA-2\nA-1"})
    page = manager.get(f"/settings/rewards/{reward.pk}").content.decode()
    assert "2 codes are new." in page and "2 are left." in page and reward.pool.count() == 2
