"""What stands in addresses and forms may be anything."""

from __future__ import annotations

import pytest

from regulars.lib.numbers import number_in, numbers_in


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("0", 0),
        ("007", 7),
        ("9" * 18, 10**18 - 1),
        ("9" * 19, None),
        ("", None),
        (None, None),
        ("-1", None),
        ("²", None),
        ("1.5", None),
    ],
)
def test_a_number_is_what_is_written_in_digits_and_fits_a_key(text, meant) -> None:
    assert number_in(text) == meant


def test_of_several_those_that_are_none_are_left_out() -> None:
    assert numbers_in(["3", "", "x", "12"]) == [3, 12]
    assert number_in("1234", digits=3) is None
