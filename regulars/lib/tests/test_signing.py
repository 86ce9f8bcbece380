from regulars.lib import signing

KEY = b"a key of this installation"


def test_a_token_is_known_again_in_any_case_of_letters() -> None:
    token = signing.token("reply", "c42", key=KEY)
    assert signing.verify("reply", "c42", token, key=KEY)
    assert signing.verify("reply", "c42", token.upper(), key=KEY)


def test_a_token_has_at_least_eighty_bits_of_lower_case_letters() -> None:
    token = signing.token("reply", "c42", key=KEY)
    assert len(token) * 5 >= 80
    assert set(token) <= set("abcdefghijklmnopqrstuvwxyz234567")


def test_a_token_is_worth_nothing_for_another_value_purpose_or_key() -> None:
    token = signing.token("reply", "c42", key=KEY)
    assert not signing.verify("reply", "c43", token, key=KEY)
    assert not signing.verify("unsubscribe", "c42", token, key=KEY)
    assert not signing.verify("reply", "c42", token, key=b"another key")
    assert not signing.verify("reply", "c42", "", key=KEY)
    assert not signing.verify("reply", "c42", token[:-1], key=KEY)
    assert not signing.verify("reply", "c42", "\ud800é", key=KEY)


def test_purpose_and_value_do_not_run_into_each_other() -> None:
    assert signing.token("ab", "c", key=KEY) != signing.token("a", "bc", key=KEY)
