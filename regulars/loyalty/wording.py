"""What the terms of a programme are called on its page, and in which order they are read."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _


class Section(NamedTuple):
    title: Any
    help: Any
    fields: tuple[tuple[str, Any], ...]  # the part of the terms, and what it is called
    has_levels: bool = False


OPTIONAL = ("expiry", "inactivity", "tiers.grace", "tiers.rolls_over")

SECTIONS = (
    Section(_("Joining"), _("Your people can let customers join in any case."), (
        ("joining.is_open", _("Customers may join by themselves, on their own pages")),
        ("joining.words", _("What they agree to by it, in your words")),
    )),
    Section(_("Earning"), _("How many points a purchase gives. Rules may give more."), (
        ("earning.points", _("Points")),
        ("earning.per", _("For so many of the smallest unit of the currency (100 is €1)")),
        ("earning.rounding", _("Parts of a point")),
        ("earning.rounded", _("Rounded")),
        ("earning.bonus_qualifies", _("What a tier adds counts for tiers, too")),
        ("earning.orders", _("Paid orders earn by themselves")),
        ("earning.with_tax", _("Tax counts, too")),
        ("earning.with_shipping", _("Shipping counts, too")),
        ("earning.with_gift_cards", _("What was paid by a gift card counts, too")),
        ("earning.gift_cards", _("Buying a gift card counts, too")),
        ("earning.past_days", _("Who joins gets points for their orders of so many days before")),
        ("value.points", _("When spent, so many points")),
        ("value.worth", _("are worth so many of the smallest unit")),
        ("value.breakage", _("Per cent of what is outstanding that will expire (empty: as earlier months say)")),
    )),
    Section(_("Days to remember"), _("Earning rules may give points on a birthday, or on the day on which somebody joined."), (
        ("birthday", _("The customers’ field that has their birthday")),
    )),
    Section(_("Waiting"), _("When points that were earned may be spent."), (
        ("activation.kind", _("They may be spent")),
        ("activation.span.count", _("After")),
        ("activation.span.unit", _("Unit")),
        ("activation.span.round_to", _("Then to the end of")),
        ("activation.span.then_count", _("And then so much longer")),
        ("activation.span.then_unit", _("Unit")),
    )),
    Section(_("Expiry"), _("Points that are there already keep their dates, whatever you change."), (
        ("expiry.is_on", _("Points expire a time after they were earned")),
        ("expiry.count", _("After")),
        ("expiry.unit", _("Unit")),
        ("expiry.round_to", _("Then to the end of")),
        ("expiry.then_count", _("And then so much longer")),
        ("expiry.then_unit", _("Unit")),
        ("expiry.since", _("Counted from when they were")),
        ("expiry.on", _("Or all of them through this day")),
        ("inactivity.is_on", _("All points expire when nothing happens for long")),
        ("inactivity.count", _("After")),
        ("inactivity.unit", _("Unit")),
        ("inactivity.round_to", _("Then to the end of")),
        ("year_begins", _("Years begin on (month-day)")),
    )),
    Section(_("Refunds and spending"), _("What becomes of points when a purchase is refunded."), (
        ("refunds.policy", _("Take back")),
        ("refunds.most_debt", _("Nobody owes more than (points; empty: no limit)")),
        ("refunds.debt_days", _("A debt is forgiven after (days; empty: never)")),
        ("refunds.grace_days", _("Points that come back too late may be spent for (days)")),
        ("hold_minutes", _("Reserved points are free again after (minutes)")),
        ("may_transfer", _("Members may give points to each other")),
        ("most_by_hand", _("By hand, one may give or take at most (points of one member in a day; empty: no limit)")),
    )),
    Section(_("Tiers"), _("Up at once or with the next period; down only when it is time to look again."), (
        ("tiers.basis", _("Reckoned by")),
        ("tiers.called", _("Points that count are called (empty: as all points)")),
        ("tiers.counters", _("What else counts, with commas between: nights, miles flown")),
        ("tiers.period.kind", _("Added up over")),
        ("tiers.period.whole", _("Calendar periods are")),
        ("tiers.period.count", _("A rolling time, or one of their own, is")),
        ("tiers.period.unit", _("Unit")),
        ("tiers.period.round_to", _("Then to the end of")),
        ("tiers.starts", _("A tier starts")),
        ("tiers.keeps", _("And lasts until")),
        ("tiers.span.count", _("A time of its own is")),
        ("tiers.span.unit", _("Unit")),
        ("tiers.span.round_to", _("Then to the end of")),
        ("tiers.downgrade", _("Who does not reach it again goes")),
        ("tiers.grace.is_on", _("There is a grace to make up what is missing")),
        ("tiers.grace.count", _("Of")),
        ("tiers.grace.unit", _("Unit")),
        ("tiers.rolls_over.is_on", _("What goes beyond the tier that was reached counts in the next period, too")),
        ("tiers.rolls_over.again", _("And in the one after it")),
        ("tiers.rolls_over.most", _("At most (empty: no limit)")),
    ), has_levels=True),
)  # fmt: skip

CHOICES = {
    "down": _("are left out"),
    "nearest": _("are rounded, halves up"),
    "up": _("are rounded up"),
    "whole steps": _("only each full amount counts"),
    "carried": _("count with the next purchase"),
    "purchase": _("once for all of a purchase"),
    "item": _("each item by itself"),
    "part": _("what the purchase gives, the tier and each rule by themselves"),
    "at once": _("at once"),
    "after": _("after a time"),
    "on action": _("when somebody says so; of an order, as it has arrived"),
    "on delivery": _("a time after the order has arrived"),
    "hour": _("hours"),
    "day": _("days"),
    "week": _("weeks"),
    "month": _("months"),
    "year": _("years"),
    "nothing": _("(to the second)"),
    "quarter": _("quarters"),
    "half year": _("half years"),
    "since.earned": _("earned"),
    "downgrade.earned": _("to the tier that was earned"),
    "active": _("ready to be spent"),
    "only_pending": _("only what still waits"),
    "within_balance": _("as far as there are points"),
    "unlimited": _("all: what is missing is owed"),
    "points": _("points that were earned"),
    "spend": _("money that was spent (smallest unit)"),
    "orders": _("orders"),
    "balance": _("the balance"),
    "ever": _("all time"),
    "calendar": _("calendar periods"),
    "rolling": _("a rolling time"),
    "anniversary": _("years of membership"),
    "own": _("a time of their own, from when a tier is reached or kept"),
    "now": _("at once"),
    "next period": _("with the next period"),
    "period end": _("the end of the period"),
    "next period end": _("the end of the next period"),
    "span": _("a time of its own is over"),
    "follows": _("it is not reached any more"),
    "none": _("nowhere: tiers are kept"),
    "one step": _("one step down"),
}
