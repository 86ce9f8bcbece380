from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from regulars.api import signing_in
from regulars.api.models import ApiToken
from regulars.team.models import Agent


class Program:
    """A program with a token: `program.get("/conversations")`, `program.post("/customers", name="Ada")`."""

    def __init__(self, secret: str) -> None:
        self.client = Client(headers={"Authorization": f"Bearer {secret}"} if secret else {})

    def get(self, path: str, **query: Any) -> HttpResponse:
        return self.client.get(f"/api{path}", query)

    def post(self, path: str, key: str = "", **given: Any) -> HttpResponse:
        headers = {"Idempotency-Key": key} if key else {}
        given = {"from" if name == "from_" else name: value for name, value in given.items()}
        return self.client.post(f"/api{path}", given, content_type="application/json", headers=headers)

    def patch(self, path: str, **given: Any) -> HttpResponse:
        return self.client.patch(f"/api{path}", given, content_type="application/json")

    def delete(self, path: str) -> HttpResponse:
        return self.client.delete(f"/api{path}")


@pytest.fixture
def secret(noor: Agent) -> str:
    return ApiToken.issue(agent=noor, name="Web shop")


@pytest.fixture
def program(secret: str) -> Program:
    return Program(secret)


@pytest.fixture
def owner(grace: Agent) -> Program:
    """A program of the owner's, which may do everything."""
    return Program(ApiToken.issue(agent=grace, name="Set-up"))


@pytest.fixture
def stranger(db: None) -> Program:
    return Program("")


@pytest.fixture(autouse=True)
def fresh_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signing_in.asking, "_left", type(signing_in.asking._left)())


@pytest.fixture
def refused() -> Callable[..., None]:
    """Assert that an answer is a problem with this status that names this field."""

    def check(answer: HttpResponse, status: int, field: str = "", code: str = "") -> None:
        problem = answer.json()
        assert answer.status_code == problem["status"] == status, answer.content
        assert answer.headers["Content-Type"] == "application/problem+json"
        if field:
            assert field in [error["field"] for error in problem["errors"]], problem
        if code:
            assert code in [error["code"] for error in problem["errors"]], problem

    return check
