"""Opinions, told."""

from __future__ import annotations

from regulars.api.told.answers import Facts, time
from regulars.surveys import models
from regulars.surveys.links import link_to, public_link
from regulars.surveys.numbers import Figure


def survey(row: models.Survey) -> Facts:
    named = {name: getattr(row, name) for name in ("name", "kind", "is_on", "languages", "questions")}
    return {"id": row.pk, **named, "address": public_link(row) if row.is_public else None}


def figure(found: Figure | None, asking: Facts) -> Facts:
    ends = {name: round(getattr(found, name), 4) if found else None for name in ("value", "low", "high")}
    return ends | {"answers": found.count if found else 0, "asked": asking["asked"], "answered": asking["answered"]}


def invitation(row: models.Invitation) -> Facts:
    ours = {"survey": row.survey_id, "customer": row.customer_id, "conversation": row.conversation_id}
    link = None if row.state == models.Invitation.State.NOT_ASKED else link_to(row)
    return {"id": row.pk, **ours, "state": row.state, "reason": row.reason, "link": link}


def opinion(row: models.Opinion) -> Facts:
    named = (
        "channel", "place", "author", "score", "comment", "answers", "language", "may_quote", "is_low", "is_left_out",
    )  # fmt: skip
    owners = {name: getattr(row, f"{name}_id") for name in ("survey", "customer", "conversation", "agent")}
    times = {name: time(getattr(row, name)) for name in ("at", "changed_at")}
    return {"id": row.pk, **owners, **{name: getattr(row, name) for name in named}, **times}


def case(row: models.Case) -> Facts:
    owners = {name: getattr(row, f"{name}_id") for name in ("opinion", "owner", "team", "outreach")}
    times = {name: time(getattr(row, name)) for name in ("opened_at", "due_at", "contacted_at", "closed_at")}
    return {
        "id": row.pk,
        "customer": row.opinion.customer_id,
        "state": row.state,
        "outcome": row.outcome,
        **owners,
        **times,
    }
