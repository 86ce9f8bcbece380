"""Roles × pages × operations of the API: each cell is asked, and stands in one table (`rights.py`)."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from regulars.api.urls import api
from regulars.team.models import Role
from regulars.team.permissions import GIVEN_ROLES, Permission
from tests.cast import hire
from tests.house.rights import ANYBODY, HOLDERS, OPERATIONS, PAGES, SIGNED_IN

PLACE = re.compile(r"\(\?P<\w+>[^)]*\)+|<[\w:]+>|\{[\w:]+\}")
UNGUARDED = (
    "accounts/",
    "api/",
)  # allauth's own doors, open to those who are not in yet; and what OPERATIONS are about
CHECKED_WITHIN = {"alarms", "ui/parts"}  # on floors that know no permissions: they must be opened to be refused
NO_METHOD = "PUT"  # no page has it: whoever is let in hears 405, and nothing happens


def listed(table: dict[object, str]) -> dict[str, tuple[object, ...]]:
    """What opens each line of a table."""
    return {line.strip(): needs if isinstance(needs, tuple) else (needs,) for needs, lines in table.items() for line in lines.split("\n") if line.strip()}  # fmt: skip


def routes(patterns: list[URLPattern | URLResolver], before: str = "") -> Iterator[str]:
    for each in patterns:
        route = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from routes(each.url_patterns, route)
        elif not route.startswith(UNGUARDED):
            yield re.sub(r"[\^$]|\\", "", PLACE.sub("<>", route)) or "/"


def operations() -> Iterator[str]:
    for _prefix, router in api._routers:
        for path, view in router.path_operations.items():
            for operation in view.operations:
                yield from (f"{method} {PLACE.sub('<>', path)}" for method in operation.methods)


def is_let_in(needs: tuple[object, ...], role: str) -> bool:
    return any(each in (ANYBODY, SIGNED_IN) or role in HOLDERS[each].split(", ") for each in needs)


def is_refused(answer: HttpResponse) -> bool:
    return answer.status_code in (401, 403) or (answer.status_code == 302 and "/accounts/login/" in answer.url)


def test_every_page_stands_in_the_table():
    assert set(routes(get_resolver().url_patterns)) == set(listed(PAGES)), (
        "say in tests/house/rights.py who may open it"
    )


def test_every_operation_stands_in_the_table():
    assert set(operations()) == set(listed(OPERATIONS)), "say in tests/house/rights.py who may do it"


def test_each_role_holds_what_the_table_says():
    assert {
        each: {role for role, given in GIVEN_ROLES.items() if each in given.permissions} for each in Permission
    } == {each: set(holders.split(", ")) for each, holders in HOLDERS.items()}


@pytest.mark.parametrize("role", GIVEN_ROLES)
def test_a_role_opens_its_pages_and_no_others(role, db):
    client = Client(raise_request_exception=False)
    client.force_login(hire("Rose Role", role=role))
    wrong = {}
    for route, needs in listed(PAGES).items():
        method = "GET" if route in CHECKED_WITHIN else NO_METHOD
        answer = client.generic(method, "/" + route.replace("<>", "0").strip("/"))
        if is_refused(answer) == is_let_in(needs, role):
            wrong[route] = answer.status_code
    assert not wrong


@pytest.mark.parametrize("role", GIVEN_ROLES)
def test_a_role_does_its_operations_and_no_others(role, db):
    client = Client(raise_request_exception=False)
    client.force_login(hire("Rose Role", role=role))
    wrong = {}
    for operation, needs in listed(OPERATIONS).items():
        method, path = operation.split()
        kind = "multipart/form-data; boundary=x" if path == "/attachments" else "application/json"
        answer = client.generic(method, "/api" + path.replace("<>", "0"), "{}", kind)
        if is_refused(answer) == is_let_in(needs, role):
            wrong[operation] = answer.status_code
    assert not wrong


def test_nobody_opens_anything_without_signing_in(db):
    client = Client(raise_request_exception=False)
    asked = {route: client.generic("GET" if route in CHECKED_WITHIN else NO_METHOD, "/" + route.replace("<>", "0").strip("/")) for route in listed(PAGES)}  # fmt: skip
    open_to_all = {route for route, answer in asked.items() if not is_refused(answer)}
    assert open_to_all == {route for route, needs in listed(PAGES).items() if ANYBODY in needs}
    assert {client.generic(*each.replace("<>", "0").replace(" ", " /api").split()).status_code for each in listed(OPERATIONS)} == {401}  # fmt: skip


def test_a_role_of_the_houses_own_opens_what_was_ticked_and_nothing_else(db):
    role = Role.objects.create(key="role 1", own_name="Night shift", permissions=["queues"])
    client = Client()
    client.force_login(hire("Nina Night", role=role.pk))
    assert client.get("/settings/hours").status_code == 200 and client.get("/settings/inboxes").status_code == 403
    refused = client.post("/conversations/0/resolve")
    assert refused.status_code == 403 and "Organise conversations" in refused.content.decode()
