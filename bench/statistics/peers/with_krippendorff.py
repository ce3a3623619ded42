"""krippendorff: alpha, and a bootstrap written around it, from raw data and from its counts."""

from functools import partial

import krippendorff
import numpy as np

from bench.statistics.tasks import REPLICATES, SEED, Answer, FloatArray, Work

DOMAIN = np.arange(1.0, 6)
FULL_NOTE = "replicates in a loop over its counts"


def counts_of(table: FloatArray) -> FloatArray:
    """Targets x categories, as the package itself counts."""
    return np.asarray((table[:, :, np.newaxis] == DOMAIN).sum(axis=1), dtype=np.float64)


def _alpha(tables: FloatArray) -> Work:
    data = np.ascontiguousarray(tables[0].T)
    return Work(lambda: {"alpha": krippendorff.alpha(data, level_of_measurement="ordinal")})


def of_counts(counts: FloatArray) -> float:
    """Alpha of a targets x categories table."""
    return float(
        krippendorff.alpha(value_counts=counts, value_domain=DOMAIN, level_of_measurement="ordinal")
    )


def resampled(counts: FloatArray) -> Answer:
    """Percentile interval: one call for each resample of the targets."""
    random, n = np.random.default_rng(SEED), len(counts)
    values = [of_counts(counts[random.integers(0, n, n)]) for _ in range(REPLICATES)]
    low, high = np.quantile(values, [0.025, 0.975])
    return {"alpha": of_counts(counts), "low": float(low), "high": float(high)}


def _alpha_resampled(tables: FloatArray) -> Work:
    table = tables[0]
    return Work(lambda: resampled(counts_of(table)), note=FULL_NOTE)


PREPARATIONS = {"a": _alpha, "b": _alpha_resampled}


def _raw(tables: FloatArray) -> Work:
    data, share = tables[0].T, 0.1
    random, n = np.random.default_rng(SEED), data.shape[1]

    def run() -> Answer:
        alpha = partial(krippendorff.alpha, level_of_measurement="ordinal", value_domain=DOMAIN)
        values = [alpha(data[:, random.integers(0, n, n)]) for _ in range(int(REPLICATES * share))]
        low, high = np.quantile(values, [0.025, 0.975])
        return {"alpha": float(alpha(data)), "low": float(low), "high": float(high)}

    return Work(run, share, "replicates in a loop over raw data; timed on a tenth of them")


RAW = {"b": _raw}
