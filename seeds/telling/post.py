"""How a letter of a story reaches the house, and how an answer leaves it: as letters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr, parseaddr
from unittest.mock import patch

from django.conf import settings
from django.utils import timezone

from regulars.channels.email.actions.deliver import deliver
from regulars.channels.email.actions.take_letters import take_letters
from regulars.channels.email.keeping import Arrival, keep
from regulars.channels.email.models import InboundLetter, Mailbox
from regulars.config.environment import LOCAL_MAILBOX
from regulars.conversations.actions.mark_failed import mark_failed
from regulars.conversations.incoming import File
from regulars.conversations.models import Delivery, Message
from seeds.telling import clock
from seeds.telling.scene import Scene
from seeds.telling.words import quoted, unwrapped

POLICY = SMTP.clone(
    max_line_length=998
)  # the usual one writes long Message-IDs as encoded words, which nobody can read


@dataclass(frozen=True, kw_only=True)
class Paper:
    """What somebody is about to send."""

    name: str
    address: str
    language: str
    text: str
    html: str
    files: Sequence[File]
    cc: Sequence[str]
    quotes: bool
    headers: Mapping[str, str]


def post(paper: Paper, scene: Scene) -> None:
    """Send it to the house; the scene goes on in the conversation where it has arrived."""
    mailbox = Mailbox.objects.get()
    letter = _letter(paper, scene, to=mailbox.address)
    keep(
        [
            Arrival(
                content=letter.as_bytes(),
                source=InboundLetter.Source.SMTP,
                mailbox_id=mailbox.pk,
                envelope_from=paper.address,
                envelope_to=mailbox.address,
            )
        ]
    )
    take_letters()
    arrived = InboundLetter.objects.get(external_id=letter["Message-ID"])
    scene.message = Message.objects.select_related("conversation").get(pk=arrived.message_id)
    scene.conversation = scene.message.conversation


def hand_over(scene: Scene) -> None:
    """The other side's mail server takes what is waiting, or refuses it: nothing of a story ever leaves the house."""
    if scene.message is None or scene.message.state != Message.State.SENDING:
        return
    if refusal := scene.refusals.get(scene.message.pk):
        mark_failed(Delivery.objects.get(message=scene.message), error=refusal, is_final=True)
    else:
        with patch.object(settings, "EMAIL_BACKEND", LOCAL_MAILBOX):
            deliver()
    scene.message.refresh_from_db(fields=["state"])


def _letter(paper: Paper, scene: Scene, *, to: str) -> EmailMessage:
    letter, now = EmailMessage(POLICY), timezone.now()
    answered = scene.message
    letter["From"] = formataddr((paper.name, paper.address))
    letter["To"] = formataddr(("Kettle & Crumb", to))
    letter["Subject"] = f"Re: {scene.subject}" if answered else scene.subject
    letter["Date"] = format_datetime(now)
    letter["Message-ID"] = f"<{now:%Y%m%d%H%M%S}.{scene.number}@{paper.address.partition('@')[2]}>"
    if paper.cc:
        letter["Cc"] = ", ".join(paper.cc)
    if answered:
        letter["In-Reply-To"] = letter["References"] = _name_of(answered)
    for name, value in paper.headers.items():
        letter[name] = value
    _fill(letter, paper, answered)
    return letter


def _fill(letter: EmailMessage, paper: Paper, answered: Message | None) -> None:
    below = ""
    if answered and paper.quotes:
        at = answered.at.astimezone(clock.HOME)
        who = f"{answered.author_name} <{answered.author_address or parseaddr(letter['To'])[1]}>"
        below = quoted(answered.text, who=who, at=at, language=paper.language)
    letter.set_content(unwrapped(paper.text) + below)
    if paper.html:
        letter.add_alternative(paper.html, subtype="html")
    for file in paper.files:
        kind, _, subtype = file.content_type.partition("/")
        if file.is_inline:
            shown = letter.get_payload()[-1]
            shown.add_related(file.content, kind, subtype, cid=f"<{file.content_id}>", filename=file.name)
        else:
            letter.add_attachment(file.content, kind, subtype, filename=file.name)


def _name_of(message: Message) -> str:
    """The Message-ID of the letter that it came as, or left as."""
    letters = InboundLetter if message.kind == Message.Kind.IN else Delivery
    return letters.objects.values_list("external_id", flat=True).get(message_id=message.pk)
