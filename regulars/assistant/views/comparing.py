"""Two runs of one set side by side."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from regulars.assistant.comparing import Difference, difference
from regulars.assistant.figure_rows import NAMES, STATES, between, counts, percent
from regulars.assistant.figures import figures_of
from regulars.assistant.models import Question, Run, Verdict
from regulars.assistant.views.evaluation import ROOM
from regulars.assistant.views.runs import the_run
from regulars.lib.numbers import number_in
from regulars.lib.rounding import rounded
from regulars.team.guard import may
from regulars.team.permissions import Permission

KINDS = ("lost", "gained", "said", "silent", "other")
MOST = 200  # questions of a kind that are named


@may(Permission.KNOWLEDGE)
@require_GET
def compare(request: HttpRequest) -> HttpResponse:
    """What `after` gains and loses against `before`."""
    before, after = (the_run(number_in(request.GET.get(name, "")) or 0) for name in ("before", "after"))
    if before.set_id != after.set_id:
        raise Http404
    found = difference(before, after)
    first, second = found.good
    facts = {
        "before": before, "after": after, "set": before.set, "centre": before.set.centre, "rows": _figures(before, after),
        "compared": len(found.pairs), "groups": _groups(request, found, before, after), "chance": rounded(found.chance, 3),
        "is_sure": found.chance < 0.05, "good": [(percent(each), counts(each), between(each)) for each in (first, second)],
        "gained": len(found.by_kind.get("gained", [])), "lost": len(found.by_kind.get("lost", [])),
        "runs": before.set.runs.all()[:50],
    }  # fmt: skip
    return render(request, "assistant/pages/compare.html", ROOM | facts)


def _figures(before: Run, after: Run) -> list[dict[str, Any]]:
    first, second = figures_of(before), figures_of(after)
    rows = [
        {"name": name, "before": percent(was), "was": counts(was), "after": percent(now), "now": counts(now)}
        for key, name in NAMES.items()
        for was, now in [(getattr(first, key), getattr(second, key))]
    ]
    costs = {"name": "", "before": rounded(first.cost, 4), "after": rounded(second.cost, 4)}
    return rows + ([costs] if first.cost or second.cost else [])


def _groups(request: HttpRequest, found: Difference, before: Run, after: Run) -> list[dict[str, Any]]:
    """The questions of each kind, each with its verdicts and where they may be looked into."""
    numbers = [pair.question for kind in KINDS for pair in found.by_kind.get(kind, [])[:MOST]]
    words = dict(Question.objects.visible_to(request.user).filter(pk__in=numbers).values_list("pk", "words"))
    results = {
        run.pk: dict(run.results.filter(question__in=numbers).values_list("question", "pk")) for run in (before, after)
    }

    def side(run: Run, verdict: str, question: int) -> dict[str, Any]:
        return {
            "pk": results[run.pk][question],
            "words": Verdict(verdict).label,
            "state": STATES.get(Verdict(verdict), ""),
        }

    return [
        {
            "kind": kind,
            "many": len(pairs),
            "rows": [
                (words[pair.question], side(before, pair.before, pair.question), side(after, pair.after, pair.question))
                for pair in pairs[:MOST]
                if pair.question in words
            ],
        }
        for kind in KINDS
        if (pairs := found.by_kind.get(kind, []))
    ]
