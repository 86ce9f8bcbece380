"""Working hours: when a house is open, how long it was, and when a promise is due.

Pure arithmetic, exact to the microsecond, without any model. `Hours.from_json` reads plain values, `to_json` writes them.
"""

from regulars.lib.hours.hours import Hours
from regulars.lib.hours.problem import HoursProblem, NeverOpen

__all__ = ["Hours", "HoursProblem", "NeverOpen"]
