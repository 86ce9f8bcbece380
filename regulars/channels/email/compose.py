"""A message of ours as a letter, ready for any mail server or provider.

The same message always becomes the same bytes, so that a retry after a lost "250" is recognised as the same letter.
"""

import hashlib
import quopri
import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from email import encoders
from email.header import Header
from email.message import Message
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.utils import format_datetime

from django.core.mail import EmailMultiAlternatives

from regulars.channels.email.letter import Address, Attachment
from regulars.channels.email.subjects import reply_subject

LONGEST_CHAIN = 20
LONGEST_ID = 980  # characters of an id: with the name of its header it still fits one line of 998
LONGEST_NAME = 200  # characters of a person's name
LONGEST_FILE_NAME = 255  # bytes, as in every file system; percent-encoded it still fits one line of 998
FORBIDDEN = re.compile(r"[\x00-\x1f\x7f\u0085\u2028\u2029\ud800-\udfff]+")
HEADER_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,75}")
MADE_HERE = {"from", "to", "cc", "bcc", "subject", "date", "message-id", "in-reply-to", "references", "reply-to"}
PLAIN_NAME = re.compile(r"[\w !#$%&'*+/=?^`{|}~-]*")


class _Ids(Header):
    """Message-IDs, one a line: programs that look for them unfold and decode less than they should."""

    def encode(self, splitchars: str = " ", maxlinelen: int | None = None, linesep: str = "\n") -> str:
        return f"{linesep} ".join(str(self).split())


class ComposedEmail(EmailMultiAlternatives):
    """A letter whose bytes depend on nothing but what it says."""

    has_null_return_path = False  # what bounces of it goes to nobody
    return_path = ""  # where bounces go: an address of its own; "" is the one it is from
    envelope: tuple[str, ...] | None = None  # whom it is handed over for now, when not for everybody it names

    def recipients(self) -> list[str]:
        return super().recipients() if self.envelope is None else list(self.envelope)

    def message(self) -> Message:
        message = _with_pictures_inside(super().message())
        for name in ("Message-ID", "In-Reply-To", "References"):
            if name in message:
                message.replace_header(name, _Ids(message[name]))
        seed = hashlib.sha256(self.extra_headers["Message-ID"].encode()).hexdigest()[:32]
        for number, part in enumerate(message.walk()):
            if part.is_multipart() and part.get_content_maintype() == "multipart":
                part.set_boundary(f"=_{seed}.{number}")  # `=_` stands in no encoded body
            elif part["Content-Transfer-Encoding"] == "8bit":
                _make_seven_bit(part)
        return message


def compose(
    *,
    message_id: str,
    from_address: str,
    from_name: str = "",
    to: Iterable[Address | str],
    cc: Iterable[Address | str] = (),
    bcc: Iterable[Address | str] = (),
    reply_to: Iterable[Address | str] = (),
    subject: str,
    text: str,
    html: str = "",
    in_reply_to: str = "",
    references: Iterable[str] = (),
    attachments: Iterable[Attachment] = (),
    date: datetime | None = None,
    headers: Mapping[str, str] | None = None,
) -> ComposedEmail:
    """The letter for a message of ours; an answer (`in_reply_to`) gets its `Re: `. Bcc is never among the headers."""
    email = ComposedEmail(
        subject=reply_subject(one_line(subject)) if in_reply_to else one_line(subject),
        body=_lines(text),
        from_email=mailbox(Address(name=from_name, email=from_address)),
        to=_mailboxes(to),
        cc=_mailboxes(cc),
        bcc=_mailboxes(bcc),
        reply_to=_mailboxes(reply_to),
        headers=_headers(message_id, in_reply_to, references, date, headers or {}),
    )
    if html:
        email.attach_alternative(_lines(html), "text/html")
    for attachment in attachments:
        email.attach(_file(attachment))
    return email


