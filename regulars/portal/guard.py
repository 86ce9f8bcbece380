"""Who may open a page of the portal: whoever is signed in. Others are led to where one signs in, and back."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.http import HttpResponseClientRefresh

from regulars.lib.throttle import Throttle
from regulars.live.sharing import SharedThrottle

View = TypeVar("View", bound=Callable[..., HttpResponse])
HOME = "/my"


def signed_in(view: View) -> View:
    """Let only customers in who are signed in."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **facts: object) -> HttpResponse:
        if request.customer is None:
            if request.htmx:  # a part of a page that was theirs: the page to sign in has no place in it
                return HttpResponseClientRefresh()
            back = request.path if request.method == "GET" else HOME
            return redirect(f"{reverse('portal:sign_in')}?{urlencode({'next': back})}")
        return view(request, *args, **facts)

    return guarded  # type: ignore[return-value]


def safe_next(given: str) -> str:
    """Where somebody goes on after signing in: a page of this very host, and none of the desk's or of somebody else's."""
    is_here = url_has_allowed_host_and_scheme(given, allowed_hosts=None) and given.startswith("/") and len(given) < 500
    return given if is_here else HOME


# All processes count them together: they stand between machines and codes, mailboxes, and our own time.
trying = SharedThrottle("portal.trying", per_second=1 / 5, burst=60)  # codes typed, from one place
writing = SharedThrottle("portal.writing", per_second=1 / 30, burst=20)  # messages of one customer
asking = SharedThrottle("portal.asking", per_second=1 / 60, burst=60)  # requests by a form, from one place
asking_of_one = SharedThrottle("portal.asking_of_one", per_second=1 / 360, burst=10)  # in the name of one address
# From one place, by a browser that does no sums.
asking_plainly = SharedThrottle("portal.asking_plainly", per_second=1 / 1200, burst=3)
asking_plainly_at_all = SharedThrottle("portal.plainly_at_all", per_second=1 / 60, burst=30)
looking = Throttle(per_second=2, burst=60)  # at which questions are asked, from one place
