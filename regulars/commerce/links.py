"""Addresses that others tell us."""


def web_address(given: str, limit: int) -> str:
    """The address, if it is one of the web and no longer than `limit`; else nothing."""
    return given if given.startswith(("https://", "http://")) and len(given) <= limit and " " not in given else ""
