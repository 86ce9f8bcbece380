"""What is said to a provider: the question for leave, and the two ways to get tokens. oauthlib knows the protocol."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any, NamedTuple
from urllib.parse import quote_plus, urlencode, urlsplit

import requests
import urllib3
from oauthlib.oauth2 import OAuth2Error, WebApplicationClient

from regulars.channels.email.models import Grant
from regulars.channels.email.oauth.issuers import issuer_of
from regulars.lib.texts import storable

TIMEOUT = (10, 20)  # seconds to connect, and to answer
LARGEST_ANSWER = 1024 * 1024  # bytes
LONGEST_ACCESS, LONGEST_LEAVE = timedelta(days=30), timedelta(days=3650)
USUAL_ACCESS = timedelta(hours=1)  # where the provider does not say
GONE = {"invalid_grant", "interaction_required", "login_required", "consent_required", "account_selection_required"}
FOR_NOW = {"temporarily_unavailable", "server_error", "slow_down"}
LEAVE_ENDS = ("refresh_token_expires_in", "refresh_expires_in")  # Google and others; Keycloak


class NoToken(Exception):
    """There is no token, in words for people. `is_refused`: the provider said no, and will again.

    `needs_consent`: until somebody connects the mailbox again. Otherwise it may help to look at what was entered.
    """

    def __init__(self, words: str, *, is_refused: bool = False, needs_consent: bool = False) -> None:
        super().__init__(words)
        self.is_refused, self.needs_consent = is_refused, needs_consent


class Tokens(NamedTuple):
    """What a provider gave us, and for how long."""

    access: str
    access_for: timedelta
    refresh: str  # empty: the one that we have stays
    leave_for: timedelta | None
    whose: str
    scopes: frozenset[str] | None


def question(grant: Grant, *, redirect_url: str, state: str, verifier: str) -> str:
    """The address at the provider where somebody allows us to enter the mailbox."""
    issuer, client = issuer_of(grant), WebApplicationClient(grant.client_id)
    return client.prepare_request_uri(
        issuer.authorize_url,
        redirect_uri=redirect_url,
        scope=[*issuer.mail_scopes, *issuer.more_scopes],
        state=state,
        code_challenge=client.create_code_challenge(verifier, "S256"),
        code_challenge_method="S256",
        login_hint=grant.mailbox.imap_user or grant.mailbox.address,
        **issuer.asks,
    )


def redeem(grant: Grant, *, code: str, redirect_url: str, verifier: str) -> Tokens:
    """The first tokens, for the code that somebody came back with. Raises NoToken."""
    client = WebApplicationClient(grant.client_id)
    body = client.prepare_request_body(
        code=code, redirect_uri=redirect_url, code_verifier=verifier, include_client_id=False
    )
    tokens = _asked(grant, body)
    if not tokens.refresh:
        raise NoToken(
            "The provider gave no refresh token, so that the mailbox would close soon: ask for the scope offline_access."
        )
    missing = _missing(issuer_of(grant).mail_scopes, tokens.scopes)
    if missing:
        raise NoToken(f"Leave to read and send mail was not given: {', '.join(missing)}.")
    return tokens


def _missing(wanted: Iterable[str], given: Iterable[str] | None) -> list[str]:
    """What was asked for and not given, where the answer tells. Issuers name their own scopes in more than one spelling."""
    if given is None:
        return []
    known = {_last_word(each) for each in given}
    return sorted(each for each in wanted if _last_word(each) not in known)


def _last_word(scope: str) -> str:
    return scope.rstrip("/").rpartition("/")[2].casefold()


def renew(grant: Grant) -> Tokens:
    """A new access token. Raises NoToken."""
    body = WebApplicationClient(grant.client_id).prepare_refresh_body(refresh_token=grant.refresh_token)
    return _asked(grant, body)


def _asked(grant: Grant, body: str) -> Tokens:
    """Who we are stands in the body, which all of the large ones document; or as the standard wants it (HTTP Basic)."""
    status, answer = _post(grant, body, is_basic=False)
    if grant.client_secret and status in (400, 401) and '"invalid_client"' in answer:
        status, answer = _post(grant, body, is_basic=True)
    try:
        return _tokens(WebApplicationClient(grant.client_id).parse_request_body_response(answer))
    except OAuth2Error as error:
        raise _refusal(grant, error, status) from None
    except (ValueError, TypeError, AttributeError):
        raise NoToken(f"{_host(grant)} does not answer as a token URL does (status {status}).") from None


def _post(grant: Grant, body: str, *, is_basic: bool) -> tuple[int, str]:
    us = {"client_id": grant.client_id, "client_secret": grant.client_secret}
    try:
        with requests.post(
            issuer_of(grant).token_url,
            data=body if is_basic else f"{body}&{urlencode({name: value for name, value in us.items() if value})}",
            auth=(quote_plus(grant.client_id), quote_plus(grant.client_secret)) if is_basic else None,
            headers={"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"},
            timeout=TIMEOUT,
            allow_redirects=False,
            stream=True,
        ) as response:
            answer = response.raw.read(LARGEST_ANSWER, decode_content=True)
            return response.status_code, answer.decode("utf-8", "replace")
    except (requests.RequestException, urllib3.exceptions.HTTPError, OSError) as error:
        raise NoToken(f"{_host(grant)} cannot be reached: {_reason(error)}") from error


def _tokens(given: Mapping[str, Any]) -> Tokens:
    claims = _claims(given.get("id_token"))
    whose = next((claims[name] for name in ("preferred_username", "email") if isinstance(claims.get(name), str)), "")
    leave = next((span for name in LEAVE_ENDS if (span := _span(given.get(name), LONGEST_LEAVE))), None)
    return Tokens(
        access=str(given["access_token"]),
        access_for=_span(given.get("expires_in"), LONGEST_ACCESS) or USUAL_ACCESS,
        refresh=str(given.get("refresh_token") or ""),
        leave_for=leave,
        whose=storable(whose)[:320],
        scopes=frozenset(given["scope"]) if given.get("scope") else None,
    )


def _span(seconds: object, longest: timedelta) -> timedelta | None:
    """Nothing, nonsense and 0 (which says "for ever" at some) are no span."""
    try:
        count = float(seconds)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return None
    return timedelta(seconds=min(count, longest.total_seconds())) if count > 0 else None


def _claims(id_token: object) -> Mapping[str, Any]:
    """What an ID token says of who signed in. It came from the provider itself, by TLS, and is only shown."""
    try:
        payload = str(id_token).split(".")[1]
        claims = json.loads(urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    except (ValueError, IndexError):
        return {}
    return claims if isinstance(claims, dict) else {}


def _refusal(grant: Grant, error: OAuth2Error, status: int) -> NoToken:
    """The first line alone: what follows at Microsoft are numbers for its own people."""
    said = storable((error.description or error.error or "").strip().partition("\n")[0])[:300].strip()
    host = _host(grant)
    if status >= 500 or status == 429 or error.error in FOR_NOW or error.error == "missing_token":
        return NoToken(f"{host} gives no token now (status {status}: {said.rstrip('.')}).")
    if error.error in GONE:
        words = f"Connect the mailbox again: {grant.issuer_name} lets us in no more ({said.rstrip('.')})."
        return NoToken(words, is_refused=True, needs_consent=True)
    if error.error in ("invalid_client", "unauthorized_client"):
        return NoToken(f"{host} does not accept the client ID or its secret ({said.rstrip('.')}).", is_refused=True)
    return NoToken(f"{host} gives no token: {said}", is_refused=True)


def _host(grant: Grant) -> str:
    return urlsplit(issuer_of(grant).token_url).hostname or "The provider"


def _reason(error: Exception) -> str:
    """The innermost error says why; those around it name our own objects."""
    while inner := (getattr(error, "reason", None) or error.__cause__ or error.__context__):
        if not isinstance(inner, Exception):
            return str(inner)
        error = inner
    return getattr(error, "strerror", None) or type(error).__name__
