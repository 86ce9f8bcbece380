"""Who is left out and who is tried on, drawn by lot: what tells an effect from what would have happened anyway."""

from regulars.experiments.models.costs import Costs
from regulars.experiments.models.experiment import Assigned, Experiment
from regulars.experiments.models.holdout import Holdout

__all__ = ["Assigned", "Costs", "Experiment", "Holdout"]
