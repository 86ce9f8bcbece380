"""A process that serves looks through its memory seldom, and not through what it was loaded with."""

import gc

from regulars.lib.collecting import SELDOM, collect_seldom


def test_what_is_loaded_is_looked_through_no_more_and_the_rest_seldom() -> None:
    before = gc.get_threshold()
    try:
        collect_seldom()
        assert gc.get_freeze_count() > 10_000 and gc.get_threshold() == SELDOM
    finally:
        gc.unfreeze()
        gc.set_threshold(*before)
