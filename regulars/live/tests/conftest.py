from collections.abc import Callable, Iterator

import pytest
from django.db import connection, transaction

from regulars.live.notify import tell
from regulars.live.tests.pages import Web, signed_in, start_web, write


@pytest.fixture(scope="session")
def running_web(django_db_setup: None, django_db_blocker: object) -> Iterator[Web]:
    web = start_web()
    yield web
    web.kill()


@pytest.fixture
def web(running_web: Web, transactional_db: None) -> Web:
    return running_web


@pytest.fixture
def web_of_my_own(transactional_db: None) -> Iterator[Web]:
    web = start_web()
    yield web
    web.kill()


@pytest.fixture
def cookie(transactional_db: None) -> str:
    """The session cookie of a signed-in agent."""
    return signed_in("grace@coffee.example")


@pytest.fixture
def customer(transactional_db: None) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO customers_customer (name, language, time_zone, attributes, created_at) VALUES ('Ada', '', '', '{}', now()) RETURNING id"
        )
        return cursor.fetchone()[0]


@pytest.fixture
def happen(customer: int) -> Callable[[], int]:
    """Write a row on the timeline and tell open pages, as one transaction. Returns its position."""

    @transaction.atomic
    def happen() -> int:
        position = write(customer, 1)
        tell({"id": position, "kind": "coffee.poured", "topics": [f"customer:{customer}"]})
        return position

    return happen
