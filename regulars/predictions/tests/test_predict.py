import subprocess
import sys
from datetime import date, timedelta

import numpy as np
import psycopg
import pytest
from django.db import connection
from django.utils import timezone

from regulars.commerce.models import Order, Product, Shop
from regulars.customers.changes import heed
from regulars.customers.fields import CUSTOMER_FIELDS
from regulars.customers.models import Change, Consent, Customer, CustomField
from regulars.lib.conditions import matching
from regulars.lib.postgres import connection_facts
from regulars.predictions.actions.ask_forecast import ask_forecast
from regulars.predictions.actions.forget_predictions import forget_predictions
from regulars.predictions.actions.predict import next_due, predict
from regulars.predictions.actions.save_assumptions import save_assumptions
from regulars.predictions.models import Assumptions, Forecast, Prediction
from regulars.predictions.night import predict_all
from regulars.predictions.tests.crowd import a_past
from regulars.predictions.tests.test_pages import (
    predictions_are_read_with_how_right_they_were_and_beside_each_customer,
    signed_in,
)
from regulars.team.models import AuditEntry


def foretold():
    forecast = Forecast.objects.create(begun_at=timezone.now())
    predict_all(forecast, now=timezone.now())
    return Forecast.objects.get(pk=forecast.pk).told


def test_a_night_says_of_each_customer_what_they_will_do_and_how_right_that_was(grace, noor):
    people = a_past()
    gone = people[3]
    Consent.objects.create(customer=gone, channel="desk", purpose="profiling", state="withdrawn")
    told = foretold()
    assert told["seen"]["customers"] == len(people) - 1 and not Prediction.objects.filter(customer=gone).exists()
    buying, leaving = told["buying"], told["leaving"]
    assert buying["model"] in {"BG/NBD", "MBG/NBD", "Pareto/NBD"} and len(buying["tenths"]) == 10
    assert (
        0.7 < buying["models"][0]["expected"] / buying["models"][0]["actual"] < 1.3
        and buying["models"][0]["auc"] > 0.65
    )
    assert (
        leaving["auc"] > 0.65
        and leaving["calibration_error"] < 0.12
        and leaving["tenths"][0]["actual"] > leaving["tenths"][9]["actual"]
    )
    assert told["next"]["loss"] <= told["next"]["median"] and told["likes"]["tried"]["customers"] > 50
    everybody = list(Prediction.objects.select_related("customer"))
    assert len(everybody) == len(people) - 1 and all(
        each.orders >= 0 and each.worth >= 0 and each.currency == "EUR" for each in everybody
    )
    likely = max((each for each in everybody if each.leaving is not None), key=lambda each: each.leaving)
    assert likely.band == "high" and {reason for reason, _part, _value in likely.because} <= {
        "recency", "orders", "tenure", "lateness", "spend", "lately", "refunds", "questions"
    }  # fmt: skip
    assert all(each.next_on > each.made_on for each in everybody if each.next_on) and any(
        each.likes for each in everybody
    )
    later = timezone.now() + timedelta(days=1)
    assert Order.objects.filter(placed_at__gt=later).count() == 0
    asked = {
        "all": [
            {"field": "likely to leave", "at least": 65},
            {"field": "lifetime value", "is known": True},
            {"field": "next order", "is missing": True},
        ]
    }
    found = set(matching(Customer.objects.all(), asked, CUSTOMER_FIELDS, now=timezone.now()))
    assert found == {each.customer for each in everybody if each.leaving and each.leaving >= 0.65 and not each.next_on}
    Product.objects.filter(title="cups").update(is_sold=False)
    foretold()
    assert Prediction.objects.count() == len(everybody)
    cups = Product.objects.get(title="cups").pk
    assert not any(cups in [one for one, _because in each.likes] for each in Prediction.objects.all())
    predictions_are_read_with_how_right_they_were_and_beside_each_customer(grace, noor, people)
    forget_predictions([likely.customer_id])
    assert not Prediction.objects.filter(customer=likely.customer_id).exists()


