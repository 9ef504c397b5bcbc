"""Groups among a million people with 40 features: persona-sync's discovery beside scikit-learn's methods.

    million.py --program .build/release/persona-sync-matrix --work FOLDER [--people 1000000] [--write PAGE]

Every method runs in a process of its own, one after the other, and gets the same 32-bit numbers. scikit-learn is told the
number of groups; of KMeans and GaussianMixture the number is also looked for, from 2 to 20, as somebody has to who does not know
it. Times are those of the whole process, for scikit-learn without what it takes to start Python and to import it; CPU is that of all
threads. Memory is the peak that the kernel counted. With --write, the table between the page's two marks is replaced.
"""

import argparse
import json
import os
import subprocess
import sys
import time

import numpy as np

GROUPS, FEATURES = 8, 40
MARKS = "<!-- million:begin -->\n", "<!-- million:end -->"


def make(people, path):
    """Groups of up to three to one whose people differ in all features; tails are heavy, and four in a hundred people are
    like nobody. Returns the true groups, -1 for nobody."""
    random = np.random.default_rng(8)
    sizes = random.uniform(1, 3, GROUPS)
    group = random.choice(GROUPS, people, p=sizes / sizes.sum())
    centres = random.normal(0, 0.75, (GROUPS, FEATURES))
    widths = random.uniform(0.7, 1.3, (GROUPS, FEATURES))
    with open(path, "wb") as file:
        for start in range(0, people, 50_000):
            own = group[start : start + 50_000]
            data = centres[own] + widths[own] * random.standard_t(6, (len(own), FEATURES))
            nobody = random.random(len(own)) < 0.04
            data[nobody] = random.normal(0, 1.8, (nobody.sum(), FEATURES))
            own[nobody] = -1
            data.astype(np.float32).tofile(file)
    return group


def peer(name, path):
    """Runs one method of scikit-learn, and prints the seconds that it took; the groups go to a file."""
    from sklearn.cluster import KMeans, MiniBatchKMeans
    from sklearn.metrics import silhouette_score
    from sklearn.mixture import GaussianMixture

    methods = {
        "KMeans": lambda data: KMeans(GROUPS, n_init=1, random_state=0).fit_predict(data),
        "KMeans, 10 starts": lambda data: KMeans(GROUPS, n_init=10, random_state=0).fit_predict(data),
        "MiniBatchKMeans": lambda data: MiniBatchKMeans(GROUPS, n_init=3, random_state=0).fit_predict(data),
        "GaussianMixture, diagonal": lambda data: GaussianMixture(
            GROUPS, covariance_type="diag", random_state=0).fit_predict(data),
        "KMeans, number by silhouette": lambda data: max(
            (KMeans(n, n_init=1, random_state=0).fit_predict(data) for n in range(2, 21)),
            key=lambda labels: silhouette_score(data, labels, sample_size=4000, random_state=0)),
        "GaussianMixture, number by BIC": lambda data: min(
            (GaussianMixture(n, covariance_type="diag", random_state=0).fit(data) for n in range(2, 21)),
            key=lambda fit: fit.bic(data)).predict(data),
    }
    start, used = time.monotonic(), time.process_time()
    data = np.fromfile(path, dtype=np.float32).reshape(-1, FEATURES)
    labels = methods[name](data)
    print(json.dumps([time.monotonic() - start, time.process_time() - used]))
    labels.astype(np.int32).tofile(path + ".groups")


def run(command):
    """Wall time, CPU time, peak memory in MB and output of a process."""
    before = time.monotonic()
    child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    output = child.stdout.read()
    _, status, usage = os.wait4(child.pid, 0)
    if status:
        sys.exit(f"error: {command} failed")
    return time.monotonic() - before, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, output


def agreement(truth, labels):
    """Adjusted Rand index among the people of the groups, and among everybody, where those of no group are alone."""
    from sklearn.metrics import adjusted_rand_score

    alone = lambda numbers: np.where(numbers < 0, -1 - np.arange(len(numbers)), numbers)
    known = truth >= 0
    return adjusted_rand_score(truth[known], alone(labels)[known]), adjusted_rand_score(alone(truth), alone(labels))


def rows(options):
    os.makedirs(options.work, exist_ok=True)
    path = f"{options.work}/million.f32"
    truth = make(options.people, path)
    names = options.only or [
        "persona-sync", "KMeans", "KMeans, 10 starts", "MiniBatchKMeans", "GaussianMixture, diagonal",
        "KMeans, number by silhouette", "GaussianMixture, number by BIC"]
    for name in names:
        if name == "persona-sync":
            wall, used, memory, _ = run([options.program, path, str(FEATURES), path + ".groups"])
        else:
            words = [sys.executable, "-W", "ignore", __file__, "--peer", name, "--program", "", "--work", options.work]
            _, _, memory, output = run(words)
            wall, used = json.loads(output)
        labels = np.fromfile(path + ".groups", dtype=np.int32)
        among, everybody = agreement(truth, labels)
        found = len(np.unique(labels[labels >= 0]))
        is_told = "no" if "persona" in name or "number" in name else "yes"
        row = f"| {name} | {is_told} | {found} | {among:.3f} / {everybody:.3f} | {wall:.1f} s | {used:.1f} s | {memory:,.0f} MB |"
        print(row, flush=True)
        yield row


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    parser.add_argument("--work", required=True)
    parser.add_argument("--people", default=1_000_000, type=int)
    parser.add_argument("--only", action="append")
    parser.add_argument("--peer")
    parser.add_argument("--write")
    options = parser.parse_args()
    if options.peer:
        return peer(options.peer, f"{options.work}/million.f32")
    head = ["| method | is told the number | groups | ARI | wall | CPU | peak memory |",
            "|---|---|---|---|---|---|---|"]
    print("\n".join(head))
    table = "\n".join(head + list(rows(options))) + "\n"
    if options.write:
        with open(options.write) as file:
            page = file.read()
        start, end = page.index(MARKS[0]) + len(MARKS[0]), page.index(MARKS[1])
        with open(options.write, "w") as file:
            file.write(page[:start] + table + page[end:])


if __name__ == "__main__":
    sys.exit(main())
