"""Where a request comes from when a proxy stands in front, which says so in X-Forwarded-For."""

from ipaddress import ip_address
from typing import Any


def as_proxy_saw(scope: dict[str, Any]) -> dict[str, Any]:
    """The scope with the address that the proxy has seen itself: the last one that is named. Those before it are hearsay of the client."""
    named = b",".join(value for name, value in scope["headers"] if name == b"x-forwarded-for").decode("latin-1")
    last = named.rpartition(",")[2].strip()
    if last.count(":") == 1 or last.startswith("["):  # with a port: 203.0.113.7:1234, [2001:db8::7]:1234
        last = last.lstrip("[").partition("]" if last.startswith("[") else ":")[0]
    try:
        return {**scope, "client": (str(ip_address(last)), 0)}
    except ValueError:
        return scope
