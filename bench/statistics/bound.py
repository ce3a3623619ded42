"""The bound: each task written out in plain numpy, with nothing checked and nothing explained.

One bincount to a targets x categories table, of which alpha, AC and their standard errors are
functions; a bootstrap is counts of draws times addends per target; all pairs of raters are one
product of one-hot matrices. It is fixed as it stands, and not tuned.
"""

from functools import partial

import numpy as np
from scipy import special

from bench.statistics.bound_reml import reml
from bench.statistics.tasks import REPLICATES, SEED, Answer, FloatArray, Preparation, Work

Q = 5
QUADRATIC = 1 - np.subtract.outer(np.arange(Q), np.arange(Q)) ** 2 / (Q - 1) ** 2
FIRST, SECOND = np.triu_indices(Q, 1)


def counts_of(table: FloatArray) -> FloatArray:
    """Targets x categories."""
    n = len(table)
    codes = np.where(np.isnan(table), 0, table).astype(np.intp)
    flat = codes + (np.arange(n) * (Q + 1))[:, np.newaxis]
    counts = np.bincount(flat.ravel(), minlength=n * (Q + 1)).reshape(n, Q + 1)[:, 1:]
    return counts.astype(np.float64)


def alpha(table: FloatArray) -> Answer:
    """Krippendorff's alpha of the ordinal metric."""
    return {"alpha": float(ordinal(addends(counts_of(table)).sum(axis=0)[np.newaxis])[0])}


def addends(counts: FloatArray) -> FloatArray:
    """Uses of the categories and coincidences of their pairs, for each target."""
    sizes = counts.sum(axis=1)
    counts = counts[sizes >= 2]
    pairs = counts[:, FIRST] * counts[:, SECOND] / (counts.sum(axis=1) - 1)[:, np.newaxis]
    return np.hstack([counts, pairs])


def ordinal(sums: FloatArray) -> FloatArray:
    """Alpha from sums over targets, one row for each replicate."""
    uses, apart = sums[:, :Q], sums[:, Q:]
    ranks = np.cumsum(uses, axis=1) - uses / 2
    distance = (ranks[:, FIRST] - ranks[:, SECOND]) ** 2
    expected = (uses[:, FIRST] * uses[:, SECOND] * distance).sum(axis=1)
    value: FloatArray = 1 - (uses.sum(axis=1) - 1) * (apart * distance).sum(axis=1) / expected
    return value


def alpha_resampled(table: FloatArray) -> Answer:
    """The percentile interval of alpha over targets."""
    terms = addends(counts_of(table))
    n = len(terms)
    drawn = np.random.default_rng(SEED).integers(0, n, (REPLICATES, n))
    drawn += (np.arange(REPLICATES) * n)[:, np.newaxis]
    times = np.bincount(drawn.ravel(), minlength=REPLICATES * n).reshape(REPLICATES, n)
    values = ordinal(times.astype(np.float64) @ terms)
    low, high = np.quantile(values, [0.025, 0.975])
    return {**alpha(table), "low": float(low), "high": float(high)}


