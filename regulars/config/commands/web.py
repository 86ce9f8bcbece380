"""`bin/regulars web`: the web process alone."""

import argparse
import os
import resource

from regulars.config import environment, ports
from regulars.lib import heaps

HELP = "Start the web process alone: desk, API and live stream. Run as many as you like against one database."
NEEDS = "server"
MOST_FILES = 65_536


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=environment.web_port(), help="port to listen on (%(default)s)")


def run(options: argparse.Namespace) -> int:
    os.environ["REGULARS_PROCESS"] = "web"
    allow_pages()
    heaps.keep_few()
    ports.refuse_taken_port(environment.listen_address(), options.port, variable="REGULARS_PORT")
    import uvicorn

    uvicorn.run(
        "regulars.config.asgi:application",
        host=environment.listen_address(),
        port=options.port,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,  # it would believe the first address that is named, which the client wrote: see asgi
        timeout_graceful_shutdown=3,  # seconds; open streams would otherwise never let it end
    )
    return 0


def allow_pages() -> None:
    """Each open page holds a socket, and systems begin with 1024: take what we may have."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = MOST_FILES if hard == resource.RLIM_INFINITY else min(MOST_FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
