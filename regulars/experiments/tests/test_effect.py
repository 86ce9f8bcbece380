import math
from datetime import timedelta

import numpy as np
import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from regulars.commerce.models import Order, Shop
from regulars.customers.actions.merge import merge
from regulars.customers.changes import heed
from regulars.customers.fields import CUSTOMER_FIELDS
from regulars.customers.models import Change, Customer
from regulars.experiments.actions.begin_experiment import begin_experiment
from regulars.experiments.actions.draw_lots import draw_lots, next_due
from regulars.experiments.actions.end_experiment import end_experiment
from regulars.experiments.actions.save_costs import save_costs
from regulars.experiments.actions.save_experiment import save_experiment
from regulars.experiments.actions.save_holdout import save_holdout
from regulars.experiments.comparing import Sums, chi_squared, effect, fairness
from regulars.experiments.groups import of_experiment, of_holdout
from regulars.experiments.holding import Held
from regulars.experiments.measuring import measured
from regulars.experiments.models import Assigned, Costs, Experiment, Holdout
from regulars.lib.conditions import matching
from regulars.team.models import AuditEntry


def sums(y, x=None):
    y, x = np.asarray(y, dtype=float), np.zeros(len(y)) if x is None else np.asarray(x, dtype=float)
    return Sums(len(y), y.sum(), (y**2).sum(), x.sum(), (x**2).sum(), (x * y).sum())


def test_a_difference_has_the_published_size_and_error():
    """Hillstrom's letters: visits of 21 307 to whom men's goods were sent, beside 21 306 to whom nothing was."""
    tried, other = (Sums(n, n * rate, n * rate) for n, rate in ((21307, 0.182757), (21306, 0.106167)))
    found = effect(tried, other, is_final=True)
    assert found.difference == pytest.approx(0.0766, abs=1e-4)
    assert (found.high - found.low) / 2 / 1.959964 == pytest.approx(0.0034, abs=1e-4)
    wider = effect(tried, other, is_final=False)
    assert wider.difference == found.difference and wider.low < found.low and wider.is_shown


def test_what_they_had_done_before_is_taken_out_and_narrows_the_interval():
    chance = np.random.default_rng(1)
    before = chance.gamma(2, 50, 4000)
    after = before + chance.normal(0, 20, 4000)
    lot = chance.random(4000) < 0.5
    after[lot] += 3
    plain = effect(sums(after[lot]), sums(after[~lot]), is_final=True)
    taken_out = effect(sums(after[lot], before[lot]), sums(after[~lot], before[~lot]), is_final=True)
    assert taken_out.high - taken_out.low < 0.4 * (plain.high - plain.low) and taken_out.narrowed > 0.8
    assert taken_out.low < 3 < taken_out.high and taken_out.is_shown and not plain.is_shown


def test_looking_every_day_finds_no_effect_where_there_is_none():
    chance, wrong = np.random.default_rng(4), 0
    for _trial in range(200):
        y = chance.normal(0, 1, 2000)
        looks = range(100, 2001, 100)
        wrong += any(effect(sums(y[0:n:2]), sums(y[1:n:2]), is_final=False).is_shown for n in looks)
    assert wrong <= 14  # 5 per cent of 200, and the luck of the draw


@given(st.floats(0.01, 60), st.integers(1, 12))
def test_the_tail_of_chi_squared_is_right(value, free):
    """By its own integral, in small steps."""
    steps = np.linspace(0, value, 4001)[1:]
    middle = steps - value / 8000
    density = np.exp((free / 2 - 1) * np.log(middle) - middle / 2 - free / 2 * math.log(2) - math.lgamma(free / 2))
    assert chi_squared(value, free=free) == pytest.approx(
        1 - density.sum() * value / 4000, abs=0.03 if free == 1 else 2e-3
    )


