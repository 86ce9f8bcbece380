from regulars.channels.email import tokens

KEY = b"a key of this installation"


def test_a_message_id_of_ours_names_its_conversation() -> None:
    message_id = tokens.message_id_for(42, 977, domain="coffee.example", key=KEY)
    assert message_id.startswith("<c42.m977.") and message_id.endswith("@coffee.example>")
    assert tokens.conversation_in(f"<other@mail.example> {message_id}", key=KEY) == 42
    assert tokens.message_in(message_id.upper(), key=KEY) == (42, 977)


def test_a_reply_address_names_its_conversation_in_any_case_of_letters() -> None:
    address = tokens.reply_address("hello@coffee.example", 42, key=KEY)
    assert address.startswith("hello+c42.") and address.endswith("@coffee.example")
    assert tokens.conversation_in(f'"Kettle" <{address.upper()}>', key=KEY) == 42
    assert tokens.message_in(address, key=KEY) is None


def test_a_mailbox_that_has_a_plus_already_keeps_it() -> None:
    address = tokens.reply_address("hello+shop@coffee.example", 42, key=KEY)
    assert address.startswith("hello+shop+c42.")
    assert tokens.conversation_in(address, key=KEY) == 42


def test_an_address_that_would_grow_too_long_stays_as_it_is() -> None:
    mailbox = f"{'a' * 50}@coffee.example"
    assert tokens.reply_address(mailbox, 42, key=KEY) == mailbox


def test_a_guessed_or_altered_token_opens_nothing() -> None:
    address = tokens.reply_address("hello@coffee.example", 42, key=KEY)
    assert tokens.conversation_in(address.replace("c42", "c43"), key=KEY) is None
    assert tokens.conversation_in(address, key=b"another key") is None
    assert tokens.conversation_in("hello+c42.aaaaaaaaaaaaaaaaaaaa@coffee.example", key=KEY) is None
    assert tokens.conversation_in("", key=KEY) is None


def test_a_token_of_one_sort_does_not_pass_for_the_other() -> None:
    token = tokens.reply_address("hello@coffee.example", 42, key=KEY).partition("c42.")[2].partition("@")[0]
    assert tokens.conversation_in(f"<c42.m1.{token}@coffee.example>", key=KEY) is None
