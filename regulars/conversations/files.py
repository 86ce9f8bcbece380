"""Files of a message: which of them are pictures within its text, and how the others are shown."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from regulars.conversations.models import Attachment, Message
from regulars.ui.icons import icon

LARGEST_PICTURE = 10 * 1024 * 1024  # bytes of a picture that is shown beside the text

# What the files are that people often cannot open, and wonder about.
_INVITATION, _LETTER, _CONTACT = gettext_lazy("calendar entry"), gettext_lazy("letter"), gettext_lazy("contact")
_SIGNATURE, _SEALED = gettext_lazy("digital signature"), gettext_lazy("encrypted or sealed letter")
_OUTLOOK = gettext_lazy("Outlook letter")
_WRAPPED = gettext_lazy("Outlook’s own format; the files in it stand beside it")
MEANINGS = {
    "text/calendar": _INVITATION,
    "application/ics": _INVITATION,
    "message/rfc822": _LETTER,
    "application/vnd.ms-outlook": _OUTLOOK,
    "text/vcard": _CONTACT,
    "text/x-vcard": _CONTACT,
    "application/pgp-signature": _SIGNATURE,
    "application/pkcs7-signature": _SIGNATURE,
    "application/x-pkcs7-signature": _SIGNATURE,
    "application/pgp-encrypted": _SEALED,
    "application/pkcs7-mime": _SEALED,
    "application/x-pkcs7-mime": _SEALED,
    "application/ms-tnef": _WRAPPED,
    "application/vnd.ms-tnef": _WRAPPED,
}
ENDINGS = {
    ".ics": _INVITATION, ".eml": _LETTER, ".msg": _OUTLOOK, ".vcf": _CONTACT, ".p7s": _SIGNATURE, ".sig": _SIGNATURE,
    ".p7m": _SEALED, ".asc": _SEALED, ".gpg": _SEALED, ".pgp": _SEALED, "winmail.dat": _WRAPPED,
}  # fmt: skip


def pictures_within(message: Message) -> dict[str, Attachment]:
    """The pictures that its HTML shows, by Content-ID. Where several have one id, the first: the others remain files."""
    within: dict[str, Attachment] = {}
    for file in message.attachments.all():
        if file.content_id and file.is_image and f'"cid:{escape(file.content_id)}"' in message.html:
            within.setdefault(file.content_id, file)
    return within


def shown_files(files: Sequence[Attachment]) -> SafeString:
    """Each with its name, its size and, where it needs one, a word of what it is."""
    drawn = mark_safe("".join(map(_file, files)))
    return format_html('<div class="files">{}</div>', drawn) if files else SafeString("")


def meaning(file: Attachment) -> str:
    """What a file is, in a few words; "" where its name says enough."""
    name = file.name.lower()
    found = MEANINGS.get(file.content_type) or next((ENDINGS[end] for end in ENDINGS if name.endswith(end)), "")
    return str(found)


def size(count: int) -> str:
    """Bytes as people say them: "84 kB", "1.2 MB"."""
    if count < 1000:
        return ngettext("%d byte", "%d bytes", count) % count
    return f"{round(count / 1000)} kB" if count < 999_500 else f"{count / 1_000_000:.1f} MB"


def _file(file: Attachment) -> SafeString:
    if file.is_image and file.size <= LARGEST_PICTURE:
        return format_html(
            '<a class="file picture" href="/attachments/{0}" target="_blank"><img src="/attachments/{0}/picture" alt="" loading="lazy">'
            "<span>{1} <small>{2}</small></span></a>",
            file.pk, file.name, size(file.size),
        )  # fmt: skip
    words = (
        _("%(what)s, %(size)s") % {"what": what, "size": size(file.size)}
        if (what := meaning(file))
        else size(file.size)
    )
    return format_html(
        '<a class="file" href="/attachments/{}">{}<span class="truncate">{}</span> <small>{}</small></a>',
        file.pk, icon("clip"), file.name, words,
    )  # fmt: skip
