"""`parse`: any bytes in, a letter out."""

from regulars.channels.email.body import Body, read_body
from regulars.channels.email.kinds.clues import Clues
from regulars.channels.email.kinds.verdict import verdict_on
from regulars.channels.email.letter import Address, Letter
from regulars.channels.email.mime import dates
from regulars.channels.email.mime.addresses import addresses_in, first_address
from regulars.channels.email.mime.charsets import clean
from regulars.channels.email.mime.header_block import HeaderBlock
from regulars.channels.email.mime.message_ids import message_ids_in
from regulars.channels.email.mime.outlook import letter_in
from regulars.channels.email.mime.parts import Part, tree
from regulars.lib.html import text_from_clean_html
from regulars.lib.quotes.folding import fold
from regulars.lib.quotes.html import fold_html, unsigned
from regulars.lib.quotes.subjects import is_forward

ENVELOPE = (
    "delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "x-forwarded-to", "x-delivered-to", "x-rcpt-to",
    "x-real-to", "resent-to", "apparently-to", "list-post",
)  # fmt: skip
KEPT = (
    "return-path", "auto-submitted", "precedence", "x-auto-response-suppress", "x-autoreply", "x-autorespond", "list-id",
    "list-unsubscribe", "list-post", "feedback-id", "x-loop", "x-mailer", "user-agent", "importance", "x-priority",
    "authentication-results", "arc-authentication-results", "received-spf", "x-spam-flag", "x-spam-status", "x-spam-score",
    "x-failed-recipients", "content-language", "accept-language", "x-forwarded-for", "resent-from", "thread-topic",
    "thread-index", "disposition-notification-to", "organization", "x-original-from", "x-original-sender",
)  # fmt: skip
TOO_MANY_PARTS = "This letter has more parts than are read: the later ones are only in the original."


def parse(raw: bytes) -> Letter:
    """The letter in some bytes, a file of Outlook's among them. Never fails: what is not understood is left out, says `error`."""
    known: dict[str, object] = {}
    try:
        root = tree(letter_in(raw))
        known |= _headers(root)
        known |= _contents(root, known)
        return Letter(**known, error=TOO_MANY_PARTS if root.is_cut else "")
    except Exception as error:  # a letter is never lost because of a flaw in reading it: intake keeps its bytes
        return Letter(**known, error=f"{type(error).__name__}: {clean(str(error))[:500]}")


def _headers(root: Part) -> dict[str, object]:
    headers = root.headers
    headers.fallback_charset = next(
        (part.parameters["charset"] for part in root.walk() if "charset" in part.parameters), ""
    )
    author = _author(headers)
    return {
        "subject": " ".join(headers.decoded("subject").split()),
        "from_email": author.email,
        "from_name": author.name,
        "sender": first_address(headers.text("sender")),
        **{name.replace("-", "_"): _everyone(headers, name) for name in ("reply-to", "to", "cc", "bcc")},
        "delivered_to": _delivered_to(headers),
        "message_id": next(iter(message_ids_in(headers.text("message-id"))), ""),
        "in_reply_to": message_ids_in(" ".join(headers.all("in-reply-to"))),
        "references": message_ids_in(" ".join(headers.all("references"))),
        "date": next(filter(None, map(dates.moment, headers.all("date"))), None),
        "headers": {name: value for name in KEPT if (value := headers.decoded(name))},
    }


def _author(headers: HeaderBlock) -> Address:
    """Who wrote: From, or the next best header that holds an address; nameless and without address in the worst case."""
    for value in headers.all("from"):
        if found := first_address(value):
            return found
    named = next((one.name for value in headers.all("from") for one in addresses_in(value) if one.name), "")
    for name in ("reply-to", "return-path", "sender", "resent-from", "x-sender"):
        if found := first_address(headers.text(name)):
            return Address(name=named or found.name, email=found.email)
    return Address(name=named, email="")


def _everyone(headers: HeaderBlock, name: str) -> tuple[Address, ...]:
    return tuple(address for value in headers.all(name) for address in addresses_in(value))


def _delivered_to(headers: HeaderBlock) -> tuple[str, ...]:
    found = [address.email for name in ENVELOPE for address in _everyone(headers, name) if address.email]
    return tuple(dict.fromkeys(found))


def _contents(root: Part, known: dict[str, object]) -> dict[str, object]:
    body = read_body(root)
    verdict = verdict_on(
        Clues(
            root=root,
            subject=str(known["subject"])[:1000],
            text=body.text,
            from_email=str(known["from_email"]),
            file_names=tuple(attachment.name for attachment in body.attachments),
            date=known["date"],
            to=tuple(address.email for address in known["to"]),
        )
    )
    return {
        "text": body.text,
        "visible_text": _visible(body, str(known["subject"])),
        "html": body.html,
        "has_html": bool(body.html),
        "attachments": body.attachments,
        "kind": verdict.kind,
        "may_auto_respond": verdict.may_auto_respond,
        "evidence": verdict.evidence,
        "bounce": verdict.bounce,
        "away_until": verdict.away_until,
    }


def _visible(body: Body, subject: str) -> str:
    """What the person wrote now. Where the letter has HTML alone, its markup tells more of quotes than its words."""
    passes_on = is_forward(subject)
    text = text_from_clean_html(fold_html(body.html)[0]) if body.is_only_html and not passes_on else body.text
    return unsigned(fold(text, is_forward=passes_on).visible_text, body.html)
