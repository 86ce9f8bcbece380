"""Meanings by a server that speaks as OpenAI does, over real HTTP; and what search does when it fails."""

from __future__ import annotations

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest

from regulars.knowledge import embedding
from regulars.knowledge.actions import make_meanings as making
from regulars.knowledge.actions.make_meanings import make_meanings, next_due
from regulars.knowledge.finding import find
from regulars.knowledge.models import Article, HelpCentre, Meaning
from regulars.lib.resting import Rest

MEANS = {"descal": [1.0, 0.0, 0.0], "limescale": [0.9, 0.1, 0.0]}


class Models(BaseHTTPRequestHandler):
    """Three numbers for each text, or what `wrong` says."""

    wrong: Any = None
    asked: list[dict[str, Any]] = []  # noqa: RUF012 - of the one server of a test

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.asked.append(asked | {"key": self.headers["Authorization"]})
        rows = [{"index": at, "embedding": self.vector(text)} for at, text in enumerate(asked["input"])]
        status, told = type(self).wrong or (200, {"data": rows[::-1]})
        body = told if isinstance(told, bytes) else json.dumps(told).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def vector(self, text: str) -> list[float]:
        return next((vector for word, vector in MEANS.items() if word in text.lower()), [0.0, 0.2, 1.0])

    def log_message(self, *_words: object) -> None: ...


@pytest.fixture
def models(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Models]]:
    Models.wrong, Models.asked = None, []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Models)
    Thread(target=server.serve_forever, args=[0.01], daemon=True).start()
    settings.EMBEDDINGS = {
        "class": "regulars.knowledge.embedding.endpoint.Endpoint", "url": f"http://127.0.0.1:{server.server_port}/v1",
        "model": "small", "key": "secret",
    }  # fmt: skip
    monkeypatch.setattr(making, "rest", Rest(making.LATER))
    embedding.embedder.cache_clear()
    yield Models
    embedding.embedder.cache_clear()
    server.shutdown()
    server.server_close()


def test_the_worker_asks_once_for_each_passage_and_search_finds_by_it(
    models: type[Models], centre: HelpCentre, descaling: Article
) -> None:
    assert make_meanings() == 1 and make_meanings() == 0
    assert Meaning.objects.get().model == "small" and models.asked[0]["key"] == "Bearer secret"
    (hit,) = find("limescale everywhere", centre=centre, language="en", reader=None)
    assert hit.article_id == descaling.pk and hit.evidence.by_meaning and not hit.evidence.by_words


@pytest.mark.parametrize(
    "wrong",
    [
        (500, {}),
        (200, b"<html>"),
        (200, {"data": []}),
        (200, {"data": [{"index": 0, "embedding": ["x"]}]}),
        (302, {}),
        (200, []),
    ],
)
def test_a_server_that_fails_leaves_words_and_is_asked_again_later(
    models: type[Models], centre: HelpCentre, descaling: Article, wrong: Any
) -> None:
    models.wrong = wrong
    assert make_meanings() == 0 and not Meaning.objects.exists()
    assert next_due() is not None and make_meanings() == 0 and len(models.asked) == 1
    (hit,) = find("descaled", centre=centre, language="en", reader=None)
    assert hit.article_id == descaling.pk
