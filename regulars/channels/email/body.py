"""From the tree of parts to what a person reads (text, HTML) and what a person may save (files)."""

import re
from dataclasses import dataclass, field

from regulars.channels.email import attachments, embedded
from regulars.channels.email.letter import Attachment
from regulars.channels.email.mime import charsets, tnef, transfer
from regulars.channels.email.mime.flowed import unflowed
from regulars.channels.email.mime.mapi import File, Item, words_of
from regulars.channels.email.mime.parts import Part
from regulars.lib.html import html_from_text, sanitise, text_from_clean_html, text_from_html

COMPARED = 200  # letters and digits that two forms of a text must share in their beginning
LONGEST_TEXT = 2_000_000  # characters for display and search; the rest stays in the stored letter
TEXT_TYPES = {"text/plain", "text/html", "text/enriched", "text/markdown", "text/x-markdown", "text/xhtml", "text/text"}
FOR_MACHINES = {
    "message/delivery-status", "message/global-delivery-status", "message/disposition-notification", "message/feedback-report",
    "text/rfc822-headers", "message/rfc822-headers", "message/global-headers", "text/x-amp-html", "text/watch-html",
    "text/vnd.google.email-reaction+json",
}  # fmt: skip
META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.I)
BEGINS_LIKE_HTML = re.compile(rb"\s*<(?:!doctype html|html[\s>])", re.I)
MARKUP = re.compile(r"<[^<>]*>")
ONLY_AN_EXCUSE = re.compile(
    r"html[- ](?:e-?mail|mail|message|format|version|client|nachricht|ansicht)|(?:support|view|display|anzeigen|afficher|visualiz)"
    r".{0,60}html|html.{0,60}(?:support|view|display|anzeig|affich|visualiz|enabled)|(?:view|read) (?:this|it).{0,40}browser",
    re.I | re.S,
)


@dataclass
class Body:
    """What the letter says and carries."""

    text: str = ""
    html: str = ""
    is_only_html: bool = False  # the text was read out of it
    attachments: tuple[Attachment, ...] = ()


@dataclass
class _Segment:
    """A stretch of the letter in the forms its sender gave: one, or both."""

    plain: str | None = None
    html: str | None = None

    def says_something(self) -> bool:
        return bool((self.plain or self.html or "").strip())


@dataclass
class _Found:
    segments: list[_Segment] = field(default_factory=list)
    files: list[Part] = field(default_factory=list)
    uuencoded: list[Attachment] = field(default_factory=list)


def read_body(root: Part) -> Body:
    """Text from every part meant to be read; HTML when any part had it; the remaining parts as files."""
    found = _Found()
    _collect(root, found, is_root=True)
    wrapped = [tnef.item_in(part.content) for part in found.files]
    found.segments = (
        [segment for segment in found.segments if segment.says_something()]
        or [segment for each in wrapped if (segment := _wrapped_words(each)).says_something()]
        or found.segments[:1]
    )
    if _are_twins(found.segments):
        found.segments = [_Segment(plain=found.segments[0].plain, html=found.segments[1].html)]
    raw_html = _html_of(found.segments)
    inner = [file for each in wrapped for file in each.files]
    html = _shown(raw_html, found.files, inner) if raw_html else ""
    files = [attachments.attachment(part, number, html=html) for number, part in enumerate(found.files, 1)]
    plain = _plain_of(found.segments, html)
    return Body(
        text=(text_from_clean_html(html) if plain is None else plain)[:LONGEST_TEXT],
        html=html,
        is_only_html=plain is None,
        attachments=(*files, *_wrapped(inner, html), *found.uuencoded),
    )


