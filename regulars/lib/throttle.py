"""Limits on how often somebody may ask."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from ipaddress import ip_address, ip_network

from django.http import HttpRequest

REMEMBERED = 10_000  # askers, per process


def place_of(address: str) -> str:
    """Who is counted as one asker: an IPv4 address, or the 64 bits of an IPv6 address that a house has all to itself."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if found.version == 4:
        return address
    return str(found.ipv4_mapped or ip_network((int(found), 64), strict=False))


def asked_from(request: HttpRequest) -> str:
    """Where a request comes from, for counting."""
    return place_of(str(request.META.get("REMOTE_ADDR") or ""))


class Throttle:
    """Each asker may ask `burst` times at once, and `per_second` times in the long run. Counted in this process alone."""

    def __init__(self, *, per_second: float, burst: int, clock: Callable[[], float] = time.monotonic) -> None:
        self.per_second, self.burst, self.clock = per_second, burst, clock
        self._left: OrderedDict[Hashable, tuple[float, float]] = OrderedDict()  # asker → (how many, when that was)
        self._lock = threading.Lock()

    def wait(self, asker: Hashable) -> float:
        """Count this time, and return 0; or count nothing, and return the seconds until the asker may ask again."""
        now = self.clock()
        with self._lock:
            left, then = self._left.pop(asker, (float(self.burst), now))
            left = min(self.burst, left + (now - then) * self.per_second)
            wait = 0.0 if left >= 1 else (1 - left) / self.per_second
            self._left[asker] = (left if wait else left - 1, now)
            if len(self._left) > REMEMBERED:
                self._left.popitem(last=False)
        return wait
