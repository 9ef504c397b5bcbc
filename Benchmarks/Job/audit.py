"""How fast and in how much memory `persona-sync audit` looks for very many identifiers in a large history.

    audit.py --program .build/release/persona-sync --work FOLDER [--identifiers 10000000] [--megabytes 600]

Makes a table of people with a user id and an e-mail address each, and with `git fast-import` a repository whose files change from
commit to commit: prose, and figures such as evidence has. In one of the first commits stands one address of the table, which the audit
must find, and nothing else. git packs the history as it does in any clone. Prints what the steps of the run took.
"""

import argparse
import os
import random
import re
import shutil
import subprocess
import sys

SETTINGS = """sources:
  crm:
    files: data/crm.csv
    identifiers: { user: user, email: email }
"""
WORDS = ("the of people who come in the evening and buy what their friends have shown them before breakfast on their way to work "
         "because a train is late again she reads mail anna peter maria user orders level shop game support contact persona team "
         "week month share median claims confirmed inconclusive between every second day checkout screen").split()


def make_table(path, identifiers):
    """Half of the identifiers are user ids, half are addresses."""
    first = ["anna", "peter", "maria", "jo", "user", "li", "tom", "ines", "mail", "kim"]
    with open(path, "w") as file:
        file.write("user,email\n")
        for person in range(identifiers // 2):
            name = first[person % 10]
            file.write(f"{20000000 + person * 7},{name}.{first[person // 10 % 10]}{person}@mail{person % 97}.example\n")


def prose(rng, size):
    lines, length = [], 0
    while length < size:
        line = " ".join(rng.choices(WORDS, k=14))
        if rng.random() < 0.4:
            line = f'      "{rng.choice(WORDS)}": {rng.randrange(1, 10 ** rng.randrange(2, 8)) / 10000},'
        lines.append(line)
        length += len(line) + 1
    return lines


def make_history(folder, megabytes, leak):
    """Twenty files of about 100 KB, of which each commit rewrites a tenth."""
    rng = random.Random(1)
    importer = subprocess.Popen(["git", "-C", folder, "fast-import", "--quiet"], stdin=subprocess.PIPE)
    out = importer.stdin
    files = {f"notes/{index}.md": prose(rng, 100_000) for index in range(20)}
    written, commit = 0, 0
    pool = prose(rng, 400_000)
    while written < megabytes * 1_000_000:
        commit += 1
        message = f"notes: {commit}\n".encode()
        out.write(f"commit refs/heads/main\nmark :{commit}\ncommitter A <a@team.example> {1700000000 + commit} +0000\n".encode())
        out.write(b"data %d\n%s" % (len(message), message))
        if commit == 1:
            for path, text in (("persona-sync.yml", SETTINGS), (".gitignore", "/data/\n/.persona-sync/\n")):
                out.write(b"M 100644 inline %s\ndata %d\n%s\n" % (path.encode(), len(text), text.encode()))
        for path in rng.sample(sorted(files), 5):
            lines = files[path]
            for _ in range(len(lines) // 10):
                lines[rng.randrange(len(lines))] = rng.choice(pool)
            text = "\n".join(lines) + "\n"
            if commit == 3:
                text += f"asked by {leak}\n"
                leak = "nobody"
            blob = text.encode()
            written += len(blob)
            out.write(b"M 100644 inline %s\ndata %d\n%s\n" % (path.encode(), len(blob), blob))
    out.close()
    importer.wait()
    return written


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    parser.add_argument("--work", required=True)
    parser.add_argument("--identifiers", type=int, default=10_000_000)
    parser.add_argument("--megabytes", type=int, default=600)
    given = parser.parse_args()
    folder = os.path.join(given.work, "audit")
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder + "/data")
    subprocess.run(["git", "init", "-q", "-b", "main", folder], check=True)
    make_table(folder + "/data/crm.csv", given.identifiers)
    person = 4210
    leak = f"ANNA.peter{person}@mail{person % 97}.example"
    make_history(folder, given.megabytes, leak)
    subprocess.run(["git", "-C", folder, "gc", "-q"], check=True)
    subprocess.run(["git", "-C", folder, "reset", "-q", "--hard"], check=True)
    for run in ("first", "again"):
        result = subprocess.run([os.path.abspath(given.program), "audit", "--timings", "-C", folder], capture_output=True, text=True)
        print(f"{run}:\n{result.stderr}{result.stdout}")
        step = re.search(r"searching the repository +([0-9.]+) s", result.stderr)
        size = re.search(r"\(([0-9,]+) MB\)", result.stdout)
        if result.returncode != 1 or not step or "1 place\n" not in result.stdout:
            sys.exit("the audit did not find the one address")
        print(f"{int(size[1].replace(',', '')) / float(step[1]):.0f} MB/s of file contents\n")


if __name__ == "__main__":
    main()
