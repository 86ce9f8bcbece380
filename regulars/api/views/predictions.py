"""What customers will probably do, and in which groups they are by lot."""

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Query, Router

from regulars.api import rows
from regulars.api.given.kinds import Page
from regulars.api.shapes import PageOf
from regulars.api.shapes import predictions as shapes
from regulars.api.told import predictions as told
from regulars.api.told.answers import told as answered
from regulars.api.views.customers import the_customer
from regulars.predictions.models import Prediction
from regulars.predictions.queries import of_customer

router = Router(tags=["Predictions"])


@router.get("/predictions", response=PageOf[shapes.Prediction], summary="Predictions of all customers")
def all_predictions(request: HttpRequest, asked: Query[Page]) -> HttpResponse:
    """Made each night anew; a walk through them is best begun after it."""
    return rows.newest(Prediction.objects.all(), asked, told.prediction)


@router.get(
    "/customers/{int:number}/predictions", response=shapes.Prediction, summary="What a customer will probably do"
)
def read_prediction(request: HttpRequest, number: int) -> HttpResponse:
    """404 while nothing is predicted of them."""
    found = of_customer(the_customer(number).pk)
    if found is None:
        raise Http404(f"Nothing is predicted of customer {number}")
    return answered(told.prediction(found))


@router.get(
    "/customers/{int:number}/lots",
    response=shapes.Lots,
    summary="Whether a customer is left out, and in which arms they are",
)
def read_lots(request: HttpRequest, number: int) -> HttpResponse:
    """For programs that do something of their own accord: a shop's banner, another mailing."""
    return answered(told.lots(the_customer(number).pk))
