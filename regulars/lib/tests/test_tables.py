"""Tables, as they are written for spreadsheets."""

from __future__ import annotations

from regulars.lib.tables import harmless, written


def test_nothing_in_a_table_is_a_formula_and_numbers_stay_numbers() -> None:
    for cell in ("=cmd()", "+1", "@sum", "-2+3", "-cmd()", "\t=1", "\r=1"):
        assert harmless(cell) == f"'{cell}"
    for cell in ("", "a=b", "-12", "-1,234.50", "2026-11-22"):
        assert harmless(cell) == cell
    assert "".join(written([["name", "many"], ["=x", -3], ["Grüße, Ada", None]])) == (
        '\ufeffname,many\r\n\'=x,-3\r\n"Grüße, Ada",\r\n'
    )
