"""How often 95% intervals of a mean hold the truth, for skewed metrics: the table of decision 0040.

    python3 mean_simulation.py

Columns: t, Hall's transformation as published, and Hall's with its quantile widened by 1 + w g^2/n for
w = 0.25, 0.5 (chosen), 1; then the median width of the chosen interval over that of t. 6,000 runs a row.
"""
import warnings
import numpy as np
from scipy import stats

warnings.filterwarnings("ignore")
rng = np.random.default_rng(20260101)
RUNS = 6000


def zero_inflated(sigma, buyers):
    return (lambda n: rng.lognormal(0, sigma, (RUNS, n)) * (rng.random((RUNS, n)) < buyers),
            buyers * np.exp(sigma * sigma / 2))


metrics = {
    "normal": (lambda n: rng.normal(5, 2, (RUNS, n)), 5),
    "exponential": (lambda n: rng.exponential(1, (RUNS, n)), 1),
    "Poisson 0.3": (lambda n: rng.poisson(0.3, (RUNS, n)).astype(float), 0.3),
    "negative binomial 0.5": (lambda n: rng.negative_binomial(0.5, 0.1, (RUNS, n)).astype(float), 4.5),
    "lognormal 1": zero_inflated(1, 1.0),
    "lognormal 1.5": zero_inflated(1.5, 1.0),
    "lognormal 1, 50% buy": zero_inflated(1, 0.5),
    "lognormal 1, 30% buy": zero_inflated(1, 0.3),
    "lognormal 1, 10% buy": zero_inflated(1, 0.1),
    "lognormal 1.2, 30% buy": zero_inflated(1.2, 0.3),
    "lognormal 1.5, 30% buy": zero_inflated(1.5, 0.3),
}


def hall(mean, s, g, n, w):
    q = stats.t.ppf(0.975, n - 1) * (1 + w * g * g / n) / np.sqrt(n)
    inverse = lambda y: np.where(abs(g) < 1e-6, y, (np.cbrt(1 + g * (y - g / (6 * n))) - 1) * 3 / g)
    return mean - s * inverse(q), mean - s * inverse(-q)


print("| metric | n | t | Hall | w = 0.25 | **w = 0.5** | w = 1 | width |\n|---|---|---|---|---|---|---|---|")
for name, (draw, truth) in metrics.items():
    for n in (50, 100, 200, 300, 500):
        x = draw(n)
        mean, s = x.mean(1), x.std(1, ddof=1)
        g = stats.skew(x, axis=1, bias=False)
        t = stats.t.ppf(0.975, n - 1) * s / np.sqrt(n)
        cells = [100 * np.mean(abs(mean - truth) <= t)]
        for w in (0, 0.25, 0.5, 1):
            low, high = hall(mean, s, g, n, w)
            cells.append(100 * np.mean((low <= truth) & (truth <= high)))
            if w == 0.5:
                width = np.nanmedian(high - low) / np.nanmedian(2 * t)
        print(f"| {name} | {n} | " + " | ".join(f"{c:.1f}" for c in cells) + f" | {width:.2f} |", flush=True)