def test_arms_that_lots_would_not_make_are_suspicious():
    assert fairness({"a": 5000, "b": 5100}, shares={"a": 50, "b": 50}) > 0.001
    assert fairness({"a": 5000, "b": 5500}, shares={"a": 50, "b": 50}) < 0.001
    assert fairness({"a": 900, "b": 100}, shares={"a": 90, "b": 10}) == pytest.approx(1)


def a_town(many=600):
    shop, now = Shop.objects.create(name="Online", slug="online"), timezone.now()
    people = Customer.objects.bulk_create(
        [Customer(name=f"Guest {n}", created_at=now - timedelta(days=400)) for n in range(many)]
    )
    return shop, people


def sell(shop, person, *, days, cents=1000):
    when, number = timezone.now() - timedelta(days=days), Order.objects.count()
    return Order(
        shop=shop,
        external_id=f"{person.pk}-{days}-{number}",
        number="1",
        customer=person,
        currency="EUR",
        paid="paid",
        total=cents,
        placed_at=when,
    )


def test_the_holdout_tells_what_the_others_spent_more_and_survives_a_merge(grace):
    shop, people = a_town()
    save_holdout(share=1000, by=grace)
    Holdout.objects.update(begun_at=timezone.now() - timedelta(days=60))
    held = set(Customer.objects.filter(Held("pk")).values_list("pk", flat=True))
    rows = [sell(shop, each, days=90, cents=2000 + each.pk % 7 * 100) for each in people]
    rows += [
        sell(shop, each, days=10, cents=2000 + each.pk % 7 * 100 + (0 if each.pk in held else 500)) for each in people
    ]
    rows += [sell(shop, each, days=20, cents=0) for each in people if each.pk not in held]
    Order.objects.bulk_create(rows)
    groups = of_holdout(Holdout.objects.get())
    found = measured(groups.people, groups.facts, until=timezone.now())
    assert found.arms == {"tried": len(people) - len(held), "other": len(held)}
    spent, again = (
        effect(found.sums[name]["tried"], found.sums[name]["other"], is_final=True) for name in ("spend", "again")
    )
    assert (
        spent.difference == pytest.approx(5)
        and spent.raw != pytest.approx(5)
        and again.difference == 1
        and again.usual == 0
    )
    one, free = Customer.objects.get(pk=min(held)), next(each for each in people if each.pk not in held)
    merge(one, into=free, by=grace)
    found = measured(groups.people, groups.facts, until=timezone.now())
    assert found.arms["other"] == len(held) and found.arms["tried"] == len(people) - len(held) - 1


def an_experiment(by, **facts):
    usual = {
        "name": "Faster",
        "word": "faster",
        "who": {"field": "name", "contains": "Guest"},
        "ends_on": timezone.now().date() + timedelta(days=30),
    }
    arms = [{"name": "As always", "share": 50}, {"name": "Within an hour", "share": 50}]
    experiment = Experiment(**usual | {"arms": arms} | facts)
    save_experiment(experiment, by=by)
    return experiment


def noticed():
    """Of whom segments ask again."""
    return set(Change.objects.values_list("customer_id", flat=True))


