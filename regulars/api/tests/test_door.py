import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from regulars.api import shapes, signing_in
from regulars.api.models import ApiToken
from regulars.api.tests.conftest import Program
from regulars.customers.models import Customer
from regulars.lib.throttle import Throttle
from regulars.team.models import Agent, Team
from tests.cast import a_conversation

pytestmark = [pytest.mark.django_db, pytest.mark.urls("regulars.api.tests.urls")]
Refused = Callable[..., None]


def test_a_token_is_shown_once_and_kept_as_a_digest(noor: Agent, secret: str) -> None:
    assert secret.startswith("rgl_")
    assert len(secret) == 44
    assert secret not in json.dumps(ApiToken.objects.values("name", "digest").get())


def test_a_token_acts_in_its_agents_name_and_notes_when_it_was_used(program: Program, noor: Agent) -> None:
    assert program.get("/me").json() == {
        "id": noor.pk,
        "name": noor.name,
        "email": noor.email,
        "role": "agent",
        "is_active": True,
    }
    first = ApiToken.objects.get().last_used_at
    program.get("/me")
    assert ApiToken.objects.get().last_used_at == first
    ApiToken.objects.update(last_used_at=first - timedelta(seconds=61))
    program.get("/me")
    assert ApiToken.objects.get().last_used_at > first


@pytest.mark.parametrize("how", ["revoked", "left", "wrong", "another scheme"])
def test_a_token_that_does_not_hold_opens_nothing(
    how: str, secret: str, program: Program, noor: Agent, refused: Refused
) -> None:
    if how == "revoked":
        ApiToken.objects.get().delete()
    elif how == "left":
        Agent.objects.update(is_active=False)
    else:
        program = Program(f"{secret}x")
        program.client = (
            Client(headers={"Authorization": f"Basic {secret}"}) if how == "another scheme" else program.client
        )
    refused(program.get("/me"), 401)


def test_an_agent_in_a_browser_may_ask_and_needs_the_csrf_token_to_change(
    noor: Agent, ada: Customer, refused: Refused
) -> None:
    conversation = a_conversation(ada)
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(noor)
    assert browser.get("/api/me").json()["id"] == noor.pk
    path, kind = f"/api/conversations/{conversation.pk}/resolve", "application/json"
    refused(browser.post(path, content_type=kind), 403)
    token = "a" * 32
    browser.cookies["csrftoken"] = token
    answer = browser.post(path, content_type=kind, headers={"X-CSRFToken": token})
    assert answer.json()["status"] == "resolved"


def test_what_is_nowhere_is_not_found(program: Program, refused: Refused) -> None:
    refused(program.get("/coffee"), 404)
    refused(program.get("/conversations/x"), 404)


def test_a_wrong_method_names_the_right_ones(program: Program, refused: Refused) -> None:
    answer = program.client.put("/api/customers", {}, content_type="application/json")
    refused(answer, 405)
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "POST"}


@pytest.mark.parametrize("body", ["{", "[]", '"Hi"', '{"text": NaN}', "[" * 100_000, "\xff"])
def test_a_body_that_is_no_json_object_is_refused(body: str, program: Program, ada: Customer) -> None:
    path = f"/api/customers/{ada.pk}/notes"
    answer = program.client.post(path, body.encode("latin-1"), content_type="application/json")
    assert answer.status_code in (400, 422)
    shapes.Problem.model_validate(answer.json())


def test_a_body_of_another_kind_is_refused(program: Program, ada: Customer, refused: Refused) -> None:
    refused(program.client.post(f"/api/customers/{ada.pk}/notes", {"text": "Hi"}), 415)


def test_a_body_that_is_too_large_is_refused(
    program: Program, ada: Customer, settings: object, refused: Refused
) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000  # type: ignore[attr-defined]
    refused(program.post(f"/customers/{ada.pk}/notes", text="x" * 1000), 413)
    refused(program.post(f"/customers/{ada.pk}/notes", key="1", text="x" * 1000), 413)


def test_who_asks_too_often_waits(program: Program, monkeypatch: pytest.MonkeyPatch, refused: Refused) -> None:
    monkeypatch.setattr(signing_in, "asking", Throttle(per_second=0.001, burst=2))
    assert [program.get("/me").status_code for _ in range(2)] == [200, 200]
    answer = program.get("/me")
    refused(answer, 429)
    assert 1 <= int(answer.headers["Retry-After"]) <= 1000


def test_who_guesses_tokens_waits(program: Program, monkeypatch: pytest.MonkeyPatch, refused: Refused) -> None:
    monkeypatch.setattr(signing_in, "guessing", Throttle(per_second=0.001, burst=1))
    refused(Program("rgl_wrong").get("/me"), 401)
    refused(Program("rgl_wrong").get("/me"), 429)
    assert program.get("/me").status_code == 200


def test_our_own_mistake_is_a_problem_too_and_changes_nothing(
    program: Program, ada: Customer, monkeypatch: pytest.MonkeyPatch, refused: Refused
) -> None:
    monkeypatch.setattr("regulars.api.told.note", None)
    refused(program.post(f"/customers/{ada.pk}/notes", key="1", text="Hi"), 500)
    assert not ada.notes.exists()


def test_the_house_is_told(
    program: Program, stranger: Program, noor: Agent, beans: Team, ada: Customer, refused: Refused
) -> None:
    conversation = a_conversation(ada)
    program.post(f"/conversations/{conversation.pk}/tag", tag="late")
    told = {path: program.get(path).json() for path in ("/agents", "/teams", "/inboxes", "/tags")}
    shapes.PageOf[shapes.Agent].model_validate(told["/agents"])
    shapes.PageOf[shapes.Inbox].model_validate(told["/inboxes"])
    assert told["/teams"]["items"] == [{"id": beans.pk, "name": "Beans & orders", "members": [noor.pk]}]
    assert told["/tags"]["items"] == ["late"]
    for path in told:
        refused(stranger.get(path), 401)


def test_the_documentation_is_complete(stranger: Program) -> None:
    schema = stranger.get("/openapi.json").json()
    assert schema["openapi"].startswith("3.1")
    operations = [operation for path in schema["paths"].values() for operation in path.values()]
    assert all(operation["summary"] and operation["responses"] for operation in operations)
    assert all("default" in operation["responses"] for operation in operations)
    page = stranger.get("/docs").content.decode()
    assert "https://" not in page  # nothing comes from elsewhere


def test_answers_are_not_kept_by_anybody_between(program: Program) -> None:
    assert program.get("/me").headers["Cache-Control"] == "no-store"
