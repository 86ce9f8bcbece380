"""How often, and how much at once. What makes rows or mails is counted by all web processes together."""

from __future__ import annotations

from regulars.channels import CHANNELS
from regulars.lib.throttle import Throttle
from regulars.live.sharing import SharedThrottle

LARGEST = 256 * 1024  # bytes of a request
LARGEST_FILE = CHANNELS["chat"].largest_file  # bytes
MOST_FILES = 10  # of a message
LONGEST = 20_000  # characters of a message
STREAMS = 8  # open pages of one visitor

meeting = SharedThrottle("chat.meeting", per_second=1 / 10, burst=30)  # new visitors, from one place
writing = SharedThrottle("chat.writing", per_second=1, burst=20)  # messages of one visitor
# From one place: a school or an office shares one.
writing_there = SharedThrottle("chat.writing_there", per_second=5, burst=100)
sending_files = Throttle(per_second=1 / 60, burst=30)  # files of one visitor
sending_files_there = SharedThrottle("chat.files_there", per_second=1 / 60, burst=60)  # files from one place: they stay
mailing_there = SharedThrottle("chat.mails_there", per_second=1 / 60, burst=10)  # transcripts, from one place
mailing = SharedThrottle("chat.mails", per_second=1 / 3600, burst=3)  # of one visitor: the address is as they typed it
looking = Throttle(per_second=10, burst=200)  # anything else, from one place
