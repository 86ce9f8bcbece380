"""How often, and how much at once."""

from __future__ import annotations

from regulars.lib.throttle import Throttle

LARGEST = 256 * 1024  # bytes of a request
LONGEST = 20_000  # characters of a message
STREAMS = 8  # open pages of one visitor

meeting = Throttle(per_second=1 / 10, burst=30)  # new visitors, from one place
writing = Throttle(per_second=1, burst=20)  # messages of one visitor
writing_there = Throttle(per_second=5, burst=100)  # messages from one place: a school or an office shares one
looking = Throttle(per_second=10, burst=200)  # anything else, from one place
