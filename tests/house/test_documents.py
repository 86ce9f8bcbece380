from collections import Counter
from importlib import import_module

import pytest
from pydantic import BaseModel

from regulars.config.documents import DOCUMENTS
from regulars.config.environment import ROOT


@pytest.mark.parametrize("name", DOCUMENTS)
def test_written_documents_are_up_to_date(name):
    assert (ROOT / name).read_text() == DOCUMENTS[name](), "run: python -m regulars.config.documents"


def test_no_two_shapes_of_the_api_share_a_name():
    """The reference has one place for each name: of two, it would describe both as the latter."""
    import_module("regulars.config.urls")
    shapes, known = [BaseModel], set()
    while shapes:
        shape = shapes.pop()
        known |= {(shape.__name__, shape.__module__)} if shape.__module__.startswith("regulars.api") else set()
        shapes += shape.__subclasses__()
    assert len(known) > 100
    assert [name for name, times in Counter(name for name, _module in known).items() if times > 1] == []