def _are_twins(segments: list[_Segment]) -> bool:
    """Whether text and HTML say the same, although their sender did not call them alternatives."""
    if len(segments) != 2 or not segments[0].plain or segments[0].html or not segments[1].html or segments[1].plain:
        return False
    plain, html = (
        "".join(filter(str.isalnum, text))[:COMPARED] for text in (segments[0].plain, text_from_html(segments[1].html))
    )
    return bool(plain) and (plain.startswith(html[: COMPARED // 2]) or html.startswith(plain[: COMPARED // 2]))


def _wrapped_words(item: Item) -> _Segment:
    plain, html = words_of(item.values)
    return _Segment(plain=plain or None, html=html or None)


def _wrapped(files: list[File], html: str) -> list[Attachment]:
    """What Exchange wrapped into a `winmail.dat`, which itself stays."""
    return [attachments.named(file.name, file.content, content_id=file.content_id, html=html) for file in files]


def _shown(raw_html: str, files: list[Part], wrapped: list[File]) -> str:
    located = embedded.located(raw_html, (part.headers.decoded("content-location").strip() for part in files))
    content_ids = [*map(attachments.content_id, files), *(file.content_id for file in wrapped)]
    return embedded.unified(sanitise(located), content_ids)


def _collect(part: Part, found: _Found, *, is_root: bool = False) -> None:
    if part.content_type == "multipart/alternative" and part.parts:
        _collect_alternatives(part, found)
    elif part.parts:
        for inner in part.parts:
            _collect(inner, found)
    elif part.content_type in FOR_MACHINES:
        return
    elif _is_to_be_read(part, found, is_root=is_root):
        found.segments.append(_segment(part, found))
    elif part.start < part.end or attachments.file_name(part):
        found.files.append(part)


def _collect_alternatives(part: Part, found: _Found) -> None:
    """One segment out of several forms of the same: the first plain one, and the last HTML."""
    each = []
    for inner in part.parts:
        alternative = _Found()
        _collect(inner, alternative)
        each.append(alternative)
        found.files += alternative.files
        found.uuencoded += alternative.uuencoded
    segments = [segment for alternative in each for segment in alternative.segments]
    plain = next((one.plain for one in segments if one.plain is not None and one.plain.strip()), None)
    html = _html_of(max(each, key=_amount_of_html).segments) if each else ""
    if segments:
        found.segments.append(_Segment(plain=plain if plain is not None or html else "", html=html or None))


def _amount_of_html(alternative: _Found) -> int:
    return sum(len(segment.html or "") for segment in alternative.segments)


def _is_to_be_read(part: Part, found: _Found, *, is_root: bool) -> bool:
    if not (part.content_type in TEXT_TYPES or part.content_type.startswith("multipart/")):
        return False
    disposition = part.disposition[0]
    if disposition == "attachment":
        return False
    if not attachments.file_name(part) or is_root:
        return True
    return not found.segments and not disposition


def _segment(part: Part, found: _Found) -> _Segment:
    content = part.content
    if part.content_type in {"text/html", "text/xhtml"} or BEGINS_LIKE_HTML.match(content):
        return _Segment(html=_decoded_html(content, part))
    if b"\nbegin" in content or content.startswith(b"begin"):
        files = transfer.uuencoded_files(content)
        found.uuencoded += [attachments.named(charsets.decode(name), data) for name, data in files]
        content = transfer.without_uuencoded_files(content)
    text = _lines(charsets.decode(content, part.parameters.get("charset", "")))
    if part.content_type == "text/enriched":
        text = MARKUP.sub("", text)
    if part.parameters.get("format", "").lower() == "flowed":
        text = unflowed(text, delsp=part.parameters.get("delsp", "").lower() == "yes")
    return _Segment(plain=text)


def _decoded_html(content: bytes, part: Part) -> str:
    declared = part.parameters.get("charset", "")
    if not declared or charsets.codec_named(declared) in {"", "ascii"}:
        meta = META_CHARSET.search(content, 0, 4096)
        declared = meta[1].decode("ascii") if meta else ""
    return charsets.decode(content, declared)


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _html_of(segments: list[_Segment]) -> str:
    if not any(segment.html for segment in segments):
        return ""
    return "\n".join(segment.html or html_from_text(segment.plain or "") for segment in segments)


def _plain_of(segments: list[_Segment], html: str) -> str | None:
    """The plain parts, or None where the HTML says more: some are missing, or only say that there is HTML."""
    plain = "\n".join(segment.plain for segment in segments if segment.plain is not None)
    is_complete = all(segment.plain is not None for segment in segments)
    is_excuse = len(plain) < 600 and ONLY_AN_EXCUSE.search(plain)
    return plain if not html or (is_complete and plain.strip() and not is_excuse) else None
