"""Small questions about text that any floor may ask."""

import codecs
import re

_SPACE = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")  # with controls, which no line shows and XML may not hold
_LEADS_SOMEWHERE = re.compile(r"(?:\w+:/*|www\.)\S+|\S*@\S*|\b[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}\b\S*", re.I)


def decoded(content: bytes) -> str:
    """As UTF-8, UTF-16, or what editors and spreadsheets of former times wrote; also where a few letters among UTF-8 are of those."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", "replace")
    if b"\x00" in content[:2]:  # without its mark: what is written by programs begins with a letter of one byte
        return content.decode("utf-16-le" if content[1:2] == b"\x00" else "utf-16-be", "replace")
    return content.decode("utf-8-sig", "cp1252-else")


def _of_former_times(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error("cp1252-else", _of_former_times)


def one_line(text: str, *, limit: int = 200) -> str:
    """`text` on one line, cut at a word near `limit` characters with an ellipsis."""
    flat = _SPACE.sub(" ", text[: limit * 8]).strip()
    if len(flat) <= limit:
        return flat
    cut = flat[: limit - 1]
    return (cut[: cut.rfind(" ")] if " " in cut[limit // 2 :] else cut) + "…"


def harmless(words: str, *, limit: int = 80) -> str:
    """What a stranger wrote, on one short line that leads nowhere: it may go to an address that is not theirs."""
    return one_line(_LEADS_SOMEWHERE.sub("…", one_line(words, limit=400)), limit=limit)


def storable(text: str) -> str:
    """`text` without what PostgreSQL or UTF-8 cannot hold: NUL and lone surrogates."""
    if "\x00" in text:
        text = text.replace("\x00", "")
    try:
        text.encode()
    except UnicodeEncodeError:
        text = text.encode("utf-8", "replace").decode()
    return text
