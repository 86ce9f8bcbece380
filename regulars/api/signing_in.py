"""Who asks: a program with a token, or an agent's own browser."""

from django.conf import settings
from django.http import HttpRequest
from ninja.errors import Throttled
from ninja.security import HttpBearer, SessionAuth

from regulars.api.models import ApiToken
from regulars.lib.throttle import Throttle, asked_from
from regulars.live.sharing import SharedThrottle
from regulars.team.guard import allow
from regulars.team.models import Agent
from regulars.team.permissions import Permission

asking = Throttle(per_second=100, burst=6000)  # of one token
guessing = SharedThrottle("api.guessing", per_second=1, burst=60)  # from one place, with tokens that do not exist


class Bearer(HttpBearer):
    """`Authorization: Bearer rgl_…`, from `bin/regulars token create EMAIL`."""

    def __init__(self, *any_of: Permission) -> None:
        super().__init__()
        self.any_of = any_of

    def authenticate(self, request: HttpRequest, token: str) -> Agent | None:
        known = ApiToken.of(token.strip())
        wait = asking.wait(known.pk) if known else guessing.wait(asked_from(request))
        if wait:
            raise Throttled(wait)
        if known is None:
            return None
        known.mark_used()
        return _allowed(known.agent, self.any_of)


class Session(SessionAuth):
    """An agent who is signed in to the desk. Requests that change something carry the CSRF token."""

    def __init__(self, *any_of: Permission) -> None:
        super().__init__()
        self.any_of = any_of

    def __call__(self, request: HttpRequest) -> Agent | None:
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or "Authorization" in request.headers:
            return None
        agent = super().__call__(request)
        return _allowed(agent, self.any_of) if agent else None


def needing(*any_of: Permission) -> list[Bearer | Session]:
    """For `auth=`: only those whose role allows one of these. Others are told what is missing, before they are read."""
    return [Bearer(*any_of), Session(*any_of)]


def _allowed(agent: Agent, any_of: tuple[Permission, ...]) -> Agent:
    if any_of:
        allow(agent, *any_of)
    return agent
