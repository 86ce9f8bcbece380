"""The address of a survey as a QR code, to be printed."""

from __future__ import annotations

import io

import segno


def poster(address: str) -> bytes:
    """An SVG of black modules on white, with the margin that scanners ask for. A quarter may be smudged."""
    drawn = io.BytesIO()
    segno.make_qr(address, error="q").save(drawn, kind="svg", scale=8, border=4, dark="#000", light="#fff")
    return drawn.getvalue()
