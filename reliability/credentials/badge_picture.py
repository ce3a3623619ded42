"""A badge as a picture that carries its token, for wallets that take pictures.

Source: 1EdTech, Open Badges Specification 3.0, section 5.3.2.1 (baking into SVG).
"""

from __future__ import annotations

from django.template.loader import render_to_string

from reliability.credentials.status import name_of
from reliability.models import Credential


def baked_svg(credential: Credential) -> str:
    """The picture with the signed token in `openbadges:credential`."""
    told = {
        "token": credential.badge,
        "tool": name_of(credential.tool),
        "version": credential.tool_version,
        "is_demonstration": credential.is_demonstration,
    }
    return render_to_string("reliability/badge.svg", told)
