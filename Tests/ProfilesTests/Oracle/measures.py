#!/usr/bin/env python3
"""A second, slow program for every metric and score: writes events.csv and measures.csv beside itself.

Written from Documentation/Metrics.md with datetime, zoneinfo, statistics and numpy; it shares no code and no
method with the package. Run it again after a formula changes: python3 measures.py
"""
import csv
import random
import statistics
from datetime import datetime, timedelta, timezone
from fractions import Fraction
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy

HERE = Path(__file__).parent
ZONE = ZoneInfo("Europe/Berlin")
EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
US = timedelta(microseconds=1)
GAP = timedelta(minutes=30)


def microseconds(when):
    return (when - EPOCH) // US


def made_up_events():
    """Eight people over four months around the change to summer time on 29 March 2026."""
    random.seed(20260329)
    start = datetime(2026, 1, 1, tzinfo=timezone.utc)
    # person: first day, last day, visits; u6 never comes back into the window, u7 appears late in it
    people = {
        "u0": (0, 109, 30), "u1": (5, 109, 12), "u2": (60, 109, 25), "u3": (0, 115, 8),
        "u4": (85, 92, 6), "u5": (20, 100, 5), "u6": (0, 40, 6), "u7": (108, 109, 2),
    }
    rows = []
    for user, (first, last, visits) in people.items():
        for visit in range(visits):
            when = start + timedelta(days=random.uniform(first, last))
            own = f"s{user}{visit}" if random.random() < 0.3 else ""
            for _ in range(random.randint(1, 7)):
                kind = random.choice(["open", "read", "buy", "refund"] if user != "u4" else ["open"])
                order = currency = amount = ""
                if kind == "buy" and random.random() < 0.85:
                    amount = random.randint(0, 90_000) * 1000
                if kind == "refund":
                    amount = -random.randint(1, 20_000) * 1000
                if amount != "":
                    currency = random.choice(["EUR", "EUR", "gbp", "GBP"]) if user != "u1" else "EUR"
                    order = random.choice(["", f"o{user}{visit}"])
                rows.append([microseconds(when), user, kind, own, order, currency, amount])
                # every fourth event shares its time with the next; some pauses are exactly 30 minutes
                when += random.choice([timedelta(0), timedelta(minutes=30), timedelta(seconds=95),
                                       timedelta(minutes=31, seconds=7)])
    # around midnight and the change of the clocks, for days and hours
    for text in ["2026-03-29T00:59:59", "2026-03-29T01:00:00", "2026-03-28T22:59:59", "2026-03-29T21:59:59",
                 "2026-03-29T22:00:00"]:
        when = datetime.fromisoformat(text).replace(tzinfo=timezone.utc)
        rows.append([microseconds(when), "u0", "open", "", "", "", ""])
    random.shuffle(rows)
    return rows


