"""Parts for the worker of test_worker.py."""

import threading


def pour() -> int:
    return 0


def listen(stop: threading.Event) -> None:
    stop.wait()


def oversleep(stop: threading.Event) -> None:
    threading.Event().wait()


def die(stop: threading.Event) -> None:
    raise RuntimeError("out of milk")
