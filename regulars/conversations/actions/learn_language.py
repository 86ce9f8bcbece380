from regulars.conversations.events import MessageReceived
from regulars.conversations.language import language_of
from regulars.conversations.models import Message
from regulars.customers.actor import SYSTEM
from regulars.customers.events import LanguageLearned
from regulars.customers.models import Customer
from regulars.customers.timeline import record
from regulars.lib.question import Question

_said_by = Question(
    lambda message, customer: Message.objects.filter(pk=message, customer=customer).only("visible_text"),
    message=int, customer=int,
)  # fmt: skip


def learn_language(event: MessageReceived, *, customer: Customer) -> None:
    """Remember the language a customer writes in, from the first message that tells it. What a person has set stays."""
    if customer.language or event.is_automatic:
        return
    message = _said_by.first(message=event.message, customer=customer.pk)
    language = language_of(message.visible_text) if message else ""
    if language and Customer.objects.filter(pk=customer.pk, language="").update(language=language):
        record(LanguageLearned(language=language), customer=customer, by=SYSTEM)
