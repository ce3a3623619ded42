"""An address as a QR code: one SVG for the page, one for the paper."""

from __future__ import annotations

from io import BytesIO

import segno


def qr_svg(address: str) -> str:
    """Black on white with its quiet zone, so that it is read in dark mode and on paper alike."""
    picture = BytesIO()
    segno.make_qr(address, error="m").save(
        picture, kind="svg", scale=1, border=4, dark="#000", light="#fff", xmldecl=False
    )
    return picture.getvalue().decode()
