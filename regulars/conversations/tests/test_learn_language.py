from regulars.conversations.actions.learn_language import learn_language
from regulars.conversations.events import MessageReceived
from regulars.conversations.language import language_of
from tests.cast import letter_from


def learn(message, customer, **facts):
    event = MessageReceived(conversation=message.conversation_id, inbox=1, message=message.pk, channel="email", **facts)
    learn_language(event, customer=customer)
    customer.refresh_from_db()
    return customer.language


def test_it_is_learned_from_what_the_customer_wrote(ben):
    message = letter_from(ben, "Guten Tag, meine Kaffeemühle ist leider beschädigt angekommen.")
    assert learn(message, ben) == learn(message, ben) == "de"


def test_nothing_is_learned_from_an_absence_notice_or_a_word(ben):
    assert learn(letter_from(ben, "Ich bin bis zum 3. Mai nicht im Büro erreichbar."), ben, is_automatic=True) == ""
    assert learn(letter_from(ben, "Ok"), ben) == ""


def test_what_cannot_be_told_is_nothing():
    assert language_of("") == language_of("1234 5678 ---") == language_of("ok") == ""
