"""Every kind of alarm: what it says, and where to look. `%(subject)s` and the alarm's facts may be named."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from regulars.lib.question import Question
from regulars.live.alarms import open_alarms
from regulars.live.models import Alarm

_open = Question(open_alarms)


class Words(NamedTuple):
    says: str
    link: str = ""
    is_mailed: bool = True  # also to the addresses that the house named; else only shown


KINDS: dict[str, Words] = {
    "surge": Words(
        _("Far more customers than usual write about “%(subject)s”: %(number)s in an hour, usually %(usual)s."),
        "/reports/surges",
        False,
    ),
    "letters_held": Words(
        _("Letters are held and nobody has looked at them yet: %(count)s."), "/settings/quarantine", False
    ),
    "quarantine_growing": Words(
        _("Many letters are held: %(count)s since yesterday, usually %(usual)s a day."), "/settings/quarantine"
    ),
    "mailbox_silent": Words(
        _(
            "No letter has come to %(subject)s for %(hours)s hours. At these hours it usually gets %(usual)s in that time."
        ),
        "/settings/mailboxes",
    ),
    "mailbox_unreachable": Words(_("The mailbox %(subject)s cannot be reached: %(error)s"), "/settings/mailboxes"),
    "mailbox_refused": Words(_("The mailbox %(subject)s is not let in any more: %(error)s"), "/settings/mailboxes"),
    "sign_in_ending": Words(
        _("The leave to enter %(subject)s ends on %(day)s. Connect the mailbox again before that."),
        "/settings/mailboxes",
    ),
    "secret_ending": Words(
        _("The client secret of %(subject)s ends on %(day)s. Make a new one at the provider, and enter it."),
        "/settings/mailboxes",
    ),
    "letters_waiting": Words(
        _("Letters wait to be read: %(count)s, the oldest for %(minutes)s minutes."), "/settings/letters?state=received"
    ),
    "deliveries_waiting": Words(_("Answers wait to leave: %(count)s, the oldest for %(minutes)s minutes."), "/inbox"),
    "deliveries_failed": Words(_("Answers of the last day could not be sent: %(count)s."), "/inbox"),
    "canary_lost": Words(
        _("A letter from %(subject)s to itself has not come back in %(minutes)s minutes. %(error)s"),
        "/settings/mailboxes",
    ),
    "forwarding_asked": Words(
        _(
            "Gmail asks whether letters may be forwarded to %(subject)s: the mailbox’s page “Check forwarding” shows its code."
        ),
        "/settings/mailboxes",
        False,
    ),
    "provider_refused": Words(_("%(subject)s calls and is not let in: %(error)s"), "/settings/mailboxes"),
    "provider_not_understood": Words(_("What %(subject)s sends cannot be read: %(error)s"), "/settings/mailboxes"),
    "loop": Words(
        _("%(subject)s wrote %(count)s letters in ten minutes, as machines do. It gets no automatic letter any more."),
        "/settings/automatic",
    ),
    "automatic_stopped": Words(
        _(
            "Automatic letters have stopped: %(count)s left in ten minutes. Somebody must look, and let them leave again."
        ),
        "/settings/automatic",
    ),
}


def words_of(alarm: Alarm) -> Words:
    return KINDS.get(alarm.kind, Words(alarm.kind.replace("_", " ").capitalize() + ": %(subject)s"))


def sentence(alarm: Alarm) -> str:
    """The alarm in words; a fact that is missing leaves a gap."""
    facts = {"subject": alarm.subject, **alarm.facts}
    return (str(words_of(alarm).says) % _Forgiving(facts)).strip()


class Shown(NamedTuple):
    """An open alarm, for a page."""

    alarm: Alarm
    says: str
    link: str


def open_in_words() -> list[Shown]:
    """The alarms that are open now, the longest first."""
    return [Shown(each, sentence(each), words_of(each).link) for each in _open()]


class _Forgiving(dict[str, object]):
    def __missing__(self, name: str) -> str:
        return "…"
