"""Pictures as dots, for the one format that knows no other: Word."""

from __future__ import annotations

import json

import typst

from reliability.credentials.pdf import SOURCES
from reliability.reports.studies.document import Picture

DOTS_PER_INCH = 220.0


def png_of(picture: Picture) -> bytes:
    """The picture on white, at print resolution."""
    told = {"svg": picture.svg, "width": picture.width, "height": picture.height}
    return typst.compile(
        SOURCES / "picture.typ",
        root=SOURCES,
        format="png",
        ppi=DOTS_PER_INCH,
        sys_inputs={"told": json.dumps(told, ensure_ascii=False, sort_keys=True)},
    )
