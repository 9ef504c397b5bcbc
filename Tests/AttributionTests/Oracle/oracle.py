"""Expected values of the statistics, from SciPy 1.17.1, NumPy 2.4.6 and statsmodels 0.15.0.

    python3 oracle.py > statistics.json

The inputs are small fixed lists, so that the Swift test can repeat them from the file itself.
"""
import json
import numpy as np
import statsmodels.api as sm
from scipy import stats
from scipy.spatial.distance import jensenshannon
from statsmodels.stats.proportion import proportion_confint, proportions_ztest, proportion_effectsize, confint_proportions_2indep

rng = np.random.default_rng(20260331)
out = {}

points = [-8.0, -3.5, -1.96, -0.3, 0.0, 0.7, 2.5, 6.0]
levels = [1e-12, 1e-4, 0.01, 0.025, 0.3, 0.5, 0.8, 0.975, 0.9999]
out["normal_cdf"] = [[x, stats.norm.cdf(x)] for x in points]
out["normal_quantile"] = [[p, stats.norm.ppf(p)] for p in levels]
degrees = [1, 2, 3, 4, 7, 19, 20, 199, 999, 1000, 5000, 100000]
out["student_cdf"] = [[x, d, stats.t.cdf(x, d)] for d in degrees for x in (-4.0, -1.96, 0.5, 2.0)]
out["student_quantile"] = [[p, d, stats.t.ppf(p, d)] for d in degrees for p in (0.005, 0.1, 0.6, 0.975)]

out["wilson"] = [[k, n, *proportion_confint(k, n, 0.05, "wilson")]
                 for k, n in [(0, 20), (1, 20), (7, 20), (20, 20), (123, 200), (4999, 10000)]]
out["newcombe"] = [[a, n, b, m, *confint_proportions_2indep(a, n, b, m, method="newcomb", compare="diff")]
                   for a, n, b, m in [(30, 60, 80, 300), (5, 20, 19, 20), (56, 70, 48, 80)]]


def median_rank(n):
    """The largest r with coverage 1 - 2 P(B <= r - 1) >= 95%, by the exact binomial distribution."""
    ranks = [r for r in range(1, n // 2 + 1) if 1 - 2 * stats.binom.cdf(r - 1, n, 0.5) >= 0.95]
    return max(ranks) if ranks else 0


out["median_rank"] = [[n, median_rank(n)] for n in [*range(1, 80), 100, 101, 200, 999, 1000, 10007]]

a = np.round(rng.lognormal(1, 1, 23), 3)
b = rng.poisson(2, 31).astype(float)
c = rng.poisson(3, 27).astype(float)
out["a"], out["b"], out["c"] = a.tolist(), b.tolist(), c.tolist()
out["quantiles"] = [[p, float(np.quantile(a, p))] for p in (0, 0.1, 0.25, 0.5, 0.75, 0.9, 1)]
# scipy.stats.quantile_test's intervals are one of many for ties; order statistics follow from median_rank.
u, p = stats.mannwhitneyu(b, c, method="asymptotic")
out["mann_whitney"] = [float(p), float(2 * u / (len(b) * len(c)) - 1)]
out["two_proportions"] = [[x, n, y, m, float(proportions_ztest([x, y], [n, m])[1]), float(proportion_effectsize(x / n, y / m))]
                          for x, n, y, m in [(30, 60, 80, 300), (5, 20, 19, 20), (0, 40, 9, 90)]]
ps = [0.001, 0.2, 0.013, 0.04, 0.04, 0.9, 0.0004, 1.0]
out["false_discovery"] = [ps, stats.false_discovery_control(ps, method="bh").tolist()]
out["jensen_shannon"] = [[[1, 2, 3, 4], [4, 3, 2, 1], float(jensenshannon([1, 2, 3, 4], [4, 3, 2, 1], 2))],
                         [[1, 0, 5], [0, 2, 5], float(jensenshannon([1, 0, 5], [0, 2, 5], 2))],
                         [[1, 0], [0, 3], float(jensenshannon([1, 0], [0, 3], 2))]]

# A share of events: the ratio estimator is the weighted regression through the origin, its variance HC3.
x = rng.geometric(0.1, 40).astype(float)
y = rng.binomial(x.astype(int), rng.beta(2, 3, 40)).astype(float)
fit = sm.WLS(y, x, weights=1 / x).fit(cov_type="HC3")
share, error = float(fit.params[0]), float(fit.bse[0])
h = x / x.sum()
t = stats.t.ppf(0.975, int(1 / (h * h).sum()) - 1)
logit = np.log(share / (1 - share))
half = t * error / (share * (1 - share))
# The further end of two (decision 0209): the other is Hall's, of the residuals over 1 - h.
r = (y - share * x) / (x.sum() - x)
n, g = len(r), stats.skew(r, bias=False)
hall_end = lambda q: share - error * np.sqrt(n) * 3 / g * (np.cbrt(1 + g * (q - g / (6 * n))) - 1)
q = t * (1 + g * g / (2 * n)) / np.sqrt(n)
out["ratio"] = {"passing": y.tolist(), "all": x.tolist(), "share": share,
                "low": float(min(1 / (1 + np.exp(half - logit)), hall_end(q))),
                "high": float(max(1 / (1 + np.exp(-half - logit)), hall_end(-q)))}


def hall(values):
    """Hall's interval with the widened quantile (decision 0040), written from the paper with SciPy's moments."""
    n = len(values)
    g = stats.skew(values, bias=False)
    q = stats.t.ppf(0.975, n - 1) * (1 + g * g / (2 * n)) / np.sqrt(n)
    inverse = lambda z: 3 / g * (np.cbrt(1 + g * (z - g / (6 * n))) - 1)
    s = np.std(values, ddof=1)
    return float(np.mean(values) - s * inverse(q)), float(np.mean(values) - s * inverse(-q))


out["mean"] = [[v.tolist(), *hall(v)] for v in (a, b, -a)]
print("{\n" + ",\n".join(f"{json.dumps(name)}: {json.dumps(values)}" for name, values in out.items()) + "\n}")
