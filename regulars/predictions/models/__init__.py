"""What customers will probably do, on what assumptions, and how right it was."""

from regulars.predictions.models.assumptions import Assumptions
from regulars.predictions.models.forecast import OF_THE_HOUSE, Forecast, Prediction

__all__ = ["OF_THE_HOUSE", "Assumptions", "Forecast", "Prediction"]
