"""The web process as its command starts it."""

import resource

from regulars.config.commands.web import MOST_FILES, allow_pages


def test_it_may_hold_as_many_pages_open_as_the_system_allows():
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (512, hard))
        allow_pages()
        assert resource.getrlimit(resource.RLIMIT_NOFILE)[0] == (MOST_FILES if hard == -1 else min(MOST_FILES, hard))
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
