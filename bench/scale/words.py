"""The figures as tables."""

from collections.abc import Iterator, Mapping
from typing import Any

from bench.machine import described
from bench.scale.growth import in_words


def text(found: Mapping[str, Any]) -> str:
    """One table each of pages, jobs and tables, with the exponent of their growth."""
    sizes = found["found"]
    head = "| | " + " | ".join(f"{one['ratings']:,}" for one in sizes) + " | grows with |"
    rule = "|---|" + "---:|" * (len(sizes) + 1)
    lines = [described(found["machine"], found["date"]) + f", load {found['load']}", ""]
    for title, name in (("page, s (queries)", "pages"), ("job, s", "jobs")):
        lines += [head.replace("| |", f"| {title} |", 1), rule]
        lines += [*_asked(sizes, name), ""]
    lines += [head.replace("| |", "| table with indexes, MiB |", 1), rule, *_tables(sizes), ""]
    lines += [head.replace("| |", "| agreement on one item |", 1), rule, *_counts(sizes), ""]
    return "\n".join(lines + list(_scans(sizes)))


def _asked(sizes: list[Any], name: str) -> Iterator[str]:
    for words in sizes[0][name] | sizes[-1][name]:
        cells = []
        for one in sizes:
            told = one[name].get(words)
            queries = f" ({told['queries']})" if told and name == "pages" else ""
            cells.append(f"{told['seconds']:.3f}{queries}" if told else "–")
        seconds = {
            one["ratings"]: one[name][words]["seconds"] for one in sizes if words in one[name]
        }
        yield f"| {words} | " + " | ".join(cells) + f" | {in_words(seconds)} |"


def _tables(sizes: list[Any]) -> Iterator[str]:
    whole = {one["ratings"]: one["sizes"]["database_mib"] for one in sizes}
    yield _row("the whole database", list(whole.values()), whole)
    for table in sizes[-1]["sizes"]["tables"]:
        held = {
            one["ratings"]: sum(
                one["sizes"]["tables"][table][part] for part in ("mib", "index_mib")
            )
            for one in sizes
            if table in one["sizes"]["tables"]
        }
        yield _row(table, [held.get(one["ratings"]) for one in sizes], held)


def _counts(sizes: list[Any]) -> Iterator[str]:
    for name in ("counted_seconds", "fetched_seconds", "largest_difference"):
        values = {one["ratings"]: one["counts"][name] for one in sizes}
        cells = " | ".join(f"{value:.3g}" for value in values.values())
        yield f"| {name.replace('_', ' ')} | {cells} | {in_words(values)} |"


def _row(name: str, values: list[float | None], growing: Mapping[int, float]) -> str:
    cells = " | ".join("–" if value is None else f"{value:,.0f}" for value in values)
    return f"| {name} | {cells} | {in_words(growing)} |"


def _scans(sizes: list[Any]) -> Iterator[str]:
    for kind in ("pages", "jobs"):
        for words, told in sizes[-1][kind].items():
            if told["scans"]:
                yield f"{words} reads the whole of {', '.join(told['scans'])}"