def iccs(table: FloatArray) -> Answer:
    """Six intraclass correlations with F, p and 95 % limits."""
    n, k = table.shape
    centred = table - table.mean()
    rows, columns = centred.mean(axis=1), centred.mean(axis=0)
    between, across = k * (rows @ rows), n * (columns @ columns)
    residual = (centred**2).sum() - between - across
    msr, msc, mse = between / (n - 1), across / (k - 1), residual / ((n - 1) * (k - 1))
    msw = (across + residual) / (n * (k - 1))
    one = (msr - msw) / (msr + (k - 1) * msw)
    two = (msr - mse) / (msr + (k - 1) * mse + k * (msc - mse) / n)
    three = (msr - mse) / (msr + (k - 1) * mse)
    a, b = k * two / (n * (1 - two)), 1 + k * two * (n - 1) / (n * (1 - two))
    v = (a * msc + b * mse) ** 2
    v /= (a * msc) ** 2 / (k - 1) + (b * mse) ** 2 / ((n - 1) * (k - 1))
    lows, highs = [], []
    for f, df in ((msr / msw, n * (k - 1)), (msr / mse, (n - 1) * (k - 1))):
        special.fdtrc(n - 1, df, f)
        low, high = f / special.fdtri(n - 1, df, 0.975), f * special.fdtri(df, n - 1, 0.975)
        lows.append((low - 1) / (low + k - 1))
        highs.append((high - 1) / (high + k - 1))
    f_low, f_high = special.fdtri(n - 1, v, 0.975), special.fdtri(v, n - 1, 0.975)
    spread = k * msc + (k * n - k - n) * mse
    lows.append(n * (msr - f_low * mse) / (f_low * spread + n * msr))
    highs.append(n * (f_high * msr - mse) / (spread + n * f_high * msr))
    stepped = [k * x / (1 + (k - 1) * x) for x in (one, two, three, *lows, *highs)]
    return {
        "icc1": one,
        "icc2": two,
        "icc3": three,
        "icc1k": stepped[0],
        "icc2k": stepped[1],
        "icc3k": stepped[2],
        "low2": lows[2],
        "high2": highs[2],
    }


def all_kappas(table: FloatArray) -> Answer:
    """Cohen's kappa of every pair of raters, unweighted and with quadratic weights."""
    n, r = table.shape
    hot = (table.T[:, :, np.newaxis] == np.arange(1.0, Q + 1)).astype(np.float32)
    share = hot.sum(axis=1).astype(np.float64) / n
    upper = np.triu_indices(r, 1)
    means = []
    for weights in (np.eye(Q), QUADRATIC):
        weighted = hot @ weights.astype(np.float32)
        agreed = (hot.reshape(r, -1) @ weighted.reshape(r, -1).T).astype(np.float64) / n
        chance = share @ weights @ share.T
        means.append(float(((agreed - chance) / (1 - chance))[upper].mean()))
    return {"kappa": means[0], "quadratic": means[1]}


def gwet(table: FloatArray, weights: FloatArray) -> tuple[float, float, float, float]:
    """Gwet's AC, its standard error and 95 % limits."""
    counts = counts_of(table)
    sizes = counts.sum(axis=1)
    n = len(counts)
    agreeing = (counts * (counts @ weights - 1)).sum(axis=1) / (sizes * (sizes - 1))
    share = (counts / sizes[:, np.newaxis]).mean(axis=0)
    scale = weights.sum() / (Q * (Q - 1))
    pe = scale * (share * (1 - share)).sum()
    value = (agreeing.mean() - pe) / (1 - pe)
    pe_each = scale * (counts @ (1 - share)) / sizes
    each = (agreeing - pe) / (1 - pe) - 2 * (1 - value) * (pe_each - pe) / (1 - pe)
    se = np.sqrt(((each - value) ** 2).sum() / (n * (n - 1)))
    half = special.stdtrit(n - 1, 0.975) * se
    return float(value), float(se), float(value - half), float(min(1.0, value + half))


def ac1(table: FloatArray) -> Answer:
    """AC1 and its standard error."""
    value, se, _, _ = gwet(table, np.eye(Q))
    return {"ac1": value, "se": se}


def items(tables: FloatArray, *, resampled: bool) -> Answer:
    """Six ICCs, alpha and AC2 of every item; the answer is that of the last."""
    for table in tables:
        correlations = iccs(table)
        alphas = alpha_resampled(table) if resampled else alpha(table)
        ac2 = gwet(table, QUADRATIC)[0]
    return {"icc2": correlations["icc2"], "ac2": ac2, **alphas}


def _prepared(name: str) -> Preparation:
    whole = {"f": partial(items, resampled=False), "h": partial(items, resampled=True)}
    single = {
        "a": alpha,
        "b": alpha_resampled,
        "c": iccs,
        "d": all_kappas,
        "e": ac1,
        "g": reml,
    }

    def prepare(tables: FloatArray) -> Work:
        if name in whole:
            return Work(partial(whole[name], tables))
        return Work(partial(single[name], tables[0]))

    return prepare


PREPARATIONS = {name: _prepared(name) for name in "abcdefgh"}
