"""Tables of purchases as shops and the data sets of the field have them: nobody's rows, things sent back, days that are numbers."""

import re
from datetime import date

import numpy as np
import pytest

from regulars.predictions.reading import Sheet, day_of, purchases_among, said_of
from regulars.predictions.tabling import purchases

INVOICES = """\
InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country
536365,85123A,"HOLDER, WHITE",6,12/1/2010 8:26,2.50,17850,United Kingdom
536365,71053,LANTERN,2,12/1/2010 8:26,3.00,17850,United Kingdom
C536379,D,Discount,-1,12/13/2010 9:41,27.50,17850,United Kingdom
536414,22139,,56,12/1/2010 11:52,0,,United Kingdom
541431,23166,JAR,74215,1/18/2011 10:01,1.04,12346,United Kingdom
C541433,23166,JAR,-74215,1/18/2011 10:17,1.04,12346,United Kingdom
541500,71053,LANTERN,10,1/18/2011 12:00,3.00,17850,United Kingdom
C541501,71053,LANTERN,-4,1/18/2011 13:00,3.00,17850,United Kingdom
"""


def sheet(folder, text):
    path = folder / "table.csv"
    path.write_text(text)
    return Sheet(path)


def test_invoices_with_pieces_cancellations_and_blank_customers(tmp_path):
    read = sheet(tmp_path, INVOICES)
    who, days = np.array(read.columns[read.named("customer")]), np.array(read.days(read.named("date")))
    spent = np.array(read.spent())
    assert spent[:3].tolist() == [15, 6, -27.5] and said_of(days[2]) == "2010-12-13"
    counts, aside = purchases_among(who, days, spent)
    assert counts.tolist() == [True, True, False, False, False, False, True, True]
    assert aside == {"nobody’s": 1, "sent back": 3}


@pytest.mark.parametrize(
    ("named", "cells", "days"),
    [
        ("DAY", ["1", "711"], ["1", "711"]),
        ("date", ["19970101", "19980630"], ["1997-01-01", "1998-06-30"]),
        ("timestamp", ["1433221332117", "1433224214164"], ["2015-06-02", "2015-06-02"]),
        ("Created at", ["2023-05-01 10:00:00 +0200", "2023-05-02 09:00:00 +0200"], ["2023-05-01", "2023-05-02"]),
        ("order_purchase_timestamp", ["13/02/2018 10:56", "01/03/2018 10:00"], ["2018-02-13", "2018-03-01"]),
    ],
)
def test_days_are_read_as_tables_write_them(tmp_path, named, cells, days):
    read = sheet(tmp_path, f"{named};customer\n" + "".join(f"{cell};a\n" for cell in cells))
    found = read.days(read.named("date"))
    assert [said_of(each) for each in found] == days and [day_of(each) for each in days] == found


def test_amounts_are_read_as_people_write_them_and_a_blank_one_is_of_a_line_above(tmp_path):
    said = {"1,234.50": 1234.5, "1.234,50 €": 1234.5, "12,5": 12.5, "£3.20": 3.2, "1,234": 1234, "": 0}
    read = sheet(tmp_path, "Total;Email\n" + "".join(f"{each};a@b.example\n" for each in said))
    assert read.spent() == list(said.values()) and read.named("customer") == "Email"
    with pytest.raises(ValueError, match="Line 2, Total: 'nan' is no number"):
        sheet(tmp_path, "Total,Email\nnan,a@b.example\n").spent()


def test_purchases_without_a_line_of_names_are_those_of_cdnow(tmp_path):
    read = sheet(tmp_path, " 00001 19970101  1   11.77\n 00002 19970112  1   12.00\n 00002 19970112  5   77.00\n")
    assert read.columns["customer"] == ["00001", "00002", "00002"] and read.spent() == [11.77, 12.0, 77.0]
    assert read.days("date")[0] == date(1997, 1, 1).toordinal()
    sample = sheet(tmp_path, "  4     1 19970101  2   29.33\n  4     1 19970118  2   29.73\n")
    assert sample.columns["customer"] == ["4", "4"] and sample.spent() == [29.33, 29.73]
    with pytest.raises(ValueError, match="Line 2"):
        sheet(tmp_path, "1 19970101 1 11.77\n1 19970102 1\n")


def test_households_by_the_number_of_the_day_are_foretold_and_held_against_what_came(tmp_path):
    chance, lines = np.random.default_rng(9), []
    for household in range(1, 120):
        pace, day = float(np.exp(chance.normal(3, 0.7))), chance.uniform(1, 200)
        while day < 700 and chance.random() > 0.08:
            lines.append(f"{household},{int(day)},{chance.gamma(5, 3):.2f},1")
            day += chance.exponential(pace)
    path = tmp_path / "transactions.csv"
    path.write_text("household_key,DAY,SALES_VALUE,QUANTITY\n" + "\n".join(lines))
    plain = {"customer": "", "date": "", "spend": ""}
    said = purchases(path, until=470, ahead=None, model="MBG/NBD", columns=plain, out=None)
    model = said["models"][0]
    assert said["read from"] == ["household_key", "DAY", "SALES_VALUE"]
    assert said["learnt through"] == "470" and 0.6 < model["expected"] / model["actual"] < 1.5 and model["AUC"] > 0.65


@pytest.mark.parametrize(
    ("names", "found"),
    [
        ("store_id,Household ID,week,transaction_timestamp", ("Household ID", "transaction_timestamp")),
        ("Order No.;Cust. No.;Order Date", ("Cust. No.", "Order Date")),
        ("card_id,purchase_day,ship-date", ("card_id", "purchase_day")),
        ("id,birth_date,Cust. No.,order-date", ("Cust. No.", "order-date")),
        ("Card No.,id,sent-day", ("Card No.", "sent-day")),
        ("CustKey,TransTime,Trans. Date", ("CustKey", "Trans. Date")),
        ("id,OrderTime", ("id", "OrderTime")),
        ("update,custom,dated", ("", "")),
    ],
)
def test_names_that_nobody_has_listed_are_guessed_by_their_words(tmp_path, names, found):
    read = sheet(tmp_path, f"{names}\n{re.sub(r'[^;,]+', '1', names)}")
    assert (read.named("customer"), read.named("date")) == found


def test_nothing_is_guessed_between_two(tmp_path):
    path = tmp_path / "orders.csv"
    path.write_text("Cust. No.,birth-date,sent-date\n1,1990-01-01,2026-01-01\n")
    with pytest.raises(ValueError, match="Which is it, 'birth-date' or 'sent-date'. Name it with --date."):
        purchases(path, until=None, ahead=None, model=None, columns={"customer": "", "date": "", "spend": ""}, out=None)
