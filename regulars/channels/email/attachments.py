"""Files in a letter: their names made presentable, their bytes left alone."""

import hashlib
import mimetypes
import re

from regulars.channels.email import embedded
from regulars.channels.email.letter import Attachment
from regulars.channels.email.mime import encoded_words
from regulars.channels.email.mime.header_block import read_header_block
from regulars.channels.email.mime.parts import Part

LONGEST_NAME = 255
FORBIDDEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")
PATH = re.compile(r"^.*[/\\]", re.S)
LOCATED = re.compile(r"(?:^|[^/]/)([^/\\:?#]{1,200}\.\w{2,5})$")  # the name at the end of an address
KNOWN_NAMES = {
    "text/calendar": "invite.ics",
    "application/ics": "invite.ics",
    "application/pgp-signature": "signature.asc",
    "application/pgp-encrypted": "encrypted.asc",
    "application/pkcs7-signature": "smime.p7s",
    "application/x-pkcs7-signature": "smime.p7s",
    "application/pkcs7-mime": "smime.p7m",
    "application/x-pkcs7-mime": "smime.p7m",
    "application/ms-tnef": "winmail.dat",
    "text/vcard": "contact.vcf",
    "text/x-vcard": "contact.vcf",
}
ENDINGS = {"image/jpeg": ".jpg", "image/jpg": ".jpg", "text/plain": ".txt", "text/html": ".html", "audio/mpeg": ".mp3"}
TYPES = mimetypes.MimeTypes()  # Python's own list, not this machine's, so that a letter reads the same everywhere


def attachment(part: Part, number: int, *, html: str = "") -> Attachment:
    """The part as a file; `number` names it when nothing else does, `html` tells whether the text refers to it."""
    content = part.content
    reference = content_id(part)
    disposition = part.disposition[0]
    return Attachment(
        name=file_name(part) or _invented_name(part, number),
        content_type=_content_type(part),
        content=content,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        content_id=reference,
        is_inline=_is_shown(reference, html) or (part.content_type.startswith("image/") and disposition == "inline"),
    )


def named(name: str, content: bytes, *, content_id: str = "", html: str = "") -> Attachment:
    """A file that came without a part of its own, such as a uuencoded one."""
    return Attachment(
        name=presentable(name) or "attachment",
        content_type=TYPES.guess_type(name)[0] or "application/octet-stream",
        content=content,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        content_id=content_id,
        is_inline=_is_shown(content_id, html),
    )


def _is_shown(content_id: str, html: str) -> bool:
    return bool(content_id) and embedded.reference(content_id) in html


def content_id(part: Part) -> str:
    """What HTML calls the part by: its Content-ID, or the place in which some programs say it lies."""
    given = part.headers.decoded("content-id").strip().strip("<>").strip()
    return given or part.headers.decoded("content-location").strip()


def file_name(part: Part) -> str:
    """What the sender called the part, fit to be shown; "" when it has no name."""
    for given in (part.disposition[1].get("filename"), part.parameters.get("name"), part.parameters.get("filename")):
        if given and (name := presentable(given)):
            return name
    return ""


def presentable(name: str) -> str:
    """A file name without folders, control characters and text that turns around; shortened before its ending."""
    name = PATH.sub("", FORBIDDEN.sub("", encoded_words.decode(name)).strip()).strip(" .\t") or ""
    if len(name) <= LONGEST_NAME:
        return name
    stem, dot, ending = name.rpartition(".")
    return f"{stem[: LONGEST_NAME - len(ending) - 1]}.{ending}" if dot and len(ending) < 20 else name[:LONGEST_NAME]


def _content_type(part: Part) -> str:
    declared = part.content_type
    if declared in {"application/octet-stream", "application/x-unknown"}:
        return TYPES.guess_type(file_name(part))[0] or declared
    return declared


def _invented_name(part: Part, number: int) -> str:
    if part.content_type == "message/rfc822":
        return f"{_subject_within(part) or f'letter-{number}'}.eml"
    if known := KNOWN_NAMES.get(part.content_type):
        return known
    if located := LOCATED.search(part.headers.decoded("content-location")):
        return presentable(located[1])
    stem = "image" if part.content_type.startswith("image/") else "attachment"
    ending = ENDINGS.get(part.content_type) or TYPES.guess_extension(part.content_type) or ".bin"
    return f"{stem}-{number}{ending}"


def _subject_within(part: Part) -> str:
    headers, _ = read_header_block(part.content, 0, len(part.content))
    return presentable(headers.decoded("subject").replace("/", "-").replace("\\", "-"))[:100]
