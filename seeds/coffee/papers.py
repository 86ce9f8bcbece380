"""Documents that go back and forth: one-page PDFs and tables."""

from collections.abc import Sequence

from regulars.conversations.incoming import File

VAT = 0.055


def invoice(number: str, customer: str, rows: Sequence[tuple[str, int, float]]) -> File:
    """`rows` are what, how many, and the price of one in euros with tax."""
    total = sum(count * price for _, count, price in rows)
    lines = [
        "Kettle & Crumb, 14 rue Mercière, 69002 Lyon",
        "",
        f"Invoice {number}",
        f"For {customer}",
        "",
        *(f"{count:>4} x {what}   {count * price:.2f} €" for what, count, price in rows),
        "",
        f"Total {total:.2f} €, of which VAT {total - total / (1 + VAT):.2f} €",
    ]
    return letter(f"invoice-{number}.pdf", lines)


def receipt(shop: str, amount: str) -> File:
    return letter("receipt.pdf", [shop, "", "Paid in cash", amount, "", "Thank you"])


def table(name: str, rows: str) -> File:
    return File(name=name, content=rows.encode(), content_type="text/csv")


def letter(name: str, lines: Sequence[str]) -> File:
    """A page with these lines."""
    shown = "".join(f"({_escaped(line)}) ' " for line in lines)
    page = f"BT /F1 12 Tf 18 TL 72 760 Td {shown}ET".encode("cp1252", "replace")
    return File(name=name, content=_pdf(page), content_type="application/pdf")


def _escaped(line: str) -> str:
    return line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


def _pdf(page: bytes) -> bytes:
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(page), page),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    )
    written, places = bytearray(b"%PDF-1.4\n"), []
    for number, each in enumerate(objects, start=1):
        places.append(len(written))
        written += b"%d 0 obj%s endobj\n" % (number, each)
    start = len(written)
    written += b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(written + b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % start)
