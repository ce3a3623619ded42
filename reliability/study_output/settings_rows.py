"""What the scripts have to know beside the data, and what every column and score means."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from instruments import catalogue
from instruments.sheet import Instrument, Text
from reliability.studies.columns import FLAGS
from reliability.studies.published import published
from reliability.studies.results import Results
from reliability.study_output.rules_rows import band_names

CODEBOOK_HEAD = ("column", "value", "meaning", "status", "source")
_COLUMNS = {
    "number": Text(en="number of the coding in the study", fr="numéro de la cotation dans l'étude"),
    "part": Text(en="which study of a pool", fr="quelle étude du regroupement"),
    "target": Text(
        en="who was scored: a hash under the agency's own key, or the code of a fictional case",
        fr="qui a été coté\N{NO-BREAK SPACE}: une empreinte sous la clé de l'organisme, ou le code "
        "d'un cas fictif",
    ),
    "rater": Text(
        en="who scored: a hash under the agency's own key",
        fr="qui a coté\N{NO-BREAK SPACE}: une empreinte sous la clé de l'organisme",
    ),
    "occasion": Text(
        en="which coding of this target by this rater",
        fr="quelle cotation de cette cible par cet évaluateur",
    ),
    "coded_on": Text(en="day of the coding", fr="jour de la cotation"),
    "given_total": Text(en="total on the form", fr="total inscrit au formulaire"),
    "given_band": Text(en="level on the form", fr="niveau inscrit au formulaire"),
}
_COMPUTED = {
    "total": Text(
        en="computed from the items by the sheet: {name}",
        fr="calculé à partir des éléments par la fiche\N{NO-BREAK SPACE}: {name}",
    ),
    "band": Text(
        en="level of the computed total: {name}",
        fr="niveau du total calculé\N{NO-BREAK SPACE}: {name}",
    ),
}


def settings_rows(results: Results, units: int) -> Iterator[tuple[str, str]]:
    """Names and values for the scripts; several values are set apart by semicolons."""
    tool, settings = catalogue.tool(results.tool), results.settings
    yield "tool", results.tool
    yield "tool_version", results.tool_version
    yield "kind", results.kind
    yield "engine", results.engine
    yield "data_digest", results.data_digest
    yield "confidence", repr(settings.confidence)
    yield "replicates", str(settings.replicates)
    yield "seed", str(settings.seed)
    yield "smallest_cell", str(settings.smallest_cell)
    yield "units", str(units)
    yield "items", ";".join(item.id for item in tool.items)
    for item in tool.items:
        yield f"scale.{item.id}", ";".join(map(str, sorted(item.values)))
    yield "totals", ";".join(total.id for total in tool.totals)
    yield from _totals(tool)
    for total in tool.totals:
        yield f"bands.{total.id}", ";".join(band.id for band in total.bands)
        ranges = (f"{band.low}..{band.high}" for band in total.bands)
        yield f"band_ranges.{total.id}", ";".join(ranges)
    for beside in results.published:
        yield f"published.{beside.id}", published(beside.id).kind


def _totals(tool: Instrument) -> Iterator[tuple[str, str]]:
    """How the totals that are plain sums are summed, and every name of a band."""
    missing = (item.id for item in tool.items if item.may_be_missing)
    yield "may_be_missing", ";".join(missing)
    yield "sums", ";".join(total.id for total in tool.totals if not total.is_computed)
    for total in tool.totals:
        yield f"items.{total.id}", ";".join(total.items)
        yield f"total_range.{total.id}", f"{total.low}..{total.high}"
        yield f"may_miss.{total.id}", "" if total.may_miss is None else str(total.may_miss)
        yield f"band_names.{total.id}", ";".join("|".join(band_names(b)) for b in total.bands)


def codebook_rows(tool: Instrument, language: str) -> Iterator[tuple[str, str, str, str, str]]:
    """Every column; for an item its permitted scores, for a total its levels."""
    for name, meaning in _COLUMNS.items():
        yield name, "", meaning.to(language), "", ""
    for item in tool.items:
        yield item.id, "", item.name.to(language), item.status, item.source
        for option in item.options:
            yield item.id, str(option.value), option.anchor.to(language), "", ""
    yield from _flags(FLAGS, language)
    for total in tool.totals:
        told = _COMPUTED["total"].to(language).format(name=total.name.to(language))
        yield f"total_{total.id}", f"{total.low}..{total.high}", told, "", ""
        if not total.bands:
            continue
        told = _COMPUTED["band"].to(language).format(name=total.name.to(language))
        yield f"band_{total.id}", "", told, "", ""
        for band in total.bands:
            told = f"{band.name.to(language)} ({band.low}..{band.high})"
            yield f"band_{total.id}", band.id, told, band.status, band.source


def _flags(flags: Mapping[str, Text], language: str) -> Iterator[tuple[str, str, str, str, str]]:
    for name, meaning in flags.items():
        yield f"flag_{name}", "0;1", meaning.to(language), "", ""
