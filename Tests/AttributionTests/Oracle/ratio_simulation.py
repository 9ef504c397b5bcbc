"""How often 95% intervals of a share of events hold the truth: the tables of decisions 0041 and 0209.

    python3 ratio_simulation.py

People bring events (geometric with mean 10, or lognormal around 20) and each has a share of their own: beta, or one that
grows with how much they do (logistic of z - 1, where the logarithm of their events is sz). Columns: Cochran's linearised
variance with a t quantile; the same with HC3 residuals; HC3 on the logit scale; that with the effective number of people
as degrees of freedom; Hall's transformation of the HC3 residuals with the same degrees; the further end of the last two
(chosen); how often the truth lies above that; its width over that of the effective number of people (median).
4,000 runs a row.
"""
import warnings
import numpy as np
from scipy import stats

warnings.filterwarnings("ignore")
rng = np.random.default_rng(20260102)
RUNS = 4000


def own(a, b):
    return lambda shape: (None, rng.beta(a, b, shape))


def growing(shape):
    z = rng.normal(size=shape)
    return z, 1 / (1 + np.exp(1 - z))


def lognormal(s):
    return lambda z: np.ceil(20 * np.exp(s * z)).astype(int)


events = {
    "geometric": None, "lognormal 0.5": lognormal(0.5), "lognormal 1": lognormal(1), "lognormal 1.3": lognormal(1.3),
    "lognormal 1.5": lognormal(1.5),
}
shares = {"beta(2, 3)": own(2, 3), "beta(1, 1)": own(1, 1), "beta(0.3, 6)": own(0.3, 6), "growing": growing}


def world(draw, share, shape):
    z, p = share(shape)
    if draw is None:
        return rng.geometric(0.1, shape), p
    return draw(rng.normal(size=shape) if z is None else z), p


def hall(r, t):
    """What is to be taken from the share for both ends."""
    n = r.shape[1]
    g = stats.skew(r, axis=1, bias=False)
    q = t * (1 + g * g / (2 * n)) / np.sqrt(n)
    scale = np.sqrt((r**2).sum(1) * n) * 3 / g
    return [scale * (np.cbrt(1 + g * (s * q - g / (6 * n))) - 1) for s in (1, -1)]


print("| events | own share | n | Cochran | HC3 | logit HC3 | effective df | Hall | **further end** | above | width |")
print("|---|---|---|---|---|---|---|---|---|---|---|")
for events_name, draw in events.items():
    for share_name, share in shares.items():
        if draw is None and share is growing:
            continue
        big, p = world(draw, share, (1, 4_000_000))
        truth = float((big * p).sum() / big.sum())
        for n in (20, 30, 60, 200, 1000):
            x, p = world(draw, share, (RUNS, n))
            y = rng.binomial(x, p)
            total = x.sum(1)
            r = y.sum(1) / total
            e = y - r[:, None] * x
            h = x / total[:, None]
            plain = np.sqrt(n / (n - 1) * (e**2).sum(1)) / total
            residuals = e / (1 - h) / total[:, None]
            hc3 = np.sqrt((residuals**2).sum(1))
            t = stats.t.ppf(0.975, n - 1)
            effective = stats.t.ppf(0.975, np.maximum(1, np.floor(1 / (h**2).sum(1)) - 1))
            logit, scale = np.log(r / (1 - r)), r * (1 - r)
            true_logit = np.log(truth / (1 - truth))
            even = [1 / (1 + np.exp(-logit - s * effective * hc3 / scale)) for s in (-1, 1)]
            skewed = [r - d for d in hall(residuals, effective)]
            low, high = np.minimum(even[0], skewed[0]), np.maximum(even[1], skewed[1])
            cells = [np.mean(abs(r - truth) <= t * plain), np.mean(abs(r - truth) <= t * hc3),
                     np.mean(abs(logit - true_logit) <= t * hc3 / scale),
                     np.mean((even[0] <= truth) & (truth <= even[1])),
                     np.mean((skewed[0] <= truth) & (truth <= skewed[1])),
                     np.mean((low <= truth) & (truth <= high)), np.mean(truth > high)]
            width = np.nanmedian((np.minimum(high, 1) - np.maximum(low, 0)) / (even[1] - even[0]))
            print(f"| {events_name} | {share_name} | {n} | " + " | ".join(f"{100 * c:.1f}" for c in cells)
                  + f" | {width:.2f} |", flush=True)
