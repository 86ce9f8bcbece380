"""What forms of several rooms have in common."""

import pytest
from django.core.exceptions import ValidationError

from regulars.ui.forms import from_editor


@pytest.mark.parametrize("nothing", ["", "null", " null "])
def test_where_an_editor_says_nothing_its_field_says_what_is_usual(nothing: str) -> None:
    assert from_editor(nothing) == {"all": []}
    assert from_editor(nothing, empty="null") is None


@pytest.mark.parametrize("nonsense", ["{", "NaN", "[" * 100_000])
def test_what_no_editor_writes_is_refused(nonsense: str) -> None:
    with pytest.raises(ValidationError):
        from_editor(nonsense)
