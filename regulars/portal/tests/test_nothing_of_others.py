"""Whatever stands in a conversation, a customer sees what they wrote and what was sent to them, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as some

from regulars.conversations.actions.begin_aside import begin_aside
from regulars.conversations.actions.mark_sent import mark_sent
from regulars.conversations.actions.merge import merge as merge_conversations
from regulars.conversations.actions.note import note
from regulars.conversations.actions.reply import reply
from regulars.conversations.actions.schedule import schedule
from regulars.conversations.actions.tag import tag
from regulars.conversations.incoming import File
from regulars.conversations.leaving import time_of
from regulars.conversations.models import Attachment, Conversation, Delivery, Message
from regulars.customers.actions.add_identity import add_identity
from regulars.customers.actions.merge import merge
from regulars.customers.models import Company, Customer
from regulars.portal.tests.conftest import signed_in_as
from regulars.team.models import Agent
from tests.cast import a_conversation, letter_from, meet

ADA, OTHER, BEN = "ada@moreau.example", "ada@work.example", "ben.okafor@post.example"
TO_ADA, TO_BEN = [{"name": "Ada", "address": ADA}], [{"name": "Ben", "address": BEN}]


class Story:
    """One conversation of Ada's in which anything may happen; each act says something that she may read, or something that she may not."""

    def __init__(self, ada: Customer, ben: Customer, noor: Agent) -> None:
        self.ada, self.ben, self.noor = ada, ben, noor
        self.words, self.seen, self.hidden = count(), [], []
        add_identity(ada, kind="email", value=OTHER)
        self.asked = a_conversation(ada, self.open("begins"), subject="Kettle")

    def open(self, what: str) -> str:
        self.seen.append(f"{what}-{next(self.words)}-open")
        return self.seen[-1]

    def closed(self, what: str) -> str:
        self.hidden.append(f"{what}-{next(self.words)}-closed")
        return self.hidden[-1]

    def sent(self, text: str, **recipients: object) -> Message:
        message = reply(self.asked, by=self.noor, text=text, recipients=recipients or None)
        mark_sent(Delivery.objects.get(message=message))
        return message

    def she_writes(self) -> None:
        letter_from(self.ada, self.open("writes"), conversation=self.asked)

    def from_an_address_that_she_never_proved(self) -> None:
        letter_from(self.ada, self.closed("unproven"), conversation=self.asked, author_address=OTHER)
        a_conversation(self.ada, self.closed("elsewhere"), subject=self.closed("subject"), author_address=OTHER)

    def somebody_else_writes(self) -> None:
        file = File(name=self.closed("file"), content=b"x")
        letter_from(self.ben, self.closed("stranger"), conversation=self.asked, files=(file,))

    def we_answer_her(self) -> None:
        self.sent(self.open("answer"), to=TO_ADA)

    def we_answer_her_with_a_blind_copy(self) -> None:
        self.sent(
            self.open("answer"), to=TO_BEN, cc=TO_ADA, bcc=[{"name": "", "address": f"{self.closed('bcc')}@x.example"}]
        )

    def we_answer_somebody_else(self) -> None:
        self.sent(self.closed("other"), to=TO_BEN)

    def she_is_in_blind_copy(self) -> None:
        self.sent(self.closed("blind"), to=TO_BEN, bcc=TO_ADA)

    def we_have_not_sent_it(self) -> None:
        reply(self.asked, by=self.noor, text=self.closed("unsent"), recipients={"to": TO_ADA})
        later = reply(self.asked, by=self.noor, text=self.closed("scheduled"), recipients={"to": TO_ADA})
        schedule(later, at=time_of("tomorrow"), by=self.noor)

    def we_talk_among_us(self) -> None:
        note(self.asked, text=self.closed("note"), by=self.noor)
        tag(self.asked, tag=self.closed("tag"), by=self.noor)
        begin_aside(
            self.asked,
            to=f"{self.closed('aside')}@x.example",
            subject=self.closed("aside"),
            text=self.closed("aside"),
            by=self.noor,
        )

    def another_matter_is_merged_in(self) -> None:
        theirs = a_conversation(self.ben, self.closed("merged"), subject=self.closed("merged"))
        merge_conversations(theirs, into=self.asked, by=self.noor)

    def somebody_else_is_taken_for_her(self) -> None:
        other = meet("Chiara", f"chiara{next(self.words)}@conti.example")
        a_conversation(other, self.closed("taken"), subject=self.closed("taken"))
        merge(other, into=self.ada, by=self.noor)

    def a_colleague_writes(self) -> None:
        company = Company.objects.create(name="Atelier")
        Customer.objects.filter(pk=self.ada.pk).update(company=company)
        colleague = meet("Cole", f"cole{next(self.words)}@post.example")
        Customer.objects.filter(pk=colleague.pk).update(company=company)
        a_conversation(colleague, self.closed("colleague"), subject=self.closed("colleague"))


ACTS = [name for name in vars(Story) if name.startswith(("she", "from", "some", "we_", "another", "a_"))]


def pages_of_ada() -> Iterator[str]:
    """All that she can open, whatever number she tries."""
    client = signed_in_as(ADA)
    yield client.get("/my").content.decode()
    for number in Conversation.objects.values_list("pk", flat=True):
        page = client.get(f"/my/conversations/{number}")
        yield page.content.decode() if page.status_code == 200 else ""
    for number in Attachment.objects.values_list("pk", flat=True):
        assert client.get(f"/my/files/{number}").status_code == 404


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(acts=ACTS)
@given(acts=some.lists(some.sampled_from(ACTS), max_size=9))
def test_a_customer_sees_what_is_theirs_and_nothing_else(acts, ada, ben, noor, inbox):
    with transaction.atomic():
        story = Story(ada, ben, noor)
        for act in acts:
            getattr(story, act)()
        everything = " ".join(pages_of_ada())
        assert [each for each in story.hidden if each in everything] == []
        assert [each for each in story.seen if each not in everything] == []
        assert noor.email not in everything and "bcc" not in everything
        transaction.set_rollback(True)
