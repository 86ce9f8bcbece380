"""What many ask alike is asked once, as long as one thing is done."""

from regulars.lib.asked_once import asked_once, asking_once


def test_the_same_words_are_asked_once_inside_and_each_time_elsewhere():
    asked = []

    @asked_once
    def ask(word: str, *, loudly: bool = False) -> str:
        asked.append(word)
        return word.upper() if loudly else word

    with asking_once():
        assert [ask("a"), ask("a"), ask("a", loudly=True), ask("b")] == ["a", "a", "A", "b"]
    assert asked == ["a", "a", "b"]
    ask("a"), ask("a")
    assert len(asked) == 5
