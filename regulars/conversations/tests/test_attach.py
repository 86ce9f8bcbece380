"""Files are kept as long as anybody holds them."""

from __future__ import annotations

import threading

import pytest
from django.db import OperationalError, connection, transaction

from regulars.conversations.actions.attach import attach
from regulars.conversations.incoming import File
from regulars.conversations.models import Attachment
from regulars.lib import blobs
from regulars.team.models import Agent
from tests.waiting import PATIENCE


def test_what_is_kept_at_this_moment_is_not_deleted_because_its_row_is_not_seen_yet_and_no_other_waits(
    transactional_db: None, grace: Agent
) -> None:
    digest = attach(File(name="logo.png", content=b"the logo of a firm"), by=grace).sha256
    another = attach(File(name="menu.pdf", content=b"the menu of another"), by=grace).sha256
    Attachment.objects.all().delete()
    is_kept, may_end = threading.Event(), threading.Event()

    def keep_once_more() -> None:
        with transaction.atomic():
            attach(File(name="logo.png", content=b"the logo of a firm"), by=grace)
            is_kept.set()
            may_end.wait(PATIENCE)
        connection.close()

    keeper = threading.Thread(target=keep_once_more)
    keeper.start()
    is_kept.wait(PATIENCE)
    connection.cursor().execute("SET lock_timeout = '50ms'")
    blobs.forget_unless_held([another])
    with pytest.raises(FileNotFoundError):
        blobs.fetch(another)
    with pytest.raises(OperationalError, match="lock timeout"):
        blobs.forget_unless_held([digest])
    connection.cursor().execute("RESET lock_timeout")
    may_end.set()
    keeper.join()
    blobs.forget_unless_held([digest])
    assert blobs.fetch(digest).read() == b"the logo of a firm"
