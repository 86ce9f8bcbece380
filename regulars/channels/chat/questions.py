"""What a widget asks before the first message: a name, an address, the topic, fields of conversations; and what was answered."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from regulars.channels.chat.models import Visitor, Widget
from regulars.conversations.models import Topic
from regulars.customers.field_kinds import read
from regulars.customers.field_rows import INPUTS
from regulars.customers.models import CustomField
from regulars.lib.numbers import number_in
from regulars.lib.texts import one_line, storable

NAME, ADDRESS, TOPIC, FIELD = "name", "address", "topic", "field."
ABOUT_US = ("customer", "agent")  # kinds whose answers are people of ours: never asked of customers


class Answers(NamedTuple):
    """What somebody answered, as far as it can be believed to be an answer."""

    name: str = ""
    address: str = ""
    topic: Topic | None = None
    values: dict[str, Any] = {}  # of fields, by their keys


def askable() -> list[tuple[str, str]]:
    """What can be asked, with its label."""
    fields = [each for each in CustomField.objects.asked("conversation") if each.kind not in ABOUT_US]
    asked = [(NAME, _("Your name")), (ADDRESS, _("Your e-mail address")), (TOPIC, _("What is it about?"))]
    return [*asked, *((f"{FIELD}{each.key}", each.label) for each in fields)]


def questions_of(widget: Widget) -> list[dict[str, Any]]:
    """As a panel shows them; what was retired since, or offers nothing, is not asked."""
    fields = (
        {f"{FIELD}{each.key}": each for each in CustomField.objects.asked("conversation")} if widget.questions else {}
    )
    labels = dict(askable()) if widget.questions else {}
    shown = []
    for each in widget.questions:
        if each["ask"] not in labels:
            continue
        facts = _facts(each["ask"], fields.get(each["ask"]))
        if facts["type"] != "choice" or facts["options"]:
            shown.append({"ask": each["ask"], "label": labels[each["ask"]], "is_needed": each["is_needed"], **facts})
    return shown


def _facts(ask: str, field: CustomField | None) -> dict[str, Any]:
    if ask == TOPIC:
        return {
            "type": "choice",
            "options": [[str(number), name] for number, name in Topic.objects.values_list("pk", "name")],
        }
    if field is None:
        return {"type": "email" if ask == ADDRESS else "text", "options": []}
    if field.kind in ("choice", "choices"):
        return {"type": "choice", "options": [[each["word"], each["label"]] for each in field.offered()]}
    if field.kind == "boolean":
        return {"type": "choice", "options": [["true", _("yes")], ["false", _("no")]]}
    return {"type": "long" if field.kind == "long" else INPUTS.get(field.kind, "text"), "options": []}


def answers_in(given: Any, *, visitor: Visitor) -> Answers:
    """What was answered to this widget's questions. What is no answer is left out: a message is never refused for it."""
    given = given if isinstance(given, dict) else {}
    asked = {each["ask"] for each in visitor.widget.questions}
    said = {name: storable(value)[:2000] for name, value in given.items() if name in asked and isinstance(value, str)}
    topic = said.get(TOPIC, "")
    fields = CustomField.objects.asked("conversation") if any(each.startswith(FIELD) for each in said) else []
    values = {each.key: _value(each, said[f"{FIELD}{each.key}"]) for each in fields if f"{FIELD}{each.key}" in said}
    return Answers(
        name=one_line(said.get(NAME, ""), limit=200),
        address=said.get(ADDRESS, "").strip(),
        topic=Topic.objects.filter(pk=number_in(topic)).first(),
        values={key: value for key, value in values.items() if value is not None},
    )


def _value(field: CustomField, typed: str) -> Any:
    try:
        return read(field, [typed] if field.kind == "choices" and typed else typed)
    except ValueError:
        return None
