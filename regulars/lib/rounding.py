"""Numbers as people write them, rounded. Django by itself cuts off what it does not show: 0.8157 would be 0.815."""

from decimal import Decimal

from django.utils.formats import number_format


def rounded(value: float | Decimal, digits: int = 0, *, force_grouping: bool = False) -> str:
    """“0.816” of 0.8157, with a comma where one writes so."""
    return number_format(Decimal(f"{value:.{digits}f}"), digits, force_grouping=force_grouping)