def test_customers_are_drawn_once_and_rules_can_ask_in_which_arm_they_are(grace, ada):
    shop, people = a_town(300)
    save_holdout(share=500, by=grace)
    experiment = an_experiment(grace)
    assert next_due() is None and draw_lots() == 0
    begin_experiment(experiment, by=grace)
    begin_experiment(experiment, by=grace)
    heed(is_wanted=True)
    assert draw_lots() == 1 and draw_lots() == 0 and next_due() > timezone.now()
    arms = dict(Assigned.objects.values_list("customer", "arm"))
    assert noticed() == set(arms)
    assert ada.pk not in arms and not Customer.objects.filter(Held("pk"), pk__in=arms).exists()
    assert 0.35 < [*arms.values()].count("within-an-hour") / len(arms) < 0.65
    asked = {"field": "experiment", "is": "faster: within-an-hour"}
    found = matching(Customer.objects.all(), asked, CUSTOMER_FIELDS, now=timezone.now())
    assert {each.pk for each in found} == {pk for pk, arm in arms.items() if arm == "within-an-hour"}
    control, tried = (next(pk for pk, arm in arms.items() if arm == word) for word in ("as-always", "within-an-hour"))
    merge(Customer.objects.get(pk=control), into=Customer.objects.get(pk=tried), by=grace)
    Experiment.objects.update(looked_at=None)
    draw_lots()
    groups = of_experiment(Experiment.objects.get())
    assert (
        sum(measured(groups.people, groups.facts, until=timezone.now() + timedelta(days=1)).arms.values())
        == len(arms) - 1
    )
    assert Assigned.objects.filter(customer=tried).count() == 2 and Assigned.objects.count() == len(arms)
    Change.objects.all().delete()
    end_experiment(experiment, by=grace)
    end_experiment(experiment, by=grace)
    assert noticed() == set(Assigned.objects.values_list("customer", flat=True))
    assert not matching(Customer.objects.all(), asked, CUSTOMER_FIELDS, now=timezone.now()).exists()
    assert list(AuditEntry.objects.filter(action__startswith="experiment").order_by("pk").values_list("action", flat=True)) == [
        "experiment.added", "experiment.begun", "experiment.ended"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"arms": [{"name": "One", "share": 100}]}, "arms"),
        ({"arms": [{"name": "A", "share": 50}, {"name": "B", "share": 40}]}, "arms"),
        ({"arms": [{"name": "A", "share": 50}, {"name": "a", "share": 50}]}, "arms"),
        ({"arms": [{"name": "A", "share": 0}, {"name": "B", "share": 100}]}, "arms"),
        ({"who": {"field": "nonsense", "is": 1}}, "conditions"),
    ],
)
def test_an_experiment_that_cannot_be_is_refused_by_name(facts, field, grace):
    with pytest.raises(ValidationError) as refused:
        an_experiment(grace, **facts)
    assert field in refused.value.message_dict and not Experiment.objects.exists()


def test_what_is_asked_stays_as_it_is_once_it_has_begun_and_a_day_too_near_is_refused(grace):
    near = an_experiment(grace, ends_on=timezone.now().date() + timedelta(days=2))
    with pytest.raises(ValidationError, match="a week or later"):
        begin_experiment(near, by=grace)
    near.ends_on += timedelta(days=30)
    save_experiment(near, by=grace)
    begin_experiment(near, by=grace)
    with pytest.raises(ValidationError, match="has begun"):
        save_experiment(Experiment.objects.get(), by=grace)


def test_effect_is_looked_at_settings_are_kept_and_an_experiment_is_made_on_pages(grace, ada):
    client = Client()
    client.force_login(grace)
    assert "Nobody is left out" in client.get("/effect").content.decode()
    assert (
        client.post("/settings/holdout", {"share": "21", "conversation": "450"}).status_code == 422
        and not Costs.objects.exists()
    )
    client.post("/settings/holdout", {"share": "7.5", "conversation": "450"})
    assert Holdout.objects.get().share == 750 and Costs.objects.get().conversation == 450
    save_costs(Costs(conversation=500), by=grace)
    assert "7.5 %" in client.get("/effect").content.decode() and "not causal" in client.get("/effect").content.decode()
    said = {
        "name": "Faster",
        "word": "faster",
        "ends_on": f"{timezone.now().date() + timedelta(days=30)}",
        "arm_name": ["As always", "Fast", ""],
        "arm_share": ["50", "40", ""],
    }
    wrong = client.post("/experiments/new", said)
    assert wrong.status_code == 422 and "are 100 per cent" in wrong.content.decode()
    assert client.post("/experiments/new", said | {"arm_share": ["50", "50", ""]}).status_code == 302
    one = f"/experiments/{Experiment.objects.get().pk}"
    assert client.get(f"{one}/edit").status_code == 200
    client.post(f"{one}/begin")
    draw_lots()
    page = client.get(one).content.decode()
    assert "faster: fast" in page and "As always" in page
    client.post(f"{one}/end")
    assert Experiment.objects.get().state == "ended"
