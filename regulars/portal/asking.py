"""A form as a customer fills it in: which questions are asked, what was answered, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import BigIntegerField, JSONField, Value
from django.db.models.functions import Cast
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regulars.conversations.models import Inbox, Topic
from regulars.customers.custom_fields import custom
from regulars.customers.field_kinds import read
from regulars.customers.field_rows import INPUTS
from regulars.customers.models import CustomField
from regulars.lib.conditions import Field, matching, table
from regulars.portal.models import Question, RequestForm
from regulars.team.models import Brand

ABOUT_US = ("customer", "agent")  # kinds whose answers are people of ours: never asked of customers


def _topics(_asker: object) -> Iterable[tuple[int, str]]:
    return Topic.objects.values_list("pk", "name")


# What the condition of a question may ask about: answers that stand in no row yet.
ANSWERS = table(
    Field("topic", gettext_lazy("topic"), "reference", "topic_now", offers=_topics, shown="topic__name"),
    custom("conversation", column="answers"),
)


def open_forms(brand: Brand | None) -> list[RequestForm]:
    """The forms that customers may fill in, on a brand's own address those of the brand. A house that has made none has a plain one."""
    found = RequestForm.objects.filter(is_open=True).select_related("inbox__brand").order_by("position", "pk")
    forms = list(found.filter(inbox__brand=brand) if brand else found)
    inboxes = Inbox.objects.select_related("brand").order_by("pk")
    inbox = None if forms else (inboxes.filter(brand=brand) if brand else inboxes).first()
    return [RequestForm(name=_("Write to us"), slug="write", inbox=inbox)] if inbox else forms


def askable() -> list[CustomField]:
    """The fields of conversations that a form can ask for."""
    return [each for each in CustomField.objects.asked("conversation") if each.kind not in ABOUT_US]


class Filled:
    """A form with what was filled in so far. Questions whose condition does not hold are not asked, and their answers not kept."""

    def __init__(self, form: RequestForm, given: QueryDict, *, is_sent: bool) -> None:
        self.form, self.given, self.is_sent = form, given, is_sent
        self.values: dict[str, Any] = {}
        self.errors: dict[str, str] = {}
        self.topics = list(form.topics.all()) if form.pk else []
        self.topic = self._topic()
        several = form.questions.select_related("field").filter(field__retired_at=None) if form.pk else ()
        self.rows = [self._row(each) for each in several if self._is_asked(each)]

    def _topic(self) -> Topic | None:
        given = self.given.get("topic", "").casefold()  # a number, or what it is called
        chosen = next((each for each in self.topics if given in (str(each.pk), each.name.casefold())), None)
        if self.is_sent and chosen is None and len(self.topics) > 1:
            self.errors["topic"] = _("Say what it is about.")
        return chosen or (self.topics[0] if len(self.topics) == 1 else None)

    def _is_asked(self, question: Question) -> bool:
        if not question.only_if:
            return True
        row = RequestForm.objects.filter(pk=self.form.pk).annotate(
            answers=Cast(Value(self.values, JSONField()), JSONField()),
            topic_now=Cast(Value(self.topic and self.topic.pk), BigIntegerField()),
        )
        return matching(row, question.only_if, ANSWERS, now=timezone.now()).exists()

    def _row(self, question: Question) -> dict[str, Any]:
        field, name = question.field, f"answers.{question.field.key}"
        typed = self.given.getlist(name)
        self._read(question, typed if field.kind == "choices" else typed[-1] if typed else "")
        return {
            "question": question,
            "field": field,
            "name": name,
            "type": INPUTS.get(field.kind, "text"),
            "typed": typed[-1] if typed else "",
            "options": [(word, label, word in typed) for word, label in _options(field)],
            "wrong": self.errors.get(field.key, ""),
        }

    def _read(self, question: Question, typed: Any) -> None:
        field = question.field
        try:
            value = read(field, typed, zone=timezone.get_current_timezone())
        except ValueError as error:
            self.errors[field.key] = _("{field}: {error}.").format(field=field.label, error=error)
            return
        if value is not None:
            self.values[field.key] = value
        elif self.is_sent and question.is_needed:
            self.errors[field.key] = _("Answer this, please.")


def _options(field: CustomField) -> list[tuple[str, str]]:
    if field.kind == "boolean":
        return [("true", _("yes")), ("false", _("no"))]
    return [(each["word"], each["label"]) for each in field.offered()]


def answers_of(given: Mapping[str, Any]) -> list[str]:
    """What was answered, in one order, for knowing the same request again."""
    return [f"{key}={given[key]}" for key in sorted(given)]
