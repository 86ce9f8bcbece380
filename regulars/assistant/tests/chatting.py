"""A visitor who chats with a house where the assistant answers, as far as the database is concerned."""

from __future__ import annotations

import json
from typing import Any

from regulars.assistant.actions.save_duty import save_duty
from regulars.assistant.actions.tend import tend
from regulars.assistant.models import Duty, Task
from regulars.channels.chat.actions.deliver import deliver
from regulars.channels.chat.actions.keep_frame import keep_frame
from regulars.channels.chat.actions.take_frames import take_frames
from regulars.channels.chat.lines import conversation_of, lines_after
from regulars.channels.chat.models import Visitor, Widget
from regulars.conversations.models import Conversation, Inbox
from regulars.customers.actions.react import react


def everything() -> None:
    """Let everything follow that follows."""
    while react() or tend() or deliver():
        pass


def answering(inbox: Inbox, **facts: Any) -> Duty:
    """The assistant answers chats of this inbox by itself."""
    duty = Duty(inbox=inbox, task=Task.ANSWER, way=Duty.Way.ITSELF, **{"channels": ["chat"], "least": 0.6, **facts})
    save_duty(duty, by=None)
    return duty


class Talk:
    """A visitor in front of the widget of an inbox."""

    def __init__(self, inbox: Inbox) -> None:
        widget, _new = Widget.objects.get_or_create(inbox=inbox, defaults={"name": "Kettle & Crumb"})
        self.visitor, self.count = Visitor.objects.create(widget=widget), 0

    def write(self, text: str, *, choice: str = "") -> list[dict[str, Any]]:
        """Returns what was said to it, when everything has followed."""
        before = self.last
        self.send(text, choice=choice)
        everything()
        return self.said_after(before)

    def send(self, text: str, *, choice: str = "") -> None:
        """Nobody has seen to it yet."""
        self.count += 1
        said = {"text": text} | ({"choice": choice} if choice else {})
        keep_frame(self.visitor, client_id=f"message-{self.count}", body=json.dumps(said).encode())
        while take_frames():
            pass

    def said_after(self, position: int) -> list[dict[str, Any]]:
        return [line for line in lines_after(self.visitor.pk, position) if line["is_ours"]]

    @property
    def last(self) -> int:
        return Visitor.objects.get(pk=self.visitor.pk).position

    @property
    def conversation(self) -> Conversation:
        found = conversation_of(self.visitor)
        assert found is not None
        return found
