from datetime import UTC, datetime, timedelta, timezone

import pytest
from django.db import DataError, connection
from hypothesis import given
from hypothesis import strategies as st

pytestmark = pytest.mark.django_db


def read_back(moment: datetime | str) -> datetime:
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::timestamptz", [moment])
        return cursor.fetchone()[0]


def test_a_moment_is_read_to_the_microsecond() -> None:
    zones = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))

    @given(st.datetimes(datetime(1, 1, 3), datetime(9999, 12, 29), timezones=zones))
    def check(moment: datetime) -> None:
        assert read_back(moment) == moment

    check()


def test_moments_are_in_utc_and_what_python_cannot_hold_is_an_error() -> None:
    read = read_back("2026-11-22 12:00:00.5+02")
    assert read == datetime(2026, 11, 22, 10, 0, 0, 500_000, UTC) and read.tzinfo is UTC
    with pytest.raises(DataError, match="too large"):
        read_back("infinity")
