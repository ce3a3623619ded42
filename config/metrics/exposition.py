"""Figures as text that Prometheus reads (text format 0.0.4).

Source: Prometheus documentation, Exposition formats.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from config.metrics.counts import BOUNDS, Tally, empty
from config.metrics.gauges import Gauges
from config.metrics.requests import SIGN_IN_FAILED

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
GAUGES = {
    "jobs_queued": "Background jobs that wait and may begin",
    "jobs_running": "Background jobs that a worker is at",
    "jobs_failed": "Background jobs that failed, as far as their results are kept",
    "jobs_oldest_wait_seconds": "How long the oldest job that may begin has waited",
    "workers_alive": "Workers that said in the last minute that they live",
    "audit_seals_behind": "New audit entries without a seal",
}

Sample = tuple[str, Mapping[str, str], float]


def exposition(
    *, versions: Mapping[str, str], gauges: Gauges | None, sums: Mapping[str, Tally]
) -> str:
    """Everything, in a fixed order. Without `gauges` the database could not be asked."""
    lines = [
        *_family("info", "gauge", "Versions of what runs here", [("", versions, 1)]),
        *_family("database_up", "gauge", "1 if the database answered", [("", {}, bool(gauges))]),
    ]
    for name, value in _values(gauges):
        lines += _family(name, "gauge", GAUGES[name], [("", {}, value)])
    failed = sum(sums.get(SIGN_IN_FAILED, empty())[1:])
    help_ = "Sign-ins with a wrong password or an unknown address"
    lines += _family("sign_ins_failed_total", "counter", help_, [("", {}, failed)])
    requests = {tuple(key.split(" ", 2)): tally for key, tally in sums.items() if " " in key}
    lines += _family("requests_total", "counter", "Requests answered", _requests(requests))
    help_ = "How long requests took, by route"
    lines += _family("request_seconds", "histogram", help_, _durations(requests))
    return "\n".join(lines) + "\n"


def _values(gauges: Gauges | None) -> Iterator[tuple[str, float]]:
    if gauges is not None:
        told = (
            *(gauges.queued, gauges.running, gauges.failed, gauges.oldest_wait),
            *(gauges.workers, gauges.seals_behind),
        )
        yield from zip(GAUGES, told, strict=True)


def _family(name: str, kind: str, help_: str, samples: Iterable[Sample]) -> Iterator[str]:
    whole = f"plumbline_{name}"
    yield f"# HELP {whole} {help_}"
    yield f"# TYPE {whole} {kind}"
    for suffix, labels, value in samples:
        told = ",".join(f'{label}="{_escaped(text)}"' for label, text in labels.items())
        yield f"{whole}{suffix}{f'{{{told}}}' if told else ''} {_number(value)}"


def _requests(requests: Mapping[tuple[str, ...], Tally]) -> Iterator[Sample]:
    for (method, status, route), tally in sorted(requests.items()):
        yield "", {"route": route, "method": method, "status": status}, sum(tally[1:])


def _durations(requests: Mapping[tuple[str, ...], Tally]) -> Iterator[Sample]:
    routes: defaultdict[str, Tally] = defaultdict(empty)
    for (_method, _status, route), tally in requests.items():
        routes[route] = [a + b for a, b in zip(routes[route], tally, strict=True)]
    for route, (seconds, *classes) in sorted(routes.items()):
        below = 0.0
        for bound, n in zip((*map(str, BOUNDS), "+Inf"), classes, strict=True):
            below += n
            yield "_bucket", {"route": route, "le": bound}, below
        yield "_sum", {"route": route}, seconds
        yield "_count", {"route": route}, below


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace("\n", r"\n").replace('"', r"\"")


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else repr(round(value, 6))
