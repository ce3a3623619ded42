"""Print a report: JSON for programs, an aligned table with notes for people."""

import json
from collections.abc import Iterator, Mapping, Sequence

from reliability.stats import Estimate
from reliability.table_report import PairFigures, TableReport, WholeReport

_USUAL = (
    "kripp.{level}",
    "icc2",
    "icc3",
    "icc2k",
    "icc2.reml",
    "cohen.identity",
    "cohen.quadratic",
    "ac.identity",
    "ac.quadratic",
    "fleiss.identity",
    "fleiss.quadratic",
    "conger.identity",
    "conger.quadratic",
    "bp.identity",
    "light",
    "mean_pairwise_kappa",
    "percent_agreement_listwise",
    "percent_agreement_listwise_tol1",
    "pa.identity",
    "sem_agreement",
    "mdc95_agreement",
    "bland_altman",
    "gold",
)


def json_of(content: object) -> str:
    """JSON that every reader accepts: no NaN, no infinity."""
    return json.dumps(content, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def as_json(found: WholeReport) -> str:
    """The report as the command promises it."""
    if found.table is not None:
        return json_of(_one_as_json(found.table))
    items = {name: _one_as_json(one) for name, one in found.items.items()}
    total = _one_as_json(found.total) if found.total else None
    described: dict[str, object] = {"items": {name: one["table"] for name, one in items.items()}}
    estimates: dict[str, object] = {
        "items": {name: one["estimates"] for name, one in items.items()}
    }
    described["total"] = total["table"] if total else None
    estimates["total"] = total["estimates"] if total else None
    content: dict[str, object] = {"table": described, "estimates": estimates}
    if found.no_total:
        content["note"] = found.no_total
    pairs = {name: one["pairs"] for name, one in items.items() if "pairs" in one}
    if pairs:
        content["pairs"] = {"items": pairs, "total": total["pairs"] if total else None}
    return json_of(content)


def _one_as_json(one: TableReport) -> dict[str, object]:
    ratings = one.ratings
    content: dict[str, object] = {
        "table": {
            "targets": ratings.n_targets,
            "raters": ratings.n_raters,
            "ratings": ratings.n_ratings,
            "missing": ratings.n_targets * ratings.n_raters - ratings.n_ratings,
            "level": one.level,
            "level_is_assumed": one.level_is_assumed,
            "categories": [_plain(label) for label in ratings.labels],
            "rater_names": list(one.raters),
        },
        "estimates": {name: estimate_as_json(e) for name, e in one.estimates.items()},
    }
    if one.pairs is not None:
        content["pairs"] = [
            {
                "raters": list(pair.raters),
                "n": pair.n,
                "agreement": pair.agreement,
                "kappa": pair.kappa,
                "kappa_quadratic": pair.kappa_quadratic,
            }
            for pair in one.pairs
        ]
    return content


def estimate_as_json(estimate: Estimate) -> dict[str, object]:
    """One figure, with its further keys under `detail` where it has any."""
    content: dict[str, object] = {
        "value": estimate.value,
        "se": estimate.se,
        "low": estimate.low,
        "high": estimate.high,
        "confidence": estimate.confidence,
        "method": estimate.method,
        "n_used": estimate.n_used,
        "n_given": estimate.n_given,
        "form": estimate.form,
        "note": estimate.note,
    }
    if estimate.detail:
        content["detail"] = dict(estimate.detail)
    return content


def _plain(label: str | float) -> str | float | int:
    return int(label) if isinstance(label, float) and label.is_integer() else label


def as_text(found: WholeReport, *, everything: bool) -> str:
    """The report for people."""
    if found.table is not None:
        return "\n".join(_one_as_text(found.table, everything)) + "\n"
    lines: list[str] = []
    for name, one in found.items.items():
        lines += [f"Item {name}", "", *_one_as_text(one, everything), ""]
    if found.total:
        lines += ["Total of the items", "", *_one_as_text(found.total, everything)]
    else:
        lines.append(f"No total: {found.no_total}.")
    return "\n".join(lines) + "\n"


def _one_as_text(one: TableReport, everything: bool) -> Iterator[str]:
    ratings = one.ratings
    missing = ratings.n_targets * ratings.n_raters - ratings.n_ratings
    yield (
        f"{_counted(ratings.n_targets, 'target')} x {_counted(ratings.n_raters, 'rater')}, "
        f"{_counted(ratings.n_ratings, 'rating')}, {missing} missing"
    )
    assumed = f" (assumed, since the scores are {'numbers' if ratings.is_numeric else 'text'}; " * (
        one.level_is_assumed
    )
    yield f"Level: {one.level}" + (f"{assumed}--level says otherwise)" if assumed else "")
    yield f"Categories: {_some([str(_plain(label)) for label in ratings.labels])}"
    yield ""
    shown = _shown(one, everything)
    yield from _aligned(shown)
    yield from _notes(shown)
    if "gold" in shown:
        yield from _gold(one)
    if one.pairs is not None:
        yield from _pair_lines(one.pairs)
    left = len(one.estimates) - len(shown)
    if left:
        yield ""
        yield f"{left} more figures with --all, and every detail with --json."


def _counted(n: int, noun: str) -> str:
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"


def _some(labels: Sequence[str]) -> str:
    if not labels:
        return "none, since there is no score"
    return (
        ", ".join(labels)
        if len(labels) <= 12
        else f"{len(labels)} from {labels[0]} to {labels[-1]}"
    )


def _shown(one: TableReport, everything: bool) -> dict[str, Estimate]:
    if everything:
        return dict(one.estimates)
    names = {name.format(level=one.level) for name in _USUAL}
    return {name: e for name, e in one.estimates.items() if name in names}


def _aligned(shown: Mapping[str, Estimate]) -> Iterator[str]:
    first = next(iter(shown.values()))
    confidence = next((e.confidence for e in shown.values() if e.confidence), first.confidence)
    head = ["figure", "value", f"{100 * (confidence or 0.95):g} % interval", "used", "what it is"]
    rows = [[name, *_cells(estimate)] for name, estimate in shown.items()]
    widths = [max(len(row[i]) for row in [head, *rows]) for i in range(4)]
    for row in [head, *rows]:
        numbers = f"{row[0]:<{widths[0]}}  {row[1]:>{widths[1]}}  {row[2]:<{widths[2]}}"
        yield f"{numbers}  {row[3]:>{widths[3]}}  {row[4]}".rstrip()


def _cells(estimate: Estimate) -> list[str]:
    if estimate.value is not None:
        value = f"{estimate.value:.3f}"
    else:
        value = "below" if estimate.is_defined and "raters" in estimate.detail else "-"
        value = "--json" if estimate.is_defined and value == "-" else value
    interval = ""
    if estimate.low is not None and estimate.high is not None:
        interval = f"{estimate.low:6.3f} to {estimate.high:6.3f}"
    return [value, interval, f"{estimate.n_used} of {estimate.n_given}", estimate.form]


def _notes(shown: Mapping[str, Estimate]) -> Iterator[str]:
    """Each different sentence once, with the figures that it is about."""
    about: dict[str, list[str]] = {}
    for name, estimate in shown.items():
        for note in (estimate.note or "").split("; "):
            if note:
                about.setdefault(note, []).append(name)
    if about:
        yield ""
        yield "Notes"
        for note, names in about.items():
            yield f"  {note[0].upper()}{note[1:]}."
            yield f"    ({', '.join(names)})"


def _gold(one: TableReport) -> Iterator[str]:
    found = one.estimates["gold"].detail.get("raters")
    if not isinstance(found, list) or not found:
        return
    yield ""
    yield "Against gold        n  hits  accuracy  interval (Wilson)  kappa"
    for name, rater in zip(one.raters, found, strict=True):
        start = f"  {name[:14]:<14} {rater['n']:>4} {rater['hits']:>5}"
        if rater["accuracy"] is None:
            yield f"{start}  {rater['note']}"
            continue
        low, high = rater["wilson"]
        kappa = "-" if rater["kappa"] is None else f"{rater['kappa']:.3f}"
        yield f"{start}  {rater['accuracy']:8.3f}  {low:.3f} to {high:.3f}     {kappa:>6}"


def _pair_lines(pairs: Sequence[PairFigures]) -> Iterator[str]:
    yield ""
    yield "Pairs of raters                 n  agreement   kappa  quadratic"
    for pair in pairs:
        figures = [pair.agreement, pair.kappa, pair.kappa_quadratic]
        agreement, kappa, quadratic = ("-" if f is None else f"{f:.3f}" for f in figures)
        name = " and ".join(pair.raters)
        yield f"  {name[:26]:<26} {pair.n:>4}  {agreement:>9} {kappa:>7}  {quadratic:>9}"
