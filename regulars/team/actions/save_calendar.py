from django.db import transaction
from django.utils.translation import gettext as _

from regulars.lib.hours import HoursProblem
from regulars.lib.refusal import refusal
from regulars.team.actions.audit import audit
from regulars.team.actions.change_hours import change_hours
from regulars.team.models import Agent, Calendar

FACTS = ("name", "hours", "time_zone", "holidays", "is_default")


@transaction.atomic
def save_calendar(calendar: Calendar, *, by: Agent | None) -> None:
    """Keep working hours. The first ones are the house's; who makes others the house's takes that from these.

    What was promised in them is reckoned anew. Raises ValidationError("name", "hours", "time_zone", "holidays").
    """
    _check(calendar)
    before = Calendar.objects.select_for_update().filter(pk=calendar.pk).values(*FACTS).first()
    others = Calendar.objects.select_for_update().exclude(pk=calendar.pk)
    calendar.is_default = calendar.is_default or not others.filter(is_default=True).exists()
    if calendar.is_default:
        others.filter(is_default=True).update(is_default=False)
    calendar.save()
    after = {name: getattr(calendar, name) for name in FACTS}
    if before == after:
        return
    change_hours()
    audit(
        "calendar.changed" if before else "calendar.added",
        by=by,
        on=f"calendar:{calendar.pk}",
        before=before,
        after=after,
    )


@transaction.atomic
def drop_calendar(calendar: Calendar, *, by: Agent | None) -> None:
    """Throw working hours away; teams that kept them keep the house's from now on, which can only be changed."""
    calendar = Calendar.objects.select_for_update().get(pk=calendar.pk)
    if calendar.is_default:
        raise refusal("is_default", _("These are the hours of the house. Make others the house's first."))
    before = {name: getattr(calendar, name) for name in FACTS}
    audit("calendar.dropped", by=by, on=f"calendar:{calendar.pk}", before=before)
    calendar.delete()
    change_hours()


def _check(calendar: Calendar) -> None:
    calendar.name = calendar.name.strip()
    if not 0 < len(calendar.name) <= 80:
        raise refusal("name", _("A name has 1 to 80 characters."))
    if Calendar.objects.exclude(pk=calendar.pk).filter(name=calendar.name).exists():
        raise refusal("name", _("Other hours have this name already."))
    try:
        hours = calendar.as_hours()
    except HoursProblem as problem:
        raise refusal(_field(problem.field), problem.message[:1].upper() + problem.message[1:] + ".") from None
    if not any(any(each.week) for each in hours.calendars):
        raise refusal("hours", _("Say at least one time of the week at which somebody is there."))


def _field(named: str) -> str:
    """The field of ours that a place within the hours belongs to: "hours.mon" is about "hours"."""
    return next((name for name in ("time_zone", "holidays") if named.startswith(name)), "hours")
