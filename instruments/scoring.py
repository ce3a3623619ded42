"""From item scores to totals and bands, by the tool's own rule for items that are not scored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from instruments import catalogue
from instruments.computed import Computed, scored_only, totals_of
from instruments.sheet import Band, Instrument, Text, Total

NOT_USED = Text(
    en="No total: the tool may not be used on this case.",
    fr="Aucun total : l'outil ne peut pas être utilisé dans ce cas.",
)
BAND_DISPUTED = Text(
    en="The cut-offs of the level are disputed: it is shown and decides nothing.",
    fr="Les seuils du niveau sont contestés : il est affiché et ne décide de rien.",
)
BAND_STATUS = Text(
    en="The cut-offs of the level are not verified: it is shown and decides nothing.",
    fr="Les seuils du niveau ne sont pas vérifiés : il est affiché et ne décide de rien.",
)


@dataclass(frozen=True)
class TotalResult:
    """A total with its band, or the reason why there is none."""

    value: int | None
    band: Band | None
    note: Text | None
    probability: float | None = None
    """Between 0 and 1, where the tool publishes one for each total."""


def total(
    tool_id: str, items: Mapping[str, int | None], total_id: str | None = None
) -> TotalResult:
    """The total of these item scores; the tool's first total unless another is named.

    A sum, except where the tool computes it in its own way (see instruments/computed.py).

    An item that is None or absent is not scored. The tool says whether it may be left out (it then
    adds nothing), how many may, or whether there is no total. Raises KeyError for a total the tool
    does not have.
    """
    instrument = catalogue.tool(tool_id)
    wanted = instrument.total(total_id) if total_id else instrument.totals[0]
    return _result(instrument, wanted, items)


def _result(instrument: Instrument, wanted: Total, items: Mapping[str, int | None]) -> TotalResult:
    scored = scored_only({item: items.get(item) for item in wanted.items})
    missing = [item for item in wanted.items if item not in scored]
    required = [one for one in missing if not catalogue.item(instrument.id, one).may_be_missing]
    if wanted.may_miss is not None and len(missing) > wanted.may_miss:
        required = missing
    if required:
        return TotalResult(None, None, _not_scored(instrument, wanted, required))
    result = _computed(instrument, wanted, scored)
    if result.value is not None and not wanted.low <= result.value <= wanted.high:
        return TotalResult(None, None, _out_of_range(wanted, result.value))
    notes = [wanted.missing] if missing else []
    notes += result.notes
    if result.band is not None and result.band.status not in ("verified", "supported"):
        notes.append(BAND_DISPUTED if result.band.status == "disputed" else BAND_STATUS)
    return TotalResult(result.value, result.band, _joined(notes), result.probability)


def totals(
    tool_id: str, items: Mapping[str, int | None], *, is_eligible: bool = True
) -> dict[str, TotalResult]:
    """Every total of the tool, by its id; none of them where the tool may not be used."""
    instrument = catalogue.tool(tool_id)
    if not is_eligible:
        return {t.id: TotalResult(None, None, NOT_USED) for t in instrument.totals}
    return {t.id: _result(instrument, t, items) for t in instrument.totals}


def band(tool_id: str, value: int, total_id: str | None = None) -> Band | None:
    """The band that a total falls into; None outside the range of the tool."""
    instrument = catalogue.tool(tool_id)
    return _band(instrument.total(total_id) if total_id else instrument.totals[0], value)


def _computed(instrument: Instrument, wanted: Total, scored: dict[str, int]) -> Computed:
    if wanted.is_computed:
        return totals_of(instrument.id).total(instrument, wanted, scored)
    value = sum(scored.values())
    return Computed(value, _band(wanted, value))


def _band(wanted: Total, value: int) -> Band | None:
    return next((b for b in wanted.bands if b.low <= value <= b.high), None)


def _not_scored(instrument: Instrument, wanted: Total, items: list[str]) -> Text:
    listed = ", ".join(items)
    return Text(
        en=f"No total: not scored {listed}. {wanted.missing.en}",
        fr=f"Aucun total : éléments non cotés {listed}. {wanted.missing.fr}",
    )


def _out_of_range(wanted: Total, value: int) -> Text:
    """Sums typed in may each be permitted and together be impossible."""
    return Text(
        en=f"No total: the scores add up to {value}, and the tool's total runs from {wanted.low} "
        f"to {wanted.high}. Correct what was typed in.",
        fr=f"Aucun total : la somme des cotes est {value}, et le total de l'outil va de "
        f"{wanted.low} à {wanted.high}. Corriger ce qui a été inscrit.",
    )


def _joined(notes: list[Text]) -> Text | None:
    if len(notes) < 2:
        return notes[0] if notes else None
    return Text(en=" ".join(n.en for n in notes), fr=" ".join(n.fr for n in notes))
