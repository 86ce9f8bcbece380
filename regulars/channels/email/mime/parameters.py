"""The parameters after a header's value, as in `attachment; filename*0*=utf-8''na%C3%AFve; filename*1=.pdf` (RFC 2231)."""

import re
from urllib.parse import unquote_to_bytes

from regulars.channels.email.mime import charsets, encoded_words

PIECE = re.compile(r'(?:[^;"]|"(?:[^"\\]|\\.)*+"?)*+;?', re.S)
NAME = re.compile(r"([\w.!#$&^-]+?)(?:\*([0-9]{1,3}))?(\*)?", re.A)
COMMENT = re.compile(r"\s*\([^()]*\)\s*$")
MOST = 500


def split(value: str) -> tuple[str, dict[str, str]]:
    """The value in lower case, and its parameters by lower-case name, decoded."""
    if value.startswith("=?"):  # some programs write even `inline` as an encoded word
        value = encoded_words.decode(value)
    if ";" not in value:
        return COMMENT.sub("", value).strip().lower(), {}
    main, *pieces = _pieces(value)
    plain: dict[str, str] = {}
    extended: dict[str, list[tuple[int, bool, str]]] = {}
    for piece in pieces[:MOST]:
        name, equals, text = piece.partition("=")
        if not equals or not (found := NAME.fullmatch(name.strip())):
            continue
        key, number, star = found[1].lower(), found[2], bool(found[3])
        if number is None and not star:
            plain.setdefault(key, encoded_words.decode(_unquoted(text)))
        else:
            extended.setdefault(key, []).append((int(number or 0), star, _unquoted(text)))
    return COMMENT.sub("", main).strip().lower(), plain | {key: _joined(parts) for key, parts in extended.items()}


def _pieces(value: str) -> list[str]:
    if value.count('"') % 2:
        return value.split(";")  # a quote that is never closed would swallow everything after it
    return [piece.removesuffix(";") for piece in PIECE.findall(value) if piece]


def _unquoted(text: str) -> str:
    text = text.strip()
    if text[:1] == '"':
        inside = text[1:-1] if text[-1:] == '"' and len(text) > 1 else text[1:]
        return inside.replace('\\"', '"').replace("\\\\", "\\")
    return COMMENT.sub("", text).strip("'") if text[:1] == "'" else COMMENT.sub("", text)


def _joined(parts: list[tuple[int, bool, str]]) -> str:
    """The continuations in their numbers' order; percent-encoded ones together, since a letter may be cut in two."""
    parts.sort(key=lambda part: part[0])
    charset, encoded = "", b""
    for index, (_, star, text) in enumerate(parts):
        if star and index == 0 and text.count("'") >= 2:
            charset, _, text = text.split("'", 2)
        encoded += unquote_to_bytes(text) if star else text.encode("utf-8", "replace")
    return encoded_words.decode(charsets.decode(encoded, charset))
