"""A model behind an HTTP address that answers `POST /v1/embeddings` as OpenAI does: Ollama, vLLM, LiteLLM, any provider."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from typing import Any

import requests
import urllib3

from regulars.knowledge.embedding import Unavailable, Vector

TIMEOUT = (2, 8)  # seconds to connect, and to answer: somebody waits for what they search
LARGEST_ANSWER = 20_000_000  # bytes


class Endpoint:
    """The address is the operator's own choice, and may be inside; it cannot lead on to another."""

    def __init__(self, url: str, model: str, key: str = "") -> None:
        self.url, self.name, self.key = url.rstrip("/").removesuffix("/embeddings") + "/embeddings", model, key

    def passages(self, texts: Sequence[str]) -> list[Vector]:
        headers = {"Authorization": f"Bearer {self.key}"} if self.key else {}
        asked = {"model": self.name, "input": list(texts), "encoding_format": "float"}
        try:
            answer = requests.post(
                self.url, json=asked, headers=headers, timeout=TIMEOUT, allow_redirects=False, stream=True
            )
            with answer:
                told = json.loads(answer.raw.read(LARGEST_ANSWER, decode_content=True))
        except (requests.RequestException, urllib3.exceptions.HTTPError, OSError, ValueError) as error:
            raise Unavailable(str(error)[:200]) from error
        if answer.status_code != 200:
            raise Unavailable(f"{answer.status_code}")
        return _vectors(told, len(texts))

    questions = passages

    def rest(self) -> None:
        """Nothing of it is here."""


def _vectors(told: Any, many: int) -> list[Vector]:
    try:
        rows = sorted(told["data"], key=lambda row: row["index"])
        vectors = [_of_length_one([float(each) for each in row["embedding"]]) for row in rows]
    except (KeyError, TypeError, ValueError) as error:
        raise Unavailable(f"not an answer: {error}") from error
    if len(vectors) != many or len({len(vector) for vector in vectors}) > 1:
        raise Unavailable("not as many vectors as texts, or not of one length")
    return vectors


def _of_length_one(vector: Vector) -> Vector:
    length = math.sqrt(sum(each * each for each in vector))
    if not vector or not math.isfinite(length) or not length:
        raise ValueError("a vector without a direction")
    return [each / length for each in vector]