def _with_pictures_inside(message: Message) -> Message:
    """The pictures of the text beside its HTML, as one thing (RFC 2387): programs show them there, and not as files once more."""
    parts = message.get_payload() if message.get_content_type() == "multipart/mixed" else []
    said = parts[0] if parts and parts[0].get_content_type() == "multipart/alternative" else None
    within = [part for part in parts[1:] if part["Content-ID"] and part.get_content_disposition() == "inline"]
    if said is None or not within:
        return message
    *others, html = said.get_payload()
    related = MIMEMultipart("related", None, [html, *within], type="text/html")
    del related["MIME-Version"]  # the letter says it once
    said.set_payload([*others, related])
    message.set_payload([said, *(part for part in parts[1:] if part not in within)])
    return message


def reference_chain(references: Iterable[str], in_reply_to: str = "") -> list[str]:
    """The ids an answer refers to: the oldest and the 19 newest, the answered one last."""
    chain = [each for each in dict.fromkeys(filter(None, references)) if each != in_reply_to]
    chain += [in_reply_to] if in_reply_to else []
    return chain if len(chain) <= LONGEST_CHAIN else [chain[0], *chain[1 - LONGEST_CHAIN :]]


def mailbox(address: Address | str) -> str:
    """`Name <address>` with the quotes a name needs, on one line."""
    if isinstance(address, str):
        return one_line(address)
    name = one_line(address.name)[:LONGEST_NAME]
    if not PLAIN_NAME.fullmatch(name):
        name = '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return f"{name} <{one_line(address.email)}>" if name else one_line(address.email)


def one_line(text: str) -> str:
    """Without line ends and control characters, which could begin a header of their own."""
    return " ".join(FORBIDDEN.sub(" ", text).split())


def _mailboxes(addresses: Iterable[Address | str]) -> list[str]:
    return list(dict.fromkeys(filter(None, map(mailbox, addresses))))


def _headers(
    message_id: str, in_reply_to: str, references: Iterable[str], date: datetime | None, others: Mapping[str, str]
) -> dict[str, str]:
    answered = _writable(in_reply_to)
    chain = reference_chain(map(_writable, references), answered)
    made = {
        "Message-ID": one_line(message_id),
        "Date": format_datetime(date) if date else "",
        "In-Reply-To": answered,
        "References": " ".join(chain),
    }
    further = {name: one_line(value) for name, value in others.items() if name.lower() not in MADE_HERE}
    return {name: value for name, value in (made | further).items() if value and HEADER_NAME.fullmatch(name)}


def _writable(message_id: str) -> str:
    """An id as it was given; "" when no header can carry it so, since in other clothes nobody would know it."""
    message_id = one_line(message_id)
    return message_id if message_id.isascii() and len(message_id) <= LONGEST_ID else ""


def _lines(text: str) -> str:
    """Line ends as `\\n`, without what no mail may carry."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").encode("utf-8", "replace").decode("utf-8")


def _file(attachment: Attachment) -> MIMEBase:
    """Always base64: the bytes arrive as they are, whatever their type says."""
    main, _, sub = attachment.content_type.partition("/")
    if main in {"message", "multipart", ""} or not sub or not attachment.content_type.isascii():
        main, sub = "application", "octet-stream"
    part = MIMEBase(one_line(main), one_line(sub))
    part.set_payload(attachment.content)
    encoders.encode_base64(part)
    name = _file_name(attachment.name)
    disposition = "inline" if attachment.is_inline else "attachment"
    part.add_header("Content-Disposition", disposition, filename=name if name.isascii() else ("utf-8", "", name))
    if attachment.content_id:
        part.add_header("Content-ID", f"<{one_line(attachment.content_id)}>")
    return part


def _file_name(name: str) -> str:
    name = one_line(name) or "attachment"
    stem, dot, ending = name.rpartition(".")
    while len(name.encode()) > LONGEST_FILE_NAME:
        stem, ending = (stem[:-1], ending) if stem else ("", ending[:-1])
        name = f"{stem}{dot}{ending}"
    return name


def _make_seven_bit(part: Message) -> None:
    """Quoted-printable, for servers that take no 8-bit mail."""
    body = part.get_payload(decode=True)
    part.replace_header("Content-Transfer-Encoding", "quoted-printable")
    Message.set_payload(part, quopri.encodestring(body).decode("ascii"))
