"""A number's place in a lottery that everybody can draw again: by a salt and its own digits, the same for ever, in Python and in SQL."""

from hashlib import md5

BUCKETS = 10_000
_DIGITS = 7  # hexadecimal, of the MD5: 28 bits fit into an integer of SQL; one bucket is fuller than another by 1 in 26 843 at most


def bucket(number: int, *, salt: str) -> int:
    """From 0 to 9999. Who is below a share of 10 000 today is below any larger one."""
    return int(md5(f"{salt}:{number}".encode(), usedforsecurity=False).hexdigest()[:_DIGITS], 16) % BUCKETS


def bucket_sql(number: str, *, salt: str) -> str:
    """The same as an expression; both are expressions, too."""
    return f"mod(('x' || left(md5({salt} || ':' || {number}), {_DIGITS}))::bit(28)::integer, {BUCKETS})"
