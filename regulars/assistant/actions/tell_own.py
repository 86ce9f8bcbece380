from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from regulars.assistant.actions.say import say
from regulars.assistant.limits import codes_for_strangers
from regulars.assistant.making import Made
from regulars.assistant.models import Answer, Duty, Showing
from regulars.assistant.models.answer import RECORDS
from regulars.assistant.records import Record, address_of, members_of, records_of, within_reach
from regulars.assistant.saying import REDEEM, spoken
from regulars.assistant.wishes import Wish, reward_in, wish_in
from regulars.channels.chat.models import Visitor
from regulars.conversations.models import Message
from regulars.customers.actions.identify import identify
from regulars.customers.actor import Actor
from regulars.customers.models import Identity
from regulars.portal.actions.ask_code import ask_code
from regulars.portal.actions.sign_in import proven
from regulars.portal.actions.try_code import MOST_TRIES, try_code
from regulars.portal.models.code import CHAT
from regulars.portal.queries import Reader
from regulars.rewards.actions.claim import claim
from regulars.rewards.codes import shown
from regulars.rewards.models import Reward

LASTS = timedelta(minutes=15)  # that somebody has shown who they are
MOST_CODES = 5  # in one conversation
OFFERED = 3  # rewards, to press
_DIGITS = re.compile(r"(?<!\d)\d(?:[ -]?\d){7,15}(?!\d)|^\s*\d[\d\s-]{2,20}$")
_ADDRESS = re.compile(r"[^\s@<>,;:\"']+@[^\s@<>,;:\"']+\.\w{2,}")


@transaction.atomic
def tell_own(answer: Answer, *, duty: Duty, wish: Wish | None = None, reward: str = "") -> bool:
    """Tell a customer in a chat what is theirs (points, rewards, orders), or redeem a reward for them: only once they have typed a code
    that was mailed to their address, and for a reward a code each time. `wish`, and the name of a `reward`, are what a model takes them to want; without, their words say it.

    False when it is about nothing of theirs, or somebody of the team has the conversation by now: then nothing has happened.
    """
    if not duty.tells_own or answer.channel != "chat" or answer.asked is None:
        return False
    with translation.override(spoken(answer.language)):
        made = _step(answer, wish=wish, reward=reward)
    if made is None:
        return False
    if not say(answer, made=made, duty=duty):
        transaction.set_rollback(True)
        return False
    return True


def _step(answer: Answer, *, wish: Wish | None, reward: str) -> Made | None:
    showing = Showing.to(answer.asked).select_for_update().first()
    words = answer.question
    if showing and showing.code and (typed := _DIGITS.search(words)):
        return _typed(showing, typed[0], answer)
    address = _ADDRESS.search(words)
    if showing and showing.wish and address:
        showing.address = address[0]
        return _mailed(showing, answer)
    wanted = _reward(answer, name=reward)
    wish = wish or wish_in(words)
    wish = Wish.REDEEM if wanted else Wish.REWARDS if wish == Wish.REDEEM else wish
    if wish is None:
        return None
    showing = showing or Showing.of(answer.asked)
    if wish != Wish.REDEEM and showing.holds():
        return _told(showing, wish, answer)
    showing.wish, showing.reward, showing.points = wish, wanted, wanted.points if wanted else None
    showing.address = address[0] if address else showing.address or _known_address(answer)
    return _mailed(showing, answer)


def _reward(answer: Answer, *, name: str) -> Reward | None:
    """The one that was pressed, or named: by a model, or by them."""
    offered = Reward.objects.offered().select_related("programme")
    kind, _colon, number = answer.asked.chosen.partition(":") if answer.asked else ("", "", "")
    if kind == REDEEM and number.isdecimal():
        return offered.filter(pk=int(number)).first()
    return offered.filter(name__iexact=name).first() if name else reward_in(answer.question, offered)


def _known_address(answer: Answer) -> str:
    """What they have written into the chat, or the shop has signed: never one that they might not know."""
    key = Visitor.key_in(answer.asked.author_address) if answer.asked else None
    return Visitor.objects.filter(key=key).values_list("address", flat=True).first() or ""


