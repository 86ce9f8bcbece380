"""Someone who writes to the house of a story."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from regulars.conversations.incoming import File
from regulars.customers.actions.add_identity import add_identity
from regulars.customers.actions.edit_customer import edit_customer
from regulars.customers.actions.identify import identify
from regulars.customers.actions.note import note
from seeds.telling import clock
from seeds.telling.colleague import Colleague
from seeds.telling.post import Paper, post
from seeds.telling.story import Step


@dataclass(frozen=True)
class Person:
    """A customer in a story. `writes` is a step: what they write, and when."""

    name: str
    email: str
    language: str = ""  # empty: the house finds out
    time_zone: str = ""
    since: int = 0  # days; with 0 they are met by their first letter
    emails: Sequence[str] = ()  # further ones
    phones: Sequence[str] = ()
    external_ids: Sequence[str] = ()
    attributes: Mapping[str, str | int | float | bool] = field(default_factory=dict)
    notes: Sequence[tuple[Colleague, str]] = ()

    def writes(
        self,
        when: str,
        text: str,
        *,
        html: str = "",
        files: Sequence[File] = (),
        cc: Sequence[str] = (),
        sender: str = "",
        quotes: bool = True,
        headers: Mapping[str, str] | None = None,
    ) -> Step:
        """A letter. An answer quotes what it answers, as mail programs do, unless `quotes` is off."""
        paper = Paper(
            name=self.name,
            address=sender or self.email,
            language=self.language,
            text=text,
            html=html,
            files=files,
            cc=cc,
            quotes=quotes,
            headers=headers or {},
        )
        return Step(when, lambda scene: post(paper, scene))

    def arrive(self, *, now: datetime) -> None:
        """Known of old: what the house has learned about them before the stories begin."""
        met = now - timedelta(days=self.since, hours=len(self.name))
        with clock.at(met):
            customer = identify("email", self.email, name=self.name, channel="email")
            edit_customer(customer, language=self.language, time_zone=self.time_zone, attributes=dict(self.attributes))
            for kind, value in self._further_identities():
                add_identity(customer, kind=kind, value=value)
        for number, (colleague, text) in enumerate(self.notes, start=1):
            with clock.at(met + (now - met) * number / (len(self.notes) + 1)):
                note(customer, text=text, by=colleague.row)

    def _further_identities(self) -> Iterator[tuple[str, str]]:
        for kind, values in (("email", self.emails), ("phone", self.phones), ("external", self.external_ids)):
            yield from ((kind, value) for value in values)
