"""Worlds of planted people: does persona-sync find them, and how does scikit-learn do on the same ones?

    planted.py --program .build/release/persona-sync --work FOLDER [--groups 3,6,12] [--seeds 3] [--first 0] [--people 2000]
    planted.py ... --empty          worlds without groups
    planted.py ... --months         identities and drift instead of groups

A world is events, as JSON lines. Its people belong to groups with habits of their own: how often they come, how much they do, what,
when and by which channel; sizes are up to three to one, people differ from their group, and four in a hundred are like nobody.
They use one to three devices, are anonymous until they sign in, and one in a hundred shares a device with somebody else. The tool gets
nothing but the events. scikit-learn gets each person's counts, on the same scales, with the identities known.
"""

import argparse
import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
import time

import numpy as np

EVENTS = ["Home Viewed", "Search", "Item Viewed", "Cart Viewed", "Order Placed", "Video Watched", "Comment Posted",
          "Help Opened", "Settings Opened", "Shared"]
CHANNELS = ["app", "web", "mail"]
SETTINGS = """timezone: UTC
window: 30 days
sources:
  app:
    files: data/*.ndjson
    time: time
    event: event
    identifiers: { user: user, anonymous: device }
    channel: channel
"""


class World:
    """People and their events over some months of 30 days."""

    def __init__(self, groups, seed, people, months=1, drift_month=None, is_empty=False):
        self.random = np.random.default_rng([groups, seed, people])
        self.groups, self.people, self.months = groups, people, months
        self.drift_month, self.is_empty = drift_month, is_empty
        sizes = self.random.uniform(1, 3, groups)
        self.group = self.random.choice(groups, people, p=sizes / sizes.sum())
        self.is_nobody = (self.random.random(people) < 0.04) & (not is_empty)
        self.habits = [self.habit() for _ in range(groups)]
        self.lines, self.counts = [], np.zeros((people, len(EVENTS) + len(CHANNELS) + 24 + 3))
        self.truth = {}
        for person in range(people):
            self.live(person)

    def habit(self):
        r = self.random
        return {"visits": np.exp(r.normal(2.0, 0.7)), "depth": np.exp(r.normal(1.2, 0.6)),
                "mix": r.gamma(0.5, size=len(EVENTS)) + 0.02, "channels": r.gamma(0.6, size=3) + 0.02,
                "hour": r.uniform(6, 23), "width": r.uniform(1, 4)}

    def live(self, person):
        r = self.random
        habit = self.habit() if self.is_nobody[person] else self.habits[self.group[person]]
        mix = r.dirichlet(habit["mix"] / habit["mix"].sum() * 40)
        channels = r.dirichlet(habit["channels"] / habit["channels"].sum() * 20)
        activity, depth = r.gamma(6) / 6, habit["depth"] * r.gamma(20) / 20
        devices = [f"d{person}-{n}" for n in range(1 + r.choice(3, p=[0.6, 0.3, 0.1]))]
        for device in devices:
            self.truth[("anonymous", device)] = person
        self.truth[("user", f"u{person}")] = person
        if person and r.random() < 0.01:
            devices.append(f"d{person - 1}-0")
        days = set()
        for month in range(self.months):
            rate = habit["visits"] * activity
            if self.drift_month is not None and month >= self.drift_month and self.group[person] == 0:
                rate *= 1.6
            for _ in range(1 + r.poisson(rate)):
                day = month * 30 + int(r.integers(30))
                minute = int(np.clip(r.normal(habit["hour"], habit["width"]), 0, 23.4) * 60)
                device, channel = devices[r.integers(len(devices))], r.choice(3, p=channels)
                count = 1 + r.poisson(depth)
                signs_in = r.random() < 0.8
                for step, event in enumerate(r.choice(len(EVENTS), count, p=mix)):
                    self.add(person, day, minute + step, event, channel, device, signs_in and step > 0)
                self.counts[person, -3] += 1
                days.add(day)
        self.counts[person, -2] = len(days)
        self.counts[person, -1] = max(days)

    def add(self, person, day, minute, event, channel, device, is_known):
        clock = f"{min(minute // 60, 23):02d}:{minute % 60:02d}:00"
        date = np.datetime64("2026-01-01") + day
        record = {"time": f"{date}T{clock}Z", "event": EVENTS[event], "device": device, "channel": CHANNELS[channel]}
        if is_known:
            record["user"] = f"u{person}"
        self.lines.append(json.dumps(record))
        self.counts[person, event] += 1
        self.counts[person, len(EVENTS) + channel] += 1
        self.counts[person, len(EVENTS) + 3 + min(minute // 60, 23)] += 1

    def features(self):
        """What scikit-learn gets: logarithms of counts, arc sines of the roots of shares; centred and scaled."""
        total = self.counts[:, : len(EVENTS)].sum(axis=1)
        hours = self.counts[:, len(EVENTS) + 3 : len(EVENTS) + 27].reshape(-1, 4, 6).sum(axis=2)
        parts = np.hstack([self.counts[:, : len(EVENTS) + 3], hours])
        base = parts.sum(axis=0) / total.sum()
        shares = (parts + 5 * base) / (total + 5)[:, None]
        active = self.counts[:, [-2]]
        counts = np.hstack([active, (total / self.counts[:, -3])[:, None], 30 * self.months - self.counts[:, [-1]]])
        raw = np.hstack([np.log1p(counts), np.arcsin(np.sqrt(shares))])
        raw = raw[:, raw.std(axis=0) > 1e-9]
        return (raw - raw.mean(axis=0)) / raw.std(axis=0)


class Workspace:
    """persona-sync on a world, in a repository of its own."""

    def __init__(self, program, folder, world):
        self.program, self.folder = os.path.abspath(program), folder
        shutil.rmtree(folder, ignore_errors=True)
        os.makedirs(folder + "/data")
        os.makedirs(folder + "/personas")
        with open(folder + "/data/app.ndjson", "w") as file:
            file.write("\n".join(world.lines) + "\n")
        with open(folder + "/persona-sync.yml", "w") as file:
            file.write(SETTINGS)
        with open(folder + "/.gitignore", "w") as file:
            file.write("/data/\n/.persona-sync/\n")
        for command in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "start"]):
            self.run(["git", *command])

    def run(self, command):
        names = {f"GIT_{who}_{what}": value for who in ("AUTHOR", "COMMITTER")
                 for what, value in (("NAME", "Benchmark"), ("EMAIL", "benchmark@example.com"))}
        return subprocess.run(command, cwd=self.folder, check=True, capture_output=True, text=True,
                              env={**os.environ, **names}).stdout

    def tool(self, *words):
        return self.run([self.program, *words])

    def profiles(self, as_of=None):
        words = ["profiles", "--format", "csv"] + (["--as-of", as_of] if as_of else [])
        return list(csv.DictReader(io.StringIO(self.tool(*words))))

    def accept_all(self, *words):
        """The number of groups found; all are personas then."""
        text = self.tool("discover", *words)
        found = len(re.findall(r"^\d+\. ", text, re.MULTILINE))
        if found:
            self.tool("discover", *words, *[word for n in range(found) for word in ("--accept", str(n + 1))])
        return found


