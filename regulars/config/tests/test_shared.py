import os

import pytest
from django.conf import settings

from regulars.config import command_line, shared


def test_a_copy_has_a_pool_of_its_own_size(monkeypatch: pytest.MonkeyPatch) -> None:
    read_before = {"default": {"OPTIONS": {}}}  # by the supervisor, who asks nothing
    monkeypatch.setattr(settings, "DATABASES", read_before)
    monkeypatch.setenv("REGULARS_PROCESS", "")
    monkeypatch.setattr(command_line, "main", lambda words: len(words))

    assert shared.as_process("worker")() == 1

    assert os.environ["REGULARS_PROCESS"] == "worker"
    assert read_before["default"]["OPTIONS"]["pool"]["max_size"] == 40
