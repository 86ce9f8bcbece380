"""Ids that name nobody: programs that know no better send them for thousands of people, who would all become one customer."""

import re

# No other number is: the first customer of many a shop is 1, and one of them 12345.
_NOTHING = re.compile(r"[\s0.\-_]*|-1|x+|\[object object\]|[{<].*", re.I)
_WORDS = re.compile(
    "null|none|nil|undefined|nan|n/a|na|anonymous|anon|unknown|guest|visitor|user|user_?id|id|test|tester|demo|default|true|false|empty|"
    "admin|root|example|placeholder|distinct_id|not_authenticated"
)
_MAILBOXES = re.compile(
    "(test|testing|tester|example|no-?reply|nobody|none|null|anonymous|asdf|fake|email|user)([+].*)?@.*"
)


def is_junk(value: object) -> bool:
    """Whether this id, of another system, names no single person: "0000", "null", "anonymous", "test@shop.example"."""
    said = str(value).strip().strip("\"'").lower()
    return any(shape.fullmatch(said) for shape in (_NOTHING, _WORDS, _MAILBOXES))
