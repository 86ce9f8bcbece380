"""What conditions may ask about opinions: of a customer, and of a conversation. Answers that are left out of figures are left out here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Case as Choose
from django.db.models import CharField, Exists, Max, OuterRef, Subquery, Value, When
from django.utils.translation import gettext_lazy as _

from regulars.lib.conditions import Choice, Field, table
from regulars.surveys.models import Case, Invitation, Opinion, Survey

GROUPS = (
    Choice("promoter", _("promoter (9 or 10)"), "promoter"),
    Choice("passive", _("passive (7 or 8)"), "passive"),
    Choice("detractor", _("detractor (0 to 6)"), "detractor"),
)
KINDS = {"nps": _("last NPS"), "csat": _("last CSAT"), "ces": _("last CES")}


def _newest(kind: str) -> Callable[[str], Any]:
    def score(prefix: str) -> Subquery:
        theirs = Opinion.objects.counted().filter(customer=OuterRef(f"{prefix}pk"), survey__kind=kind)
        return Subquery(theirs.exclude(score=None).order_by("-at", "-pk").values("score")[:1])

    return score


def _group(prefix: str) -> Any:
    named = Choose(
        When(score__gte=9, then=Value("promoter")),
        When(score__gte=7, then=Value("passive")),
        default=Value("detractor"),
        output_field=CharField(),
    )
    theirs = Opinion.objects.counted().filter(customer=OuterRef(f"{prefix}pk"), survey__kind=Survey.Kind.NPS)
    return Subquery(theirs.exclude(score=None).order_by("-at", "-pk").annotate(group=named).values("group")[:1])


def _asked(prefix: str) -> Subquery:
    asked = Invitation.objects.filter(customer=OuterRef(f"{prefix}pk"), sent_at__isnull=False).order_by()
    return Subquery(asked.values("customer").annotate(at=Max("sent_at")).values("at"))


def _answered(prefix: str) -> Subquery:
    given = Opinion.objects.counted().filter(customer=OuterRef(f"{prefix}pk")).order_by()
    return Subquery(given.values("customer").annotate(newest=Max("at")).values("newest"))


def _open_case(prefix: str) -> Exists:
    theirs = Case.objects.filter(opinion__customer=OuterRef(f"{prefix}pk"))
    return Exists(theirs.exclude(state=Case.State.CLOSED))


def _of_conversation(column: str) -> Callable[[str], Any]:
    def value(prefix: str) -> Subquery:
        given = Opinion.objects.counted().filter(conversation=OuterRef(f"{prefix}pk")).order_by("-at", "-pk")
        return Subquery(given.values(column)[:1])

    return value


def _is_low(prefix: str) -> Exists:
    return Exists(Opinion.objects.counted().filter(conversation=OuterRef(f"{prefix}pk"), is_low=True))


OPINION_FIELDS = table(
    *(Field(f"last {kind}", label, "number", _newest(kind)) for kind, label in KINDS.items()),
    Field("nps group", _("NPS group"), "choice", _group, choices=GROUPS),
    Field("asked for opinion", _("last asked for an opinion"), "moment", _asked),
    Field("gave opinion", _("last gave an opinion"), "moment", _answered),
    Field("open case", _("has an open case"), "boolean", _open_case),
)

ABOUT_CONVERSATIONS = table(
    Field("opinion", _("score that the customer gave"), "number", _of_conversation("score")),
    Field("opinion words", _("what the customer wrote about it"), "text", _of_conversation("comment")),
    Field("opinion is low", _("score is low"), "boolean", _is_low),
)
