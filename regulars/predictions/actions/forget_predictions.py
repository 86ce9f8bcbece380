from collections.abc import Collection

from regulars.predictions.models import Prediction


def forget_predictions(customers: Collection[int]) -> None:
    """What we thought of somebody who is forgotten goes with them."""
    Prediction.objects.filter(customer__in=customers).delete()
