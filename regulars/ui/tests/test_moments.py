from datetime import UTC, date, datetime, timedelta

import pytest
from django.template import Context, Template
from django.utils import timezone as django_timezone

from regulars.ui.moments import Times

NOW = datetime(2026, 5, 14, 11, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    ("ago", "said"),
    [
        (timedelta(seconds=-5), "now"),
        (timedelta(seconds=59), "now"),
        (timedelta(minutes=17), "17 min"),
        (timedelta(hours=4), "4 h"),
        (timedelta(days=1), "Wed"),
        (timedelta(days=12), "2 May"),
        (timedelta(days=400), "9 Apr 2025"),
    ],
)
def test_an_age_is_said_in_the_fewest_plain_letters(ago, said):
    assert Times(NOW).age(NOW - ago) == said


def test_days_between_messages():
    times = Times(NOW)
    assert times.day(NOW.date()) == "Today"
    assert times.day(NOW.date() - timedelta(days=1)) == "Yesterday, Wednesday 13 May"
    assert times.day(NOW.date() - timedelta(days=400)) == "Wednesday 9 April 2025"


def test_times_are_in_the_zone_of_the_viewer_with_the_exact_time_on_hover():
    with django_timezone.override("Asia/Tokyo"):
        said = Times(NOW).clock(NOW)
    assert ">20:20<" in said and 'title="Thursday 14 May 2026, 20:20"' in said


def test_a_wait_turns_from_hours_to_days():
    times = Times(NOW)
    assert [times.span(timedelta(hours=hours)) for hours in (0, 5, 47, 49)] == ["1 min", "5 h", "47 h", "2 d"]


def test_pages_say_numbers_and_days_as_people_do():
    given = Context({"many": 1314, "day": date(2020, 5, 3), "at": NOW})
    page = Template("{% load ui %}{{ many|grouped }} {{ day|on_day }} {{ at|exact }}")
    assert page.render(given) == "1,314 3 May 2020 Thursday 14 May 2026, 11:20"


def test_the_day_of_a_moment_is_that_of_the_viewer():
    late = Context({"at": datetime(2020, 5, 3, 22, 30, tzinfo=UTC)})
    with django_timezone.override("Europe/Berlin"):
        assert Template("{% load ui %}{{ at|on_day }}").render(late) == "4 May 2020"
