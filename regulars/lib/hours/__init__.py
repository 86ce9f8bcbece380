"""Working hours: when a house is open, how long it was, and when a promise is due.

Pure arithmetic, exact to the microsecond, without any model. `hours_from` reads plain values, `plain` writes them.
"""

from regulars.lib.hours.hours import Hours
from regulars.lib.hours.problem import HoursProblem, NeverOpen
from regulars.lib.hours.reading.calendars import hours_from
from regulars.lib.hours.writing import plain

__all__ = ["Hours", "HoursProblem", "NeverOpen", "hours_from", "plain"]
