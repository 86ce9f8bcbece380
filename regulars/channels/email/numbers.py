"""Conversations that a subject names by their number: "Re: #1042"."""

from __future__ import annotations

import re

_NUMBER = re.compile(r"(?<![\w#&/])#([1-9]\d{0,14})(?!\w)")
MOST = 3


def numbers_in(subject: str) -> list[int]:
    """The first few numbers with a # before them, each once."""
    return [int(each) for each in dict.fromkeys(_NUMBER.findall(subject))][:MOST]
