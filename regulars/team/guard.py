"""Who may open a page: `@may(Permission.QUEUES)` above a view. Signed out leads to the sign-in; refused says why."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from regulars.lib.refusal import refusal
from regulars.team.models import Agent
from regulars.team.permissions import Permission

View = TypeVar("View", bound=Callable[..., HttpResponse])


class NotAllowed(PermissionDenied):
    """A role does not include this. Its words are for whoever asked."""


def may(*any_of: Permission) -> Callable[[View], View]:
    """Let only those in whose role allows one of these."""

    def guard(view: View) -> View:
        @wraps(view)
        @login_required
        def guarded(request: HttpRequest, *args: object, **facts: object) -> HttpResponse:
            allow(request.user, *any_of)
            return view(request, *args, **facts)

        guarded.needs = any_of  # type: ignore[attr-defined]
        return guarded  # type: ignore[return-value]

    return guard


def allow(agent: Agent, *any_of: Permission) -> None:
    """Raises NotAllowed, which names what is missing."""
    if agent.rights.isdisjoint(any_of):
        raise NotAllowed(
            _("Your role does not include “%s”. If it should, ask whoever runs your Regulars.") % any_of[0].label
        )


def refuse_beyond(agent: Agent, *, by: Agent, field: str = "agent") -> None:
    """Nobody changes how somebody works here who may more than they. Raises ValidationError of this field."""
    if not agent.role.rights <= by.rights:
        raise refusal(field, _("%s may do what you may not. Ask somebody who may.") % agent)
