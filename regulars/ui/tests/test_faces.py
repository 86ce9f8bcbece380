import pytest

from regulars.ui.faces import avatar, initials


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Ada Moreau", "AM"),
        ("Ada", "A"),
        ("", "?"),
        ("ada.moreau@example.com", "AM"),
        ("“Q” van den Berg", "QB"),
        ("ليلى حداد", "لح"),
        ("🙂", "?"),
    ],
)
def test_initials_are_the_first_letters_of_the_first_and_last_name(name, said):
    assert initials(name) == said


def test_a_name_is_never_markup():
    assert "<b>" not in avatar("<b>Ada", 7, title=True)
