"""Memory below Python: what the C library takes from the system, and keeps."""

import ctypes
import sys

M_ARENA_MAX = -8  # from <malloc.h> of the GNU C library, the only one that needs this


def keep_few() -> None:
    """Let all threads share two heaps: else each keeps one of its own, half as much memory again. Before threads are started."""
    if sys.platform == "linux" and hasattr(library := ctypes.CDLL(None), "mallopt"):
        library.mallopt(M_ARENA_MAX, 2)


def give_back() -> None:
    """Return to the system what is free. It takes a few milliseconds."""
    if sys.platform == "linux" and hasattr(library := ctypes.CDLL(None), "malloc_trim"):
        library.malloc_trim(0)
