"""How often, and how much at once."""

from __future__ import annotations

from regulars.channels import CHANNELS
from regulars.lib.throttle import Throttle

LARGEST = 256 * 1024  # bytes of a request
LARGEST_FILE = CHANNELS["chat"].largest_file  # bytes
MOST_FILES = 10  # of a message
LONGEST = 20_000  # characters of a message
STREAMS = 8  # open pages of one visitor

meeting = Throttle(per_second=1 / 10, burst=30)  # new visitors, from one place
writing = Throttle(per_second=1, burst=20)  # messages of one visitor
writing_there = Throttle(per_second=5, burst=100)  # messages from one place: a school or an office shares one
sending_files = Throttle(per_second=1 / 10, burst=30)  # files of one visitor
sending_files_there = Throttle(per_second=1, burst=100)  # files from one place
mailing_there = Throttle(per_second=1 / 60, burst=10)  # transcripts, from one place
looking = Throttle(per_second=10, burst=200)  # anything else, from one place
