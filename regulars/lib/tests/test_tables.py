"""Tables, as they are written for spreadsheets."""

from __future__ import annotations

import pytest

from regulars.lib.dates import moment
from regulars.lib.tables import Table, Wrong, harmless, written
from regulars.lib.texts import decoded


def test_nothing_in_a_table_is_a_formula_and_numbers_stay_numbers() -> None:
    for cell in ("=cmd()", "+1", "@sum", "-2+3", "-cmd()", "\t=1", "\r=1"):
        assert harmless(cell) == f"'{cell}"
    for cell in ("", "a=b", "-12", "-1,234.50", "2026-11-22"):
        assert harmless(cell) == cell
    assert "".join(written([["name", "many"], ["=x", -3], ["Grüße, Ada", None]])) == (
        '\ufeffname,many\r\n\'=x,-3\r\n"Grüße, Ada",\r\n'
    )


def test_bytes_are_read_as_they_were_written_and_one_that_is_wrong_spoils_no_other() -> None:
    words = "Straße;Zoë “x”\n"
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"):
        assert decoded(words.encode(encoding)) == words
    assert decoded("Straße;".encode() + "Zoë\x81".encode("latin-1")) == "Straße;Zoë�"


def test_a_table_is_read_to_its_end() -> None:
    for cells in ('"two\nlines"\n\n3', '5" of pipe\n3\n', '"5"" of\npipe"\n3', '5" of\n"two\nlines"', "\n,\n2\n3"):
        assert Table(b"a\n" + cells.encode(), needed=(), other_names={}).count() == 2
    for cells in ('a\n"two\nlines"\n"4\n5\n6\n', 'a\n5" of pipe\n\n"4\n5\n6', 'sep=;\na;b\n3;\n4;"5\n6'):
        with pytest.raises(Wrong, match="line 4"):
            Table(cells.encode(), needed=(), other_names={}).count()


def test_lines_are_numbered_as_in_the_file_also_below_what_is_said_to_spreadsheets() -> None:
    table = Table(b"sep=;\r\na;b\r\n3;\r\n", needed=(), other_names={})
    assert [line.number for [line] in table.since(0)] == [3]


@pytest.mark.parametrize(
    ("written", "is_day_first", "meant"),
    [
        ("2026-11-20 09:12:31 +0100", None, "2026-11-20T09:12:31+01:00"),
        ("20.11.2026 14:05", None, "2026-11-20T14:05:00+00:00"),
        ("11/20/2026 2:05 PM", None, "2026-11-20T14:05:00+00:00"),
        ("3/4/2026", True, "2026-04-03T00:00:00+00:00"),
        ("3/4/26", False, "2026-03-04T00:00:00+00:00"),
        ("November 20, 2026 3:05 pm", None, "2026-11-20T15:05:00+00:00"),
        ("3/4/2026", None, ""),
        ("31/31/2026", None, ""),
        ("soon", None, ""),
    ],
)
def test_days_are_read_as_people_write_them_unless_they_may_be_two(written, is_day_first, meant) -> None:
    if meant:
        assert moment(written, is_day_first=is_day_first).isoformat() == meant
    else:
        with pytest.raises(ValueError, match="no moment"):
            moment(written, is_day_first=is_day_first)
