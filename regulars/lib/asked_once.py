"""What many ask alike while one thing is done is asked once: `with asking_once(): …`. Elsewhere it is asked each time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

Words = ParamSpec("Words")
Answer = TypeVar("Answer")

_answers: ContextVar[dict[Any, Any] | None] = ContextVar("answers", default=None)


@contextmanager
def asking_once() -> Iterator[None]:
    """Answers of functions that are `asked_once` hold until this ends."""
    token = _answers.set({})
    try:
        yield
    finally:
        _answers.reset(token)


def asked_once(ask: Callable[Words, Answer]) -> Callable[Words, Answer]:
    """Let this be asked once with the same words, inside `asking_once`."""

    @wraps(ask)
    def asked(*words: Words.args, **named: Words.kwargs) -> Answer:
        answers = _answers.get()
        if answers is None:
            return ask(*words, **named)
        key = (ask, words, tuple(sorted(named.items())))
        if key not in answers:
            answers[key] = ask(*words, **named)
        return answers[key]

    return asked
