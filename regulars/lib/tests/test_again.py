"""Who is given up by the database in favour of another transaction begins again, once."""

import pytest
from django.db import OperationalError, transaction
from psycopg.errors import DeadlockDetected, QueryCanceled

from regulars.lib.again import again_after_a_deadlock


def failing(times, why=DeadlockDetected):
    """Something that the database gives up so often."""
    tries = []

    @again_after_a_deadlock
    def act(word, *, more):
        tries.append((word, more))
        if len(tries) <= times:
            raise OperationalError from why()
        return len(tries)

    return act, tries


def test_it_is_done_once_more_with_the_same_words():
    act, tries = failing(1)
    assert act("one", more=2) == 2 and tries == [("one", 2)] * 2


@pytest.mark.parametrize(("times", "why", "tried"), [(2, DeadlockDetected, 2), (1, QueryCanceled, 1)])
def test_not_twice_and_for_no_other_reason(times, why, tried):
    act, tries = failing(times, why)
    with pytest.raises(OperationalError):
        act("one", more=2)
    assert len(tries) == tried


@pytest.mark.django_db
def test_a_transaction_around_it_begins_again_itself():
    act, tries = failing(1)
    with pytest.raises(OperationalError), transaction.atomic():
        act("one", more=2)
    assert len(tries) == 1
