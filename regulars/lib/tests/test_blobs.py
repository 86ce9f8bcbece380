import pytest

from regulars.lib import blobs


def test_a_file_is_kept_where_its_row_is_written_and_nowhere_else():
    with pytest.raises(RuntimeError, match="@transaction.atomic"):
        blobs.keep(b"a file of nobody")
