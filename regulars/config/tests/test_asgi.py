import asyncio
from typing import Any

import pytest

from regulars.config import asgi

MEGABYTE = 1024 * 1024


def status_of_endless_upload(path: str) -> tuple[int, int]:
    """What is answered to a body that never ends, and how many bytes of it were taken."""
    taken, told = 0, []

    async def receive() -> dict[str, Any]:
        nonlocal taken
        taken += MEGABYTE // 2
        return {"type": "http.request", "body": b"x" * (MEGABYTE // 2), "more_body": True}

    async def send(message: dict[str, Any]) -> None:
        told.append(message)

    headers = [(b"transfer-encoding", b"chunked"), (b"host", b"localhost")]
    asyncio.run(asgi.application({"type": "http", "path": path, "method": "POST", "headers": headers}, receive, send))
    return told[0]["status"], taken


@pytest.mark.parametrize("path", ["/chat/abc/frames", "/help/votes", "/accounts/login/"])
def test_where_strangers_send_words_nobody_fills_the_disk(path):
    status, taken = status_of_endless_upload(path)
    assert status == 413 and taken <= 2 * MEGABYTE


def test_where_files_are_sent_there_is_room_for_them():
    status, taken = status_of_endless_upload("/attachments")
    assert status == 413 and taken > 25 * MEGABYTE