def measure(rows, start, end, purchase_events):
    people = {}
    for time, user, kind, session, order, currency, amount in rows:
        when = EPOCH + timedelta(microseconds=time)
        if when <= end:
            people.setdefault(user, []).append(
                dict(when=when, kind=kind, session=session, order=order, currency=currency.lower(),
                     amount=None if amount == "" else Fraction(amount, 1_000_000)))
    for events in people.values():
        events.sort(key=lambda event: event["when"])
    result = {user: {} for user in people}
    inside = {user: [e for e in events if e["when"] > start] for user, events in people.items()}
    active = {user for user in people if inside[user]}
    local_start, local_end = (t.astimezone(ZONE).replace(tzinfo=None) for t in (start, end))
    window_days = (local_end - local_start) / timedelta(days=1)
    currencies = sorted({e["currency"] for u in active for e in inside[u] if e["amount"] is not None})
    suffix = (lambda c: "") if len(currencies) == 1 else (lambda c: "_" + c)
    intensity, share_of_days, age = {}, {}, {}

    def is_purchase(event):
        if purchase_events:
            return event["kind"] in purchase_events
        return event["amount"] is not None and event["amount"] > 0

    for user in active:
        events, out = inside[user], result[user]
        first, last = people[user][0]["when"], events[-1]["when"]
        dates = sorted({e["when"].astimezone(ZONE).date() for e in events})
        began = max(first, start + US).astimezone(ZONE).date()
        calendar_days = (local_end.date() - began).days + 1
        exposure = max(min(window_days, calendar_days), len(dates))

        sessions = {}
        latest, number = None, 0
        for event in events:
            if event["session"]:
                sessions.setdefault(("own", event["session"]), []).append(event)
            else:
                if latest is None or event["when"] - latest > GAP:
                    number += 1
                latest = event["when"]
                sessions.setdefault(("gap", number), []).append(event)
        out["events"] = len(events)
        out["active_days"] = len(dates)
        out["active_days_per_week"] = 7 * len(dates) / exposure
        out["sessions"] = len(sessions)
        out["sessions_per_week"] = 7 * len(sessions) / exposure
        out["events_per_session"] = len(events) / len(sessions)
        out["session_minutes"] = statistics.median(
            (s[-1]["when"] - s[0]["when"]) / timedelta(minutes=1) for s in sessions.values())
        clock = lambda when: when.astimezone(ZONE).replace(tzinfo=None)
        out["days_since_last"] = max(timedelta(), local_end - clock(last)) / timedelta(days=1)
        out["days_known"] = max(timedelta(), local_end - clock(first)) / timedelta(days=1)

        bought = [e for e in events if is_purchase(e)]
        orders = lambda some: (len({e["order"] for e in some if e["order"]})
                               + sum(1 for e in some if not e["order"]))
        out["purchases"] = orders(bought)
        out["purchases_per_month"] = 30.4375 * orders(bought) / exposure
        for currency in currencies:
            paid = [e for e in events if e["amount"] is not None and e["currency"] == currency]
            out["revenue" + suffix(currency)] = float(sum((e["amount"] for e in paid), Fraction(0)))
            spent = [e for e in paid if is_purchase(e)]
            if spent:
                out["average_order" + suffix(currency)] = float(
                    sum(e["amount"] for e in spent) / orders(spent))

        intensity[user] = statistics.median(len(s) for s in sessions.values())
        share_of_days[user] = len(dates) / exposure
        age[user] = (last - first) / timedelta(days=1)

        out["recency"] = 100 * 2 ** (-out["days_since_last"] / 30)
        longer = min(90, window_days, out["days_known"])
        per_day = lambda days, length: sum(e["when"] > end - timedelta(days=days) for e in events) / length
        s, l = (per_day(14, 14), per_day(90, longer)) if longer >= 28 else (0, 0)
        if s + l > 0:
            out["momentum"] = 100 * s / (s + l)
        gaps = numpy.diff([d.toordinal() for d in dates])
        if len(gaps) >= 3:
            out["consistency"] = 100 / (1 + gaps.std() / gaps.mean())
        weeks = int(min(window_days, out["days_known"]) // 7)
        if weeks >= 2:
            week = timedelta(days=7)
            counts = numpy.array([sum(end - (w + 1) * week < e["when"] <= end - w * week for e in events)
                                  for w in range(weeks)])
            if counts.sum() > 0:
                variation = counts.std() / counts.mean()
                out["volatility"] = 100 * variation / (1 + variation)

    def pct(values):
        everyone = list(values.values())
        for user, value in values.items():
            less = sum(v < value for v in everyone)
            equal = sum(v == value for v in everyone)
            yield user, 100 * (less + 0.5 * equal) / len(everyone)

    scores = {"quantity": {u: result[u]["events"] for u in active}, "frequency": share_of_days,
              "intensity": intensity, "maturity": age}
    for name, values in scores.items():
        for user, value in pct(values):
            result[user][name] = value
    return result


def main():
    rows = made_up_events()
    with open(HERE / "events.csv", "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow("time user event session order currency amount".split())
        writer.writerows(rows)
    end = datetime(2026, 4, 20, 21, 59, 59, 999999, tzinfo=timezone.utc)
    runs = {
        # 60 local days, whole ones: the first begins at 23:00 UTC, the last ends at 22:00 UTC
        "days": (datetime(2026, 2, 19, 22, 59, 59, 999999, tzinfo=timezone.utc), end, set()),
        # from noon to noon, purchases by name
        "noon": (datetime(2026, 3, 15, 12, tzinfo=timezone.utc),
                 datetime(2026, 4, 19, 12, tzinfo=timezone.utc), {"buy"}),
        # longer than the history
        "long": (datetime(2020, 1, 1, tzinfo=timezone.utc), end, set()),
    }
    with open(HERE / "measures.csv", "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow("run from to purchases user name value".split())
        for run, (start, stop, names) in runs.items():
            for user, values in sorted(measure(rows, start, stop, names).items()):
                for name, value in sorted(values.items()):
                    writer.writerow([run, microseconds(start), microseconds(stop), " ".join(sorted(names)),
                                     user, name, repr(float(value))])


main()
