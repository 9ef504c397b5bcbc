"""How often 95% intervals of a share of events hold the truth: the table of decision 0041.

    python3 ratio_simulation.py

People bring events (geometric with mean 10, or lognormal around 20) and each has a share of their own (beta).
Columns: Cochran's linearised variance with a t quantile; the same with HC3 residuals; HC3 on the logit scale;
that with the effective number of people as degrees of freedom (chosen). 4,000 runs a row.
"""
import warnings
import numpy as np
from scipy import stats

warnings.filterwarnings("ignore")
rng = np.random.default_rng(20260102)
RUNS = 4000
events = {
    "geometric": lambda shape: rng.geometric(0.1, shape),
    "lognormal 1": lambda shape: np.ceil(20 * rng.lognormal(0, 1, shape)).astype(int),
    "lognormal 1.5": lambda shape: np.ceil(20 * rng.lognormal(0, 1.5, shape)).astype(int),
}
shares = {"beta(2, 3)": (2, 3), "beta(1, 1)": (1, 1), "beta(0.3, 6)": (0.3, 6)}

print("| events | own share | n | Cochran | HC3 | logit HC3 | **effective df** |\n|---|---|---|---|---|---|---|")
for events_name, draw in events.items():
    for share_name, (a, b) in shares.items():
        for n in (30, 100, 200, 500):
            x = draw((RUNS, n))
            y = rng.binomial(x, rng.beta(a, b, (RUNS, n)))
            truth = a / (a + b)
            total = x.sum(1)
            r = y.sum(1) / total
            e = y - r[:, None] * x
            h = x / total[:, None]
            plain = np.sqrt(n / (n - 1) * (e**2).sum(1)) / total
            hc3 = np.sqrt(((e / (1 - h))**2).sum(1)) / total
            t = stats.t.ppf(0.975, n - 1)
            df = np.maximum(1, np.floor(1 / (h**2).sum(1)) - 1)
            logit, scale = np.log(r / (1 - r)), r * (1 - r)
            true_logit = np.log(truth / (1 - truth))
            cells = [np.mean(abs(r - truth) <= t * plain), np.mean(abs(r - truth) <= t * hc3),
                     np.mean(abs(logit - true_logit) <= t * hc3 / scale),
                     np.mean(abs(logit - true_logit) <= stats.t.ppf(0.975, df) * hc3 / scale)]
            print(f"| {events_name} | {share_name} | {n} | " + " | ".join(f"{100 * c:.1f}" for c in cells) + " |", flush=True)
