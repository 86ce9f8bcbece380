"""Very many conversations, written where they are to live: a million in a few minutes.

Each looks as if the verbs had written it: with its messages, words, deliveries, readers and events on the timeline.
"""

from seeds.bulk.load import load, tidy
from seeds.bulk.words import COMMON, IN_ONE_OF_100, IN_ONE_OF_5000

__all__ = ["COMMON", "IN_ONE_OF_100", "IN_ONE_OF_5000", "load", "tidy"]
