"""What customers do on our pages and in our programs, as these tell us."""

from __future__ import annotations

import secrets

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from regulars.customers.models import Customer
from regulars.lib.sealed import SealedField


def new_key() -> str:
    return secrets.token_urlsafe(18)


class Source(models.Model):
    """A website or a program that tells us what people do there."""

    class Kind(models.TextChoices):
        SERVER = "server", _("server")
        WEBSITE = "website", _("website or app")

    name = models.CharField(_("name"), max_length=80, unique=True)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.WEBSITE)
    key = models.CharField(
        max_length=40, unique=True, default=new_key
    )  # the write key: everybody may know that of a website
    secret = SealedField(default=new_key)  # with which our server signs who is signed in on a website
    needs_consent = models.BooleanField(_("strangers only with their consent"), default=True)
    is_on = models.BooleanField(_("take in what it sends"), default=True)
    heard_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.name


class Arrival(models.Model):
    """One request as it came, until it is read; what cannot be read stays, with why."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="arrivals", db_index=False)
    body = models.JSONField()  # a list of messages; none where some of a request were refused: only why is kept
    sent_at = models.DateTimeField(null=True)  # by the sender's clock
    came_at = models.DateTimeField(default=timezone.now)
    error = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["id"], name="arrival_waiting", condition=Q(error=""))]


class Trail(models.Model):
    """What one browser, or one person known to a source, does. Events point here, so that a stranger who says who they are, or
    two customers who become one, take all of it along, however much it is."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="trails", db_index=False)
    key = models.CharField(max_length=330)  # "a:" and the anonymous id, or "u:" and the id of the user
    customer = models.ForeignKey(Customer, null=True, on_delete=models.CASCADE, related_name="+")
    began_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)  # when somebody else used the same browser

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "key"], condition=Q(ended_at=None), name="trail_once")]


class Deed(models.Model):
    """A kind of thing that people do: “Order Completed”. Looking at a page is “page”, at a screen “screen”."""

    name = models.CharField(max_length=200, unique=True)
    source = models.ForeignKey(Source, null=True, on_delete=models.SET_NULL, related_name="+")  # who brought it
    is_wanted = models.BooleanField(default=True)  # kept, and offered to conditions
    is_noted = models.BooleanField(default=False)  # stands on the timeline, for rules to answer
    first_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.name


class Done(models.Model):
    """That somebody did something. Partitioned by month (migration 0001), and only ever added."""

    pk = models.CompositePrimaryKey("month", "message")
    month = (
        models.DateField()
    )  # in which it was done by the sender's clock, as first told: so that one told twice is found
    message = models.UUIDField()  # of source and message id
    trail_id = models.BigIntegerField()
    deed_id = models.BigIntegerField()
    at = models.DateTimeField()
    properties = models.JSONField(default=dict)

    class Meta:
        managed = False
        db_table = "behaviour_done"


class Tally(models.Model):
    """How often one did something, and when first and last: kept with each event, so that “never did” costs one look."""

    pk = models.CompositePrimaryKey("trail_id", "deed_id")
    trail_id = models.BigIntegerField()
    deed_id = models.BigIntegerField()
    times = models.BigIntegerField()
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()


class Stay(models.Model):
    """One visit: pages with less than half an hour between them. Reckoned anew from its events when more of them come, also late."""

    trail = models.ForeignKey(Trail, on_delete=models.CASCADE, related_name="stays", db_index=False)
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    pages = models.PositiveIntegerField()
    first_page = models.CharField(max_length=500, blank=True)
    told_at = models.DateTimeField(null=True)  # when the timeline was told

    class Meta:
        indexes = [
            models.Index(fields=["trail", "began_at"], name="stay_of_trail"),
            models.Index(fields=["seen_at"], name="stay_untold", condition=Q(told_at=None)),
        ]


class Figure(models.Model):
    """A fact that is computed from what somebody did, for conditions to ask about."""

    class How(models.TextChoices):
        COUNT = "count", _("how often")
        SUM = "sum", _("sum of")
        AVERAGE = "average", _("average of")
        SMALLEST = "smallest", _("smallest of")
        LARGEST = "largest", _("largest of")
        FIRST = "first", _("first value of")
        LAST = "last", _("last value of")
        MOST = "most", _("most frequent value of")
        DIFFERENT = "different", _("how many different values of")

    key = models.SlugField(max_length=40, unique=True)
    label = models.CharField(_("name"), max_length=80)
    deed = models.ForeignKey(Deed, on_delete=models.CASCADE, related_name="figures", verbose_name=_("what they did"))
    how = models.CharField(_("what is reckoned"), max_length=9, choices=How, default=How.COUNT)
    of = models.CharField(_("of which property"), max_length=80, blank=True)
    days = models.PositiveIntegerField(_("of the last days (empty: ever)"), null=True, blank=True)

    def __str__(self) -> str:
        return self.label
