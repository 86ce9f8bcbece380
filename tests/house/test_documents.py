import pytest

from regulars.config.documents import DOCUMENTS
from regulars.config.environment import ROOT


@pytest.mark.parametrize("name", DOCUMENTS)
def test_written_documents_are_up_to_date(name):
    assert (ROOT / name).read_text() == DOCUMENTS[name](), "run: python -m regulars.config.documents"
