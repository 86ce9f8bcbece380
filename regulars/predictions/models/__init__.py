"""What customers will probably do, on what assumptions, and how right it was."""

from regulars.predictions.models.assumptions import Assumptions
from regulars.predictions.models.forecast import Forecast, Prediction

__all__ = ["Assumptions", "Forecast", "Prediction"]
