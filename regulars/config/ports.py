"""Ports: whether one may be had, and whether somebody answers at one."""

import errno
import socket

from regulars.config.environment import Problem


def refuse_taken_port(address: str, port: int, *, variable: str) -> None:
    """Say clearly that a port cannot be had, and which variable chooses another, before anything is started."""
    family, kind, _, _, where = _resolve(address, port)
    with socket.socket(family, kind) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(where)
        except OSError as error:
            raise Problem(_reason(error, address, port, variable)) from None


def is_answering(address: str, port: int) -> bool:
    """Whether a connection to it succeeds."""
    family, kind, _, _, where = _resolve({"0.0.0.0": "127.0.0.1", "::": "::1"}.get(address, address), port)
    with socket.socket(family, kind) as probe:
        probe.settimeout(1)
        return probe.connect_ex(where) == 0


def _resolve(address: str, port: int) -> tuple:
    try:
        return socket.getaddrinfo(address, port, type=socket.SOCK_STREAM)[0]
    except socket.gaierror:
        raise Problem(f"REGULARS_LISTEN must be an address of this machine, not {address!r}.") from None


def _reason(error: OSError, address: str, port: int, variable: str) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is used by another program. Choose another: {variable}={port + 1} bin/run"
    if error.errno == errno.EACCES:
        return f"Port {port} is for root alone. Choose one above 1023: {variable}={port + 8000} bin/run"
    return f"Cannot listen on {address}:{port} ({error.strerror}). REGULARS_LISTEN must be an address of this machine."
