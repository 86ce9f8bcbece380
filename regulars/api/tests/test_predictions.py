"""Programs ask what customers will probably do, and whom they should leave alone."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone

from regulars.api.tests.conftest import Program
from regulars.customers.models import Customer
from regulars.experiments.models import Assigned, Experiment, Holdout
from regulars.lib.buckets import bucket
from regulars.predictions.models import Prediction


def test_a_program_asks_what_a_customer_will_do_and_in_which_groups_they_are(
    program: Program, ada: Customer, ben: Customer
) -> None:
    for customer, orders in ((ada, 2.5), (ben, 0.1)):
        Prediction.objects.create(
            customer=customer,
            orders=orders,
            worth=12345,
            currency="EUR",
            because=[["recency", 0.4, 40]],
            made_on=date(2026, 11, 21),
        )
    said = program.get(f"/customers/{ada.pk}/predictions").json()
    assert (said["orders"], said["worth"], said["leaving"]) == (2.5, 12345, None)
    assert said["because"] == [{"fact": "recency", "part": 0.4, "value": 40}] and said["made_on"] == "2026-11-21"
    first = program.get("/predictions?limit=1").json()
    second = program.get(f"/predictions?limit=1&cursor={first['next']}").json()
    assert [each["items"][0]["customer"] for each in (first, second)] == [ben.pk, ada.pk] and second["next"] is None
    Prediction.objects.all().delete()
    assert program.get(f"/customers/{ada.pk}/predictions").status_code == 404
    arms = [{"word": word, "name": word, "share": 50} for word in ("control", "fast")]
    experiment = Experiment.objects.create(
        name="F", word="f", arms=arms, begun_at=timezone.now(), ends_on=date.today() + timedelta(days=30)
    )
    for home, arm in ((ada.pk, "fast"), (-1, "control")):  # they were two once
        Assigned.objects.create(experiment=experiment, customer=ada, home=home, arm=arm)
    salt = next(f"{n}" for n in range(999) if bucket(ada.pk, salt=f"{n}") < 500)
    Holdout.objects.create(share=500, salt=salt)
    assert program.get(f"/customers/{ada.pk}/lots").json() == {"is_held": True, "experiments": {"f": "control"}}
