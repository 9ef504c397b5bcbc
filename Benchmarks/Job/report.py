"""A workspace with a long history, and how long its report takes.

    report.py --program .build/release/persona-sync --work FOLDER [--personas 50] [--evolutions 100] [--runs 5]

The evidence is that of the example after its last month, with other figures and verdicts at each evolution; git fast-import
makes the history in some seconds. Prints the median wall time and the largest resident memory of the runs: of the first
report, and of one into a folder that has it already.
"""

import argparse
import json
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import time
from datetime import datetime, timedelta, timezone

VERDICTS = ["confirmed", "contradicted", "inconclusive"]


def example(program, folder):
    """The example's evidence, personas and messages."""
    shutil.rmtree(folder, ignore_errors=True)
    subprocess.run([program, "init", "--example", folder], check=True, stdout=subprocess.DEVNULL)
    subprocess.run([program, "sync", "-C", folder], check=True, stdout=subprocess.DEVNULL)
    found = []
    for name in sorted(os.listdir(folder + "/evidence")):
        if name.endswith(".json"):
            path = f"evidence/{name}"
            log = ["git", "-C", folder, "log", "-1", "--format=%B", "--", path]
            message = subprocess.run(log, check=True, stdout=subprocess.PIPE, text=True).stdout.strip() + "\n"
            with open(f"{folder}/{path}") as file, open(f"{folder}/personas/{name[:-5]}.md") as persona:
                found.append((json.load(file), persona.read(), message))
    return found


def at(evidence, persona, number, draw):
    """The evidence with this id and with figures that moved."""
    evidence = json.loads(json.dumps(evidence))
    evidence["persona"] = persona
    end = datetime(2020, 1, 31, tzinfo=timezone.utc) + timedelta(days=7 * number)
    evidence["as_of"] = end.strftime("%Y-%m-%dT%H:%M:%SZ")
    evidence["window"] |= {"from": (end - timedelta(days=89)).strftime("%Y-%m-%d"), "to": end.strftime("%Y-%m-%d")}
    evidence["people"] |= {"matched": draw.randrange(2, 40) * 10}
    evidence["people"]["share"] = round(evidence["people"]["matched"] / evidence["people"]["of"], 2)
    for claim in evidence["claims"]:
        if draw.random() < 0.2:
            claim["verdict"] = draw.choice(VERDICTS)
    for metric in evidence["metrics"].values():
        if metric.get("mean"):
            metric["mean"] = round(metric["mean"] * draw.uniform(0.7, 1.4), 4)
    return json.dumps(evidence, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def stream(templates, personas, evolutions):
    """The history as git fast-import reads it: the personas, then one commit for each evolution."""
    draw = random.Random(1)
    mark = 0

    def commit(message, files, number):
        nonlocal mark
        mark += 1
        when = 1_580_000_000 + 600 * number
        yield f"commit refs/heads/main\nmark :{mark}\ncommitter Ada <ada@example.com> {when} +0100\n"
        yield f"data {len(message.encode())}\n{message}\n"
        if mark > 1:
            yield f"from :{mark - 1}\n"
        for path, text in files:
            yield f"M 100644 inline {path}\ndata {len(text.encode())}\n{text}\n"

    ids = [f"p{number:03}" for number in range(personas)]
    people = [templates[number % len(templates)] for number in range(personas)]
    files = [("persona-sync.yml", "timezone: UTC\n")] + [
        (f"personas/{id}.md", re.sub(r"(?m)^name: .*$", f"name: Persona {id}", text))
        for id, (_, text, _) in zip(ids, people)
    ]
    yield from commit("workspace", files, 0)
    for number in range(evolutions):
        for place, id in enumerate(ids):
            text = at(people[place][0], id, number, draw)
            message = people[place][2].replace(people[place][0]["persona"] + ":", id + ":", 1)
            message = re.sub(r"(?m)^Persona: .*$", f"Persona: {id}", message)
            yield from commit(message, [(f"evidence/{id}.json", text)], 1 + number * personas + place)
    yield "done\n"


def workspace(program, work, personas, evolutions):
    folder = f"{work}/history-{personas}-{evolutions}"
    if os.path.exists(folder + "/persona-sync.yml"):
        return folder
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    subprocess.run(["git", "-C", folder, "init", "-q", "-b", "main"], check=True)
    importer = subprocess.Popen(
        ["git", "-C", folder, "fast-import", "--quiet", "--done"], stdin=subprocess.PIPE, text=True, encoding="utf-8")
    for part in stream(example(program, work + "/report-example"), personas, evolutions):
        importer.stdin.write(part)
    importer.stdin.close()
    if importer.wait() != 0:
        sys.exit("error: git fast-import failed")
    # As `git gc` leaves a repository: the pack of an import is made for writing, and slow to read by file.
    subprocess.run(["git", "-C", folder, "repack", "-adfq"], check=True)
    subprocess.run(["git", "-C", folder, "reset", "-q", "--hard", "main"], check=True)
    return folder


def run(words):
    """Wall seconds and the largest resident memory, in MB."""
    start = time.perf_counter()
    pid = os.posix_spawn(words[0], words, os.environ, file_actions=[(os.POSIX_SPAWN_OPEN, 1, "/dev/null", os.O_WRONLY, 0)])
    _, status, usage = os.wait4(pid, 0)
    if status != 0:
        sys.exit("error: report failed")
    return time.perf_counter() - start, usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024) / 1e6


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--program", required=True)
    parser.add_argument("--work", required=True)
    parser.add_argument("--personas", type=int, default=50)
    parser.add_argument("--evolutions", type=int, default=100)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    program = os.path.abspath(options.program)
    folder = workspace(program, os.path.abspath(options.work), options.personas, options.evolutions)
    words = [program, "report", "-C", folder]
    figures = {"first": [], "again": []}
    for _ in range(options.runs):
        shutil.rmtree(folder + "/report", ignore_errors=True)
        for kind in figures:
            figures[kind].append(run(words))
    size = sum(os.path.getsize(os.path.join(root, name)) for root, _, names in os.walk(folder + "/report") for name in names)
    print(f"{options.personas} personas with {options.evolutions} evolutions each, {size / 1e6:.1f} MB of pages")
    for kind, runs in figures.items():
        seconds, memory = (statistics.median(values) for values in zip(*runs))
        print(f"{kind:>6}: {seconds:.2f} s, {memory:.0f} MB")


main()
