"""Over a long time weeks are added up, and nothing is told otherwise for it."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regulars.reports.asking import parted
from regulars.reports.beside import of_members
from regulars.reports.figures import figures
from regulars.reports.metrics import METRICS
from regulars.reports.models import Progress
from regulars.reports.spread import bounds, step
from regulars.reports.tests.telling import answered_after, asked_by, follow


@pytest.mark.parametrize("days", [365, 500])
def test_a_year_is_told_by_weeks_as_by_readings(grace, noor, ada, monkeypatch, days):
    for days_ago in (0, 1, 6, 7, 8, 13, 14, 30, 200, days - 1, days, days + 3, 2 * days - 1, 2 * days):
        answered_after(ada, 10, agent=noor, days_ago=days_ago)
    follow()
    metrics = [METRICS[word] for word in ("conversations", "first_reply_time", "solved_at_once", "backlog", "csat")]
    asked = asked_by(grace, days=days)
    told = figures(metrics, asked), of_members(metrics, asked, by="agent")
    assert (told[0][0].value, told[0][0].before) == (10, 3)
    monkeypatch.setattr("regulars.reports.figures.EXACT_UP_TO", 0)
    monkeypatch.setattr("regulars.reports.beside.EXACT_UP_TO", 0)
    medians = [
        *(point.value for point in figures(metrics, asked)[1].points if point.number),
        of_members(metrics, asked, by="agent")[str(noor.pk)]["first_reply_time"].median,
    ]
    low, high = bounds(step(600))
    assert len(medians) > 4 and all(low <= each <= high for each in medians)
    monkeypatch.undo()
    Progress.objects.update(left=1)
    asked = asked_by(grace, days=days)
    assert (figures(metrics, asked), of_members(metrics, asked, by="agent")) == told


@given(st.dates(), st.integers(0, 60), st.sets(st.integers(-5, 65), max_size=4))
def test_days_and_weeks_are_each_day_once_and_no_week_is_on_both_sides(first, many, at):
    first = min(first, date.max - timedelta(days=200))
    days, weeks = parted(
        first, first + timedelta(days=many), at=(cuts := {first + timedelta(days=each) for each in at if each > 0})
    )
    of_weeks = [[week + timedelta(days=each) for each in range(7)] for week in weeks]
    assert sorted([*days, *(day for week in of_weeks for day in week)]) == [
        first + timedelta(days=each) for each in range(many + 1)
    ]
    assert not any(cuts & {*week[1:]} for week in of_weeks)
