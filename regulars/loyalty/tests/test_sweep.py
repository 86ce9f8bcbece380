from datetime import timedelta

import pytest
from django.utils import timezone

from regulars.customers.actor import SYSTEM
from regulars.customers.models import Customer, TimelineEvent
from regulars.loyalty.actions.earn import earn
from regulars.loyalty.actions.hold import hold
from regulars.loyalty.actions.save_programme import save_programme
from regulars.loyalty.actions.sweep import next_due, sweep
from regulars.loyalty.models import Hold, Operation, Programme, Sweep
from regulars.loyalty.tests.members import a_member, a_programme, buckets, day


def a_night_later(programme):
    Programme.objects.filter(pk=programme.pk).update(swept_at=timezone.now() - timedelta(days=2))
    while sweep():
        pass


def test_a_night_books_what_time_has_done_once_and_shows_how_far_it_is(db):
    levels = [{"word": "silver", "name": "Silver", "min": 5}]
    programme = a_programme(expiry={"count": 1}, tiers={"levels": levels})
    members = [a_member(Customer.objects.create(), programme) for _each in range(3)]
    for member in members:
        earn(member, points=5, by=SYSTEM, at=day(2))
    earn(a_member(Customer.objects.create(), programme), points=7, by=SYSTEM)  # of whom nothing is due
    a_night_later(programme)
    night = Sweep.objects.get()
    assert (night.due, night.done) == (3, 3) and night.ended_at
    assert [buckets(member)[4] for member in members] == [5, 5, 5]
    assert not any(member.tier for member in members)
    assert TimelineEvent.objects.filter(kind="points.expired").count() == 3
    before = Operation.objects.count()
    a_night_later(programme)
    assert Operation.objects.count() == before and next_due() > timezone.now()


def test_a_reservation_that_nobody_captures_is_over(ada):
    programme = a_programme()
    member = a_member(ada, programme)
    earn(member, points=10, by=SYSTEM, at=day(2))
    hold(member, points=10, minutes=60, by=SYSTEM, at=day(3))
    a_night_later(programme)
    assert buckets(member)[1:3] == (10, 0) and Hold.objects.get().state == "released"


def test_new_tiers_are_looked_at_soon_and_inactivity_begins_anew(ada, grace):
    programme = a_programme()
    member = a_member(ada, programme)
    earn(member, points=10, by=SYSTEM, at=timezone.now() - timedelta(days=900))
    levels = [{"word": "silver", "name": "Silver", "min": 5}]
    tiers = {"levels": levels, "period": {"kind": "ever"}, "keeps": "follows"}
    save_programme(programme, terms={"tiers": tiers, "inactivity": {"count": 12}}, by=grace)
    while sweep():
        pass
    member.refresh_from_db()
    assert (member.tier, member.available) == ("silver", 10) and member.lapses_at > timezone.now()
    assert list(programme.versions.values_list("number", flat=True)) == [1, 2]


def test_all_tiers_may_be_taken_away_again_also_where_points_roll_over(ada, grace):
    tiers = {"rolls_over": {}, "levels": [{"word": "silver", "name": "Silver", "min": 5}]}
    programme = a_programme(tiers=tiers)
    member = a_member(ada, programme)
    earn(member, points=10, by=SYSTEM)
    save_programme(programme, terms={"tiers": tiers | {"levels": []}}, by=grace)
    while sweep():
        pass
    member.refresh_from_db()
    assert (member.own_tier, member.tier) == ("", "") and Sweep.objects.get().ended_at


def test_a_programme_whose_books_cannot_be_kept_stops_no_other(ada):
    broken, sound = a_programme("Broken"), a_programme(expiry={"count": 1})
    member = a_member(ada, sound)
    earn(member, points=5, by=SYSTEM, at=day(2))
    Programme.objects.filter(pk=broken.pk).update(terms={"tiers": {"basis": "moons"}}, swept_at=day(1))
    with pytest.raises(ValueError, match="moons"):
        a_night_later(sound)
    assert buckets(member)[4] == 5 and Sweep.objects.get().ended_at
