"""Limits that several processes count together."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from regulars.live.models import Allowance
from regulars.live.sharing import SharedThrottle, forget_allowances


@pytest.mark.django_db(transaction=True)
def test_however_many_processes_ask_a_burst_is_given_once():
    def ask(number: int) -> float:
        try:
            return SharedThrottle("writing", per_second=1e-6, burst=5).wait("ada")
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as several:
        waits = list(several.map(ask, range(20)))
    assert (waits.count(0.0), all(wait > 1000 for wait in waits if wait)) == (5, True)


def test_what_was_used_comes_back_with_time_and_never_more_than_a_burst(db):
    throttle = SharedThrottle("writing", per_second=0.01, burst=3)
    assert [throttle.wait("ada") > 0 for _ in range(4)] == [False, False, False, True]
    assert "ada" not in Allowance.objects.get().asker
    assert 0 < throttle.wait("ada") <= 100
    assert throttle.wait("ben") == SharedThrottle("meeting", per_second=0.01, burst=3).wait("ada") == 0, (
        "others are others"
    )
    Allowance.objects.update(at=timezone.now() - timedelta(hours=1))
    assert [throttle.wait("ada") > 0 for _ in range(4)] == [False, False, False, True]
    assert forget_allowances() == 0
    Allowance.objects.update(at=timezone.now() - timedelta(days=2))
    assert forget_allowances() == 3
