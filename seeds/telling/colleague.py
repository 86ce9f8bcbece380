"""Someone who works in the house of a story."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from regulars.conversations.actions.assign import assign
from regulars.conversations.actions.attach import attach
from regulars.conversations.actions.mark_read import mark_read
from regulars.conversations.actions.note import note
from regulars.conversations.actions.reopen import reopen
from regulars.conversations.actions.reply import reply
from regulars.conversations.actions.resolve import resolve
from regulars.conversations.actions.save_draft import save_draft
from regulars.conversations.actions.set_priority import set_priority
from regulars.conversations.actions.tag import tag
from regulars.conversations.incoming import File
from regulars.conversations.models import Message
from regulars.team.models import Agent, Role, Team
from seeds.telling.scene import Scene
from seeds.telling.story import Step
from seeds.telling.words import paragraphs, unwrapped

SOON = "+1m"


@dataclass(frozen=True)
class Colleague:
    """An agent in a story. Each method is a step: something they do, and when."""

    email: str
    name: str
    role: str = Role.AGENT
    signature: str = ""

    @property
    def row(self) -> Agent:
        return Agent.objects.get(email=self.email)

    def answers(self, when: str, text: str, *, files: Sequence[File] = (), refused: str = "", html: str = "") -> Step:
        """`refused` is what the mail server of the other side says to it."""

        def act(scene: Scene) -> None:
            kept = [attach(file, by=self.row) for file in files]
            scene.message = reply(scene.here, by=self.row, text=unwrapped(text), html=html, attachments=kept)
            if refused:
                scene.refusals[scene.message.pk] = refused
            mark_read(scene.now, by=self.row)

        return Step(when, act)

    def notes(self, when: str, text: str) -> Step:
        def act(scene: Scene) -> None:
            note(scene.here, by=self.row, text=unwrapped(text))
            mark_read(scene.now, by=self.row)

        return Step(when, act)

    def takes(self, when: str = SOON) -> Step:
        """To themselves; a team that has it keeps it."""
        return Step(when, lambda scene: assign(scene.here, agent=self.row, team=scene.now.team, by=self.row))

    def gives(self, when: str = SOON, *, to: Colleague | None = None, team: str = "") -> Step:
        def act(scene: Scene) -> None:
            given = Team.objects.get(name=team) if team else scene.now.team
            assign(scene.here, agent=to and to.row, team=given, by=self.row)
            mark_read(scene.now, by=self.row)

        return Step(when, act)

    def tags(self, *tags: str, when: str = SOON) -> Step:
        def act(scene: Scene) -> None:
            for each in tags:
                tag(scene.here, tag=each, by=self.row)

        return Step(when, act)

    def ranks(self, priority: str, *, when: str = SOON) -> Step:
        """How urgent it is: low, normal, high or urgent."""
        return Step(when, lambda scene: set_priority(scene.here, priority=priority, by=self.row))

    def resolves(self, when: str = SOON) -> Step:
        return Step(when, lambda scene: resolve(scene.here, by=self.row))

    def reopens(self, when: str) -> Step:
        return Step(when, lambda scene: reopen(scene.here, by=self.row))

    def reads(self, when: str = SOON) -> Step:
        return Step(when, lambda scene: mark_read(scene.now, by=self.row))

    def begins(self, when: str, text: str, *, kind: str = Message.Kind.OUT) -> Step:
        """An answer, or a note, that is not finished yet."""
        html = paragraphs(unwrapped(text))
        return Step(when, lambda scene: save_draft(scene.here, by=self.row, kind=kind, html=html) and None)
