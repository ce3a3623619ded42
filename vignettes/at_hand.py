"""What feedback asks of the library, so prepared. Who may see it is not asked here."""

from django.db.models import F, Q

from agencies.models import Agency, User
from agencies.prepared import Prepared, PreparedRows, Slot
from vignettes.models import GoldCoding, PanelSeat, SeenGold, VignetteVersion

_SEAT = PreparedRows(
    lambda: (
        PanelSeat.objects.filter(
            expert__user=Slot("user", User._meta.pk),
            panel__withdrawn_at=None,
            panel__adjudication=None,
        )
        .order_by()
        .values_list("pk")[:1]
    )
)
_SEEN = PreparedRows(
    lambda: (
        SeenGold.objects.filter(
            user=Slot("user", User._meta.pk), version=Slot("version", VignetteVersion._meta.pk)
        )
        .order_by()
        .values_list("pk")[:1]
    )
)


_GOLD = Prepared(
    lambda: GoldCoding.objects.filter(
        Q(agency=None) | Q(agency=Slot("agency", Agency._meta.pk)),
        version=Slot("version", VignetteVersion._meta.pk),
        tool=Slot("tool", GoldCoding._meta.get_field("tool")),
    ).order_by(F("agency").asc(nulls_last=True), "-revision")[:1]
)


def sits_on_a_panel(user: User) -> bool:
    """Whether a panel at work, of any agency, waits for this person."""
    return bool(_SEAT.rows(user=user.pk))


def has_seen(user: User, version: int) -> bool:
    """Whether the person has seen the right scores of this version."""
    return bool(_SEEN.rows(user=user.pk, version=version))


def gold_at_hand(agency: int, version: int, tool: str) -> GoldCoding | None:
    """What `access.gold_in_force` has for one version and tool."""
    return _GOLD.first(agency=agency, version=version, tool=tool)
