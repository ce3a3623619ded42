"""irrCAC: AC1, AC2 and alpha with standard errors, from a wide frame."""

from typing import Any

import pandas as pd
from irrCAC.raw import CAC

from bench.statistics.tasks import Answer, FloatArray, Work


def _found(frame: Any, weights: str, figure: str) -> Any:
    return getattr(CAC(frame, weights=weights, digits=9), figure)()["est"]


def _alpha(tables: FloatArray) -> Work:
    frame = pd.DataFrame(tables[0])

    def run() -> Answer:
        return {"alpha": float(_found(frame, "ordinal", "krippendorff")["coefficient_value"])}

    return Work(run, note="ordinal weights of Gwet, not the ordinal metric", is_whole=False)


def _ac1(tables: FloatArray) -> Work:
    frame = pd.DataFrame(tables[0])

    def run() -> Answer:
        found = _found(frame, "identity", "gwet")
        return {"ac1": float(found["coefficient_value"]), "se": float(found["se"])}

    return Work(run)


def _items(tables: FloatArray) -> Work:
    frames = [pd.DataFrame(table) for table in tables]

    def run() -> Answer:
        values = [_found(frame, "quadratic", "gwet")["coefficient_value"] for frame in frames]
        return {"ac2": float(values[-1])}

    return Work(run)


PREPARATIONS = {"a": _alpha, "e": _ac1, "f": _items, "h": _items}