def _mailed(showing: Showing, answer: Answer) -> Made:
    conversation = answer.conversation
    if not showing.address:
        showing.save()
        return _plain(_("Which e-mail address do you shop with? Write it here, and I send you a code."))
    try:
        is_signed = answer.asked.trust == Message.Trust.PASS
        if showing.codes >= MOST_CODES or (not is_signed and codes_for_strangers.wait("all")):
            raise ValidationError(_("Too many codes were asked for. Try again in a while, or write to us."))
        facts = {"brand": conversation.inbox.brand, "asked_from": f"{CHAT}{conversation.pk}"}
        showing.code = ask_code(showing.address, language=spoken(answer.language), **facts)
    except ValidationError as error:
        showing.address = ""
        showing.save()
        return _plain(error.messages[0])
    showing.codes += 1
    showing.save()
    said = _("I have sent a code to %s. Type it here, so that I know that it is you.") % showing.address
    return _plain(f"{_price(showing)}\n\n{said}" if showing.reward else said)


def _price(showing: Showing) -> str:
    reward = showing.reward
    return f"“{reward}”: {reward.programme.said(reward.points)}" if reward else ""


def _typed(showing: Showing, digits: str, answer: Answer) -> Made:
    code = showing.code
    if code is None or not try_code(code, digits=digits):
        if code and code.tries >= MOST_TRIES:
            return _plain(_("That was the last try. Ask for another code."))
        return _plain(_("That is not the code, or it is older than ten minutes. Look at the newest letter from us."))
    identify("email", code.address, channel="chat")
    showing.proof = proven(Identity.objects.get(kind="email", value=code.address))
    showing.until, showing.code, wish = timezone.now() + LASTS, None, Wish(showing.wish)
    showing.wish = ""
    showing.save()
    return (
        _redeemed(showing, answer, key=f"chat:{code.pk}")
        if wish == Wish.REDEEM and showing.reward
        else _told(showing, wish, answer)
    )


def _told(showing: Showing, wish: Wish, answer: Answer) -> Made:
    reader = _reader(showing, answer)
    found = records_of(reader, Wish.REWARDS if wish == Wish.REDEEM else wish)
    if not found:
        return _plain(_("There is nothing of that under the address %s.") % showing.proof)
    made = _of(found)
    if wish != Wish.ORDERS:
        made.choices = [_choice(each) for each in within_reach(reader)[:OFFERED]]
    return made


def _reader(showing: Showing, answer: Answer) -> Reader:
    """Whose it is now: the answer is theirs, and goes when they are erased."""
    reader = Reader(showing.proof)
    answer.customer = reader.customer
    return reader


def _choice(reward: Reward) -> dict[str, str]:
    return {"key": f"{REDEEM}:{reward.pk}", "label": f"“{reward}”: {reward.programme.said(reward.points)}"}


def _redeemed(showing: Showing, answer: Answer, *, key: str) -> Made:
    reader, reward = _reader(showing, answer), showing.reward
    member = next((each for each in members_of(reader) if each.programme_id == reward.programme_id), None)
    if member is None:
        return _plain(_("There is nothing of that under the address %s.") % showing.proof)
    if reward.points != showing.points:  # they have agreed to another price
        return _told(showing, Wish.REWARDS, answer)
    where = address_of("/my/rewards")
    try:
        with transaction.atomic():
            done = claim(member, reward=reward, by=Actor.customer(reader.customer), key=key)
    except ValidationError as error:
        return _of([Record(member.programme.name, where, f"“{reward}”: {error.messages[0]}")])
    words = _("“%s” is yours.") % done
    return _of([Record(str(reward), where, f"{words} {shown(done.code)}".strip())])


def _plain(words: str) -> Made:
    return Made(words, confidence=1.0, made_by=RECORDS)


def _of(records: list[Record]) -> Made:
    evidence: list[dict[str, Any]] = [each.evidence(each.text) for each in records]
    return Made("\n\n".join(each.text for each in records), evidence, 1.0, RECORDS)