def test_below_the_floor_nothing_is_predicted_and_it_says_how_much_is_missing(ada):
    assert foretold()["buying"] == {"floor": "days", "has": 0, "needs": 270}
    a_past(40)
    told = foretold()
    assert (
        told["buying"]["floor"] == "again" and told["buying"]["needs"] == 100 and told["leaving"]["floor"] == "of each"
    )
    rows = Prediction.objects.all()
    assert all(each.orders is None and each.leaving is None for each in rows)
    assert {"high"} <= {each.band for each in rows} and {each.because[0][0] for each in rows if each.because} == {
        "lateness"
    }


def test_what_is_known_later_changes_nothing_of_what_is_learnt_before(db):
    """Facts are as of their day: an order of tomorrow is not seen, nor one of today."""
    from regulars.predictions.seen import orders
    from regulars.predictions.staying_away import facts_of

    a_past(60)
    facts = {"zone": "UTC", "until": timezone.now() - timedelta(days=90), "currency": "EUR"}
    early, all_of_it = orders(facts), orders(facts | {"until": timezone.now()})
    day = int(early.day.max())
    none = (early.customer[:0], early.day[:0])
    (who, before), (again, after) = facts_of(early, none, day=day), facts_of(all_of_it, none, day=day)
    assert (who == again).all() and all((before[name] == after[name]).all() or name == "lateness" for name in before)


def test_contracts_are_renewed_or_not(db):
    today = date.today()
    for number in range(600):
        begun = today - timedelta(days=30 * (number % 20) + 40)
        ended = begun + timedelta(days=31 * (1 + number % 3)) if number % 2 else None
        ended = ended if ended and ended < today else None
        Customer.objects.create(
            name="C", attributes={"since": begun.isoformat()} | ({"until": ended.isoformat()} if ended else {})
        )
    for day in ("2026-99-99", "2026-02-30", "today"):
        Customer.objects.create(name="wrong", attributes={"since": day})
    Assumptions.objects.create(pk=1, contract_from="since", contract_until="until")
    told = foretold()["contracts"]
    assert told["left"] + told["running"] == 600 and told["retention"][0][1] < told["retention"][9][1]
    newest, oldest = (
        Prediction.objects.filter(because__0__2__gt=0).order_by(order).first()
        for order in ("because__0__2", "-because__0__2")
    )
    assert newest.leaving > oldest.leaving


def test_whoever_ends_on_the_day_of_renewal_has_not_renewed_however_long_the_month():
    """Months of 31 and of 28 days are each one."""
    from regulars.predictions.renewing import renewing
    from regulars.predictions.seen import EPOCH

    january, february, march = (date(2026, month, 1).toordinal() - EPOCH for month in (1, 2, 3))
    begins = np.array([january] * 300 + [february] * 300)
    ends = np.where(np.arange(600) % 2, -1, np.where(begins == january, february, march))
    _running, chances, told = renewing(begins, ends, today=march + 40, months=1)
    assert told["retention"][0][1] == pytest.approx(0.5, abs=0.02) and chances.max() < 0.1


