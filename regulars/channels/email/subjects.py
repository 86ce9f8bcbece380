"""Subjects of answers: `Re: ` once, however often and in whatever language it stands there already."""

import re

PREFIXES = (
    "re", "aw", "antw", "sv", "vs", "ref", "res", "rif", "r", "ynt", "odp", "vá", "bls", "atb", "ad", "hal", "balas",
    "απ", "σχετ", "на", "отв", "ответ", "re", "回复", "回覆", "答复", "答覆", "返信", "회신", "답장", "رد", "השב", "תשובה", "ตอบ", "trả lời",
)  # fmt: skip
REPLY = re.compile(
    rf"^\s*(?:(?:{'|'.join(sorted(set(PREFIXES), key=len, reverse=True))})\s*(?:\[\d{{1,4}}\]|\(\d{{1,4}}\)|\^\d{{1,4}})?\s*[:：]\s*)+",
    re.I,
)
LONGEST = 400


def reply_subject(subject: str) -> str:
    """The subject with exactly one `Re: ` before it."""
    return f"Re: {without_prefixes(subject)}".rstrip() if subject.strip() else "Re:"


def without_prefixes(subject: str) -> str:
    """What the letter is about, on one line, whoever answered it before."""
    return REPLY.sub("", " ".join(subject.split())[:LONGEST]).strip()
