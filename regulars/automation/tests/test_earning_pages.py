"""A manager makes a rule of a programme, sees what it would have given, tries it, and goes back to what it was."""

from __future__ import annotations

from django.test import Client
from django.utils import timezone

from regulars.automation.models import Rule
from regulars.automation.rulebook import Ready
from regulars.automation.tests.test_credit_order import BEANS, a_member, a_programme, a_rule, an_order, shop, take
from regulars.automation.triggers import read_trigger
from regulars.automation.trying import effect_of_rule
from regulars.commerce.facts import PaymentFacts
from regulars.customers.actor import SYSTEM
from regulars.loyalty.actions.earn import earn
from regulars.loyalty.actions.save_programme import save_programme
from regulars.loyalty.models import Operation
from regulars.loyalty.schemes import scheme_of

__all__ = ["shop"]
FORM = {"name": "Coffee twice", "when": "order.paid", "do": "multiply", "times": "2", "of": "all", "each": "occasion"}
FORM |= {"only": "Coffee, Tea", "qualifies": "on", "per_member_within": "year", "often_within": "year", "budget_within": "year"}  # fmt: skip


def test_a_rule_is_tried_on_what_was_bought_before_it_is_kept(grace, ada, shop):
    client, programme = Client(), a_programme(grace)
    client.force_login(grace)
    member = a_member(ada, programme)
    take(an_order(BEANS), shop)
    new = f"/settings/loyalty/{programme.pk}/rules/new"
    page = client.post(new, FORM | {"preview": "1"}).content.decode()
    assert "48 points instead of 24 points" in page and not Rule.objects.exists()
    assert client.post(new, FORM | {"times": "many"}).status_code == 422
    assert client.post(new, FORM | {"do": "earn", "points": "5", "least": "a lot"}).status_code == 422
    client.post(new, FORM)
    rule = Rule.objects.get()
    assert rule.programme == programme and rule.steps[0]["only"] == ["Coffee", "Tea"]
    one = f"/settings/loyalty/{programme.pk}/rules/{rule.pk}"
    client.post(one, FORM | {"name": "Coffee thrice", "times": "3", "per_member": "10"})
    asked = {"member": member.number, "amount": "12.50", "of": "coffee"}
    page = client.get(f"/settings/loyalty/{programme.pk}/rules", asked).content.decode()
    assert "22 points" in page and "Coffee thrice" in page
    earn(member, spend=1000, by=SYSTEM)
    a_rule(programme, grace, name="Hello", do="earn", points=3)
    earn(member, spend=1000, by=SYSTEM)
    page = client.get(f"/loyalty/members/{member.pk}").content.decode()
    assert "for €10.00</span> <b>+10" in page and "Hello</span> <b>+3" in page
    versions = f"/settings/loyalty/rules/{rule.pk}/versions"
    assert "3 times all that was given so far" in client.get(versions).content.decode()
    client.post(versions, {"to": "1"})
    client.post(f"/settings/loyalty/rules/{rule.pk}/turn", {"on": "0"})
    rule.refresh_from_db()
    assert (rule.name, rule.version, rule.is_active) == ("Coffee twice", 3, False)
    assert "Nobody fits" in client.get(f"/settings/loyalty/{programme.pk}/rules", {"member": "nobody"}).content.decode()


def test_a_bonus_has_dates_of_its_own_and_a_counter_is_one_that_the_programme_has(grace):
    client = Client()
    client.force_login(grace)
    tiers = {"counters": ["nights"]}
    programme = save_programme(None, by=grace, facts={"name": "Beans"}, terms={"tiers": tiers})
    new = f"/settings/loyalty/{programme.pk}/rules/new"
    bonus = FORM | {
        "do": "raise",
        "points": "100",
        "waits_count": "1",
        "waits_unit": "day",
        "waits_round_to": "day",
        "lasts_on": "2027-10-31",
    }
    client.post(new, bonus)
    rule = Rule.objects.get()
    scheme = read_scheme(rule)
    assert (scheme.do, scheme.waits.count, scheme.waits.unit, str(scheme.lasts.on)) == ("raise", 1, "day", "2027-10-31")
    said = client.get(f"/settings/loyalty/{programme.pk}/rules").content.decode()
    assert (
        "at least 100 points" in said and "may be spent after 1 days, the end of: days" in said and "over after" in said
    )
    one = f"/settings/loyalty/{programme.pk}/rules/{rule.pk}"
    assert 'value="2027-10-31"' in client.get(one).content.decode()
    nights = FORM | {"do": "earn", "points": "1", "only_for_tiers": "on"}
    assert client.post(new, nights | {"counter": "days"}).status_code == 422
    client.post(new, nights | {"counter": "Nights"})
    assert read_scheme(Rule.objects.order_by("pk").last()).counter == "nights"


def read_scheme(rule):
    return scheme_of(rule.steps[0])


def test_the_effect_of_a_rule_knows_where_and_how_it_was_paid(grace, ada, shop):
    programme = a_programme(grace)
    a_member(ada, programme)
    paid = PaymentFacts(external_id="1", amount=2900, currency="EUR", at=timezone.now(), way="Cash")
    take(an_order(BEANS, payments=(paid,)), shop)
    for field, value, more in (("event.shop", "Till", 5), ("event.shop", "Shop", 0), ("event.paid_by", "Cash", 5)):
        rule = a_rule(programme, grace, conditions={"field": field, "is": value}, do="earn", points=5)
        found = effect_of_rule(Ready(rule, read_trigger(rule.trigger)), programme=programme)
        assert (found.occasions, found.after - found.before) == (1, more), (field, value)


def test_rules_of_a_programme_stand_apart_from_those_of_the_house(grace, noor):
    client, programme = Client(), a_programme(grace)
    client.force_login(grace)
    first, second = (a_rule(programme, grace, name=name, do="earn", points=5) for name in ("First", "Second"))
    client.post(f"/settings/loyalty/rules/{second.pk}/move", {"to": "1"})
    assert list(programme.rules.in_order()) == [second, first]
    assert "First" not in client.get("/settings/rules").content.decode()
    assert client.get(f"/settings/rules/{first.pk}").status_code == 404
    about = client.get("/settings/loyalty/rules/about", {"when": "member.joined"}).json()
    assert "customer.tier" in str(about["conditions"]) and "steps" not in about
    client.post(f"/settings/loyalty/rules/{first.pk}/remove")
    assert list(programme.rules.all()) == [second] and not Operation.objects.exists()