def people_of(row, truth):
    """The true people behind a profile's identifiers."""
    names = [("user", name) for name in row["user"].split("; ") if name]
    names += [("anonymous", name) for name in row["anonymous"].split("; ") if name]
    return [truth[name] for name in names if name in truth]


def agreement(world, labels):
    """Adjusted Rand index of labels and groups: among the people of the groups, and among everybody, where those who are
    like nobody are each a group of their own."""
    from sklearn.metrics import adjusted_rand_score

    known = ~world.is_nobody
    truth = np.where(known, world.group, world.groups + np.arange(world.people))
    return adjusted_rand_score(truth[known], labels[known]), adjusted_rand_score(truth, labels)


def labels_of(world, rows):
    """Of each person the number of their first persona; who has none is alone."""
    labels = -1 - np.arange(world.people)
    numbers = {}
    for row in rows:
        persona = row["personas"].split("; ")[0]
        for person in people_of(row, world.truth) if persona else []:
            if labels[person] < 0:
                labels[person] = numbers.setdefault(persona, len(numbers))
    return labels


def pair_f1(world, rows):
    """F1 of the pairs of identifiers that stand in one profile and belong to one person."""
    pairs = lambda counts: sum(n * (n - 1) // 2 for n in counts)
    together, same, both = 0, 0, 0
    for row in rows:
        people = people_of(row, world.truth)
        together += pairs([len(people)])
        both += pairs(np.unique(people, return_counts=True)[1])
    same = pairs(np.unique(list(world.truth.values()), return_counts=True)[1])
    return 2 * both / (together + same)


def peers(world):
    """Of each method of scikit-learn, the agreements with the true number, and the number that BIC takes."""
    from sklearn.cluster import KMeans
    from sklearn.decomposition import NMF
    from sklearn.mixture import GaussianMixture

    data, k = world.features(), world.groups
    score = lambda labels: agreement(world, labels)
    results = {"KMeans": score(KMeans(k, n_init=10, random_state=0).fit_predict(data))}
    parts = NMF(k, init="nndsvda", max_iter=400, random_state=0).fit_transform(data - data.min(axis=0))
    results["NMF"] = score(parts.argmax(axis=1))
    fit = lambda n: GaussianMixture(n, n_init=2, reg_covar=1e-3, random_state=0).fit(data)
    fits = {n: fit(n) for n in range(1, 16)}
    results["GaussianMixture"] = score(fits[k].predict(data))
    results["BIC"] = min(fits, key=lambda n: fits[n].bic(data))
    return results


METHODS = ("KMeans", "NMF", "GaussianMixture")


def groups_table(options):
    """ARI among the people of groups / among everybody."""
    print("| groups | seed | found | ARI | KMeans | NMF | GaussianMixture | BIC takes | tool s | peers s |")
    print("|---|---|---|---|---|---|---|---|---|---|")
    right, own, others = [], [], []
    for groups in options.groups:
        for seed in range(options.first, options.first + options.seeds):
            world = World(groups, seed, options.people)
            workspace = Workspace(options.program, options.work + "/planted", world)
            start = time.monotonic()
            found = workspace.accept_all()
            took = time.monotonic() - start
            right.append(found == groups)
            own.append(agreement(world, labels_of(world, workspace.profiles())))
            start = time.monotonic()
            peer = {**dict.fromkeys(METHODS, (0, 0)), "BIC": 0} if options.alone else peers(world)
            theirs = time.monotonic() - start
            others.append([peer[name] for name in METHODS])
            print(f"| {groups} | {seed} | {found} | " + " | ".join(
                f"{among:.3f} / {all:.3f}" for among, all in [own[-1], *others[-1]]
            ) + f" | {peer['BIC']} | {took:.1f} | {theirs:.1f} |", flush=True)
    summary(np.array(right), np.array(own), np.array(others))


def summary(right, own, others):
    """own: worlds x 2 agreements; others: worlds x methods x 2."""
    print(f"\nright number in {right.sum()} of {len(right)}")
    for place, people in enumerate(("the people of groups", "everybody")):
        best, mean = others[:, :, place].max(axis=1), others[:, :, place].mean(axis=0)
        ours = own[:, place]
        print(f"among {people}: mean ARI {ours.mean():.4f}, median {np.median(ours):.4f}; scikit-learn's, told the number: "
              + ", ".join(f"{name} {value:.4f}" for name, value in zip(METHODS, mean))
              + f"; the best of them in each world {best.mean():.4f}, median {np.median(best):.4f}; "
              f"at least that in {(ours >= best).sum()}, within 0.005 of it or better in {(ours >= best - 0.005).sum()}")


def empty_table(options):
    claimed = 0
    for seed in range(options.first, options.first + options.seeds):
        world = World(1, seed, options.people, is_empty=True)
        found = Workspace(options.program, options.work + "/empty", world).accept_all()
        claimed += found > 0
        print(f"seed {seed}: {found} groups", flush=True)
    print(f"groups claimed in {claimed} of {options.seeds} worlds without any")


def months_table(options):
    print("| groups | seed | pair F1 | planted in month | found in month | false alarms |")
    print("|---|---|---|---|---|---|")
    months = 5
    for groups in options.groups:
        for seed in range(options.first, options.first + options.seeds):
            planted = 3
            world = World(groups, seed, options.people, months, planted)
            workspace = Workspace(options.program, options.work + "/months", world)
            ends = [str(np.datetime64("2026-01-01") + 30 * (n + 1) - 1) for n in range(months)]
            workspace.accept_all("--as-of", ends[1])
            found, false = [], 0
            for month in range(2, months):
                workspace.tool("sync", "--as-of", ends[month])
                rows = workspace.profiles(ends[month])
                for name in sorted(os.listdir(workspace.folder + "/evidence")):
                    if not name.endswith(".json"):
                        continue
                    with open(f"{workspace.folder}/evidence/{name}") as file:
                        moved = json.load(file).get("drift", {}).get("changes", [])
                    own = [person for row in rows if name[:-5] in row["personas"].split("; ")
                           for person in people_of(row, world.truth)]
                    is_planted = np.mean(world.group[own] == 0) > 0.5 if own else False
                    if moved and is_planted and month == planted:
                        found.append(month + 1)
                    elif moved:
                        false += 1
            f1 = pair_f1(world, workspace.profiles())
            print(f"| {groups} | {seed} | {f1:.4f} | {planted + 1} | "
                  f"{', '.join(map(str, found)) or 'none'} | {false} |", flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    parser.add_argument("--work", required=True)
    parser.add_argument("--groups", default="3,6,12", type=lambda text: [int(word) for word in text.split(",")])
    parser.add_argument("--seeds", default=3, type=int, help="how many worlds of each kind")
    parser.add_argument("--first", default=0, type=int, help="the seed of the first")
    parser.add_argument("--people", default=2000, type=int)
    parser.add_argument("--alone", action="store_true", help="without scikit-learn")
    parser.add_argument("--empty", action="store_true")
    parser.add_argument("--months", action="store_true")
    options = parser.parse_args()
    (empty_table if options.empty else months_table if options.months else groups_table)(options)


if __name__ == "__main__":
    sys.exit(main())
