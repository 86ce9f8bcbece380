from datetime import date

from django.test import Client

from regulars.predictions.models import Assumptions, Forecast, Prediction


def signed_in(agent):
    client = Client()
    client.force_login(agent)
    return client


def predictions_are_read_with_how_right_they_were_and_beside_each_customer(grace, noor, people):
    client = signed_in(noor)
    page = client.get("/predictions?order=worth").content.decode()
    assert "Pareto/NBD" in page and "BG/NBD" in page and "Ranks who stays away" in page and page.count("<rect") == 40
    best = Prediction.objects.order_by("-worth").first()
    assert page.index(str(best.customer)) < page.index("How right it was")
    beside = client.get(f"/customers/{best.customer_id}/predictions").content.decode()
    assert "Lifetime value to come" in beside and "May stay away" in beside
    Prediction.objects.filter(customer=people[0]).delete()
    assert client.get(f"/customers/{people[0].pk}/predictions").content.decode().strip() == ""


def test_whoever_may_asks_for_predictions_now(grace, noor):
    assert "Nothing is predicted yet" in signed_in(noor).get("/predictions").content.decode()
    assert signed_in(noor).post("/predictions/ask").status_code == 403
    signed_in(grace).post("/predictions/ask")
    assert Forecast.objects.filter(begun_at=None).count() == 1


def test_too_little_to_go_by_is_said_in_words(grace, ada):
    Forecast.objects.create(as_of=date(2026, 11, 21), ended_at="2026-11-22T03:10Z", told={
        "seen": {"orders": 19, "customers": 15}, "buying": {"floor": "again", "has": 3, "needs": 100},
        "leaving": {"floor": "of each", "has": 2, "needs": 100}, "next": {"not": "2 have bought three times; it takes 30"}, "likes": {"customers": 0},
    })  # fmt: skip
    Prediction.objects.create(customer=ada, band="high", because=[["lateness", 0, 3.5]], made_on=date(2026, 11, 21))
    page = signed_in(grace).get("/predictions").content.decode()
    assert "3 customers have ordered again; it takes 100." in page and "has waited 3.5 times as long as usual" in page


def test_what_is_taken_for_granted_is_kept_or_refused(grace):
    client = signed_in(grace)
    said = {"ahead": "60", "months": "12", "discount": "8", "shut": "Gift cards\n\nTea ", "contract_months": "1"}
    assert (
        client.post("/settings/predictions", said | {"ahead": "3"}).status_code == 422
        and not Assumptions.objects.exists()
    )
    client.post("/settings/predictions", said)
    kept = Assumptions.objects.get()
    assert (kept.ahead, kept.shut) == (60, ["Gift cards", "Tea"])
    assert "Gift cards" in client.get("/settings/predictions").content.decode()
