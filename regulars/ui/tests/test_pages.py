import gzip

import pytest
from django.db import OperationalError

from regulars.ui import views as stylesheet_views
from regulars.ui.stylesheet import stylesheet


def test_the_stylesheet_is_kept_for_a_year_under_its_digest(client):
    answer = client.get(f"/ui/{stylesheet().digest}.css")
    assert "immutable" in answer["Cache-Control"] and b"@layer reset" in answer.content
    assert client.get("/ui/old.css")["Cache-Control"] == "no-cache"


def test_the_stylesheet_comes_compressed_to_who_takes_it(client):
    answer = client.get("/ui/x.css", headers={"Accept-Encoding": "br, gzip"})
    assert answer["Content-Encoding"] == "gzip" and gzip.decompress(answer.content) == stylesheet().text


def test_the_parts_are_shown_to_who_runs_the_house(client, grace, noor):
    client.force_login(noor)
    assert client.get("/ui/parts").status_code == 403
    client.force_login(grace)
    assert client.get("/ui/parts").status_code == 200


@pytest.mark.parametrize(
    ("error", "status", "words"),
    [(OperationalError("gone"), 503, "cannot reach its database"), (KeyError("x"), 500, "Something broke")],
)
def test_what_breaks_is_said_plainly(error, status, words, client, monkeypatch):
    def fail() -> None:
        raise error

    monkeypatch.setattr(stylesheet_views, "stylesheet", fail)
    client.raise_request_exception = False
    answer = client.get("/ui/x.css")
    assert answer.status_code == status and words in answer.content.decode()


def test_what_is_not_there_is_said_kindly(client, noor):
    client.force_login(noor)
    answer = client.get("/nothing/of/the/kind")
    assert answer.status_code == 404 and "There is nothing here" in answer.content.decode()