def test_who_ends_a_contract_is_learnt_from_what_the_house_keeps(grace):
    chance, rows = np.random.default_rng(4), []
    for number in range(700):
        tenure, contract = int(chance.integers(0, 72)), chance.choice(["Month-to-month", "Two year"])
        odds = 0.8 - 0.05 * tenure - (2.0 if contract == "Two year" else 0)
        left = chance.random() < 1 / (1 + np.exp(-odds))
        paid = f"{tenure * 19.9:.2f}" if tenure else " "
        facts = {"Churn": "Yes" if left else "No", "tenure": tenure, "Contract": contract, "TotalCharges": paid}
        facts |= {"customerID": f"C-{number}", "Senior": bool(number % 3 == 0)} | ({"Reason": "Price"} if left else {})
        rows.append(Customer(name=f"C {number}", attributes=facts))
    people = Customer.objects.bulk_create([*rows, Customer(name="none", attributes={"Churn": "perhaps"})])
    CustomField.objects.create(about="customer", key="tenure", label="Months with us", kind="number")
    client = signed_in(grace)
    page = client.get("/settings/predictions").content.decode()
    assert '<option value="Churn">' in page and '<option value="tenure">Months with us' in page
    said = {"ahead": "90", "months": "12", "discount": "8", "contract_months": "1", "contract_left": "Churn"}
    assert client.post("/settings/predictions", said | {"aside": "reason\n"}).status_code == 302
    Order.objects.create(
        shop=Shop.objects.create(name="Online", slug="online"), external_id="1", number="1", customer=people[0],
        currency="GBP", paid="paid", said_paid="paid", total=1200, placed_at=timezone.now() - timedelta(days=9),
    )  # fmt: skip
    heed(is_wanted=True)
    told = foretold()["ending"]
    assert Change.objects.count() == Prediction.objects.count() > 100
    Change.objects.all().delete()
    assert told["auc"] > 0.75 and told["calibration_error"] < 0.06 and told["customers"] == 700
    foretold()
    assert not Change.objects.exists()
    assert told["aside"] == ["fields.customerID"] and "fields.Reason" not in dict(told["weights"])
    found = {each.customer_id: each for each in Prediction.objects.all()}
    assert found.keys() == {each.pk for each in rows if each.attributes["Churn"] == "No"}
    worst = max(found.values(), key=lambda each: each.leaving)
    assert worst.customer.attributes["Contract"] == "Month-to-month" and worst.because[0][0].startswith("fields.")
    page = client.get("/predictions").content.decode()
    assert f"<dd>{told['auc']:.3f}</dd>" in page and f"<dd>{told['brier']:.3f}</dd>" in page
    assert "Who ends their contract" in page and "Months with us: " in page and "Not counted: 1 order in GBP" in page


@pytest.mark.django_db(transaction=True)
def test_the_worker_predicts_in_a_process_that_ends_and_once_a_night(grace, monkeypatch):
    settings = connection.settings_dict
    place = f"postgresql://{settings['USER']}:{settings['PASSWORD']}@/{settings['NAME']}?host={settings['HOST']}&port={settings['PORT'] or 5432}"
    monkeypatch.setenv("DATABASE_URL", place)
    assert next_due() <= timezone.now() and predict() == 1
    done = Forecast.objects.get()
    assert done.ended_at and not done.error and done.told["seen"]["orders"] == 0
    assert predict() == 0 and next_due() > timezone.now()
    assert ask_forecast(by=grace) == ask_forecast(by=grace) and next_due() <= timezone.now()
    assert AuditEntry.objects.filter(action="forecast.asked").count() == 1


def test_a_night_that_ended_with_its_worker_is_begun_anew_by_one_that_is_there(db, monkeypatch):
    begun = timezone.now()
    broken = Forecast.objects.create(begun_at=begun)
    monkeypatch.setattr(sys, "executable", "/bin/true")  # nothing is wrong with it, and nothing comes of it
    assert next_due() <= timezone.now() and predict() == 1
    broken.refresh_from_db()
    assert broken.begun_at > begun
    with psycopg.connect(**connection_facts(), autocommit=True) as another:
        another.execute("SELECT pg_advisory_lock(hashtext('predictions'))")
        assert predict() == 0 and Forecast.objects.get() == broken
        another.execute("SELECT pg_advisory_unlock_all()")
    assert predict() == 1 and predict() == 0
    broken.refresh_from_db()
    assert "broken off 2 times" in broken.error and next_due() > timezone.now()


def test_web_and_worker_never_load_scipy(db):
    said = (
        "import django, sys; django.setup(); from django.utils.module_loading import import_string; from regulars.config import urls, worker\n"
        "for queue in worker.QUEUES: import_string(queue.take)\n"
        "sys.exit(','.join({'scipy'} & {*sys.modules}) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_assumptions_are_kept_and_written_down(grace):
    save_assumptions(Assumptions(ahead=60, months=12), by=grace)
    save_assumptions(Assumptions(ahead=30, months=12), by=grace)
    assert Assumptions.objects.get().ahead == 30
    assert AuditEntry.objects.filter(action="assumptions.changed").order_by("-pk")[0].before["ahead"] == 60
