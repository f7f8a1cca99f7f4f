# SPDX-License-Identifier: Apache-2.0
"""kill -9 of whole runs and gates, at seeded moments: what was finished is kept, nothing is half, nothing is left.

    killed_walk.py path/to/tickgate [KILLS (12)] [SEED (1)]

Half of the kills fall anywhere between start and end, half into the moments at the end in which files are written.
After each: no process of the killed one lives on; the history is sound by SQLite's own integrity_check and holds every run that
had finished, each whole, and at most the killed one besides; results and receipt are the old ones or the new ones,
byte for byte or whole. Then five runs are killed above an engine that never returns. After all: a run and a gate that are not killed leave nothing but their results.
"""
import ctypes
import json
import os
import random
import re
import signal
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time

PR_SET_CHILD_SUBREAPER = 36
SURVIVAL_S = 10  # for a machine so busy that a kill takes its time
STRAYS_MAX = 4  # two private folders of a gate, and a file in the folder of each kind of result
ENDLESS_KILLS = 5
JUDGED = (0, 1, 3)  # exit codes of a walk that came to its end

GATE = """schema: tickgate.gate/1
name: killed
budget: 20 s
cases:
  - name: first
    metrics: [time, allocations_per_tick]
  - name: second
    metrics: [%s]
"""


def fail(text):
    print(f"FAILED: {text}")
    sys.exit(1)


class Walk:
    """One kind of command, its result file, and what the history must hold of it."""

    def __init__(self, name, command, result, reader):
        self.name, self.command, self.result, self.reader = name, command, result, reader
        self.durations_s, self.writings_s = [], []
        self.finished, self.killed = [], []
        self.sample_count = None
        self.kept_though_killed = self.replaced_though_killed = 0

    def start(self, label):
        return subprocess.Popen(self.command + ["--label", label], stdin=subprocess.DEVNULL,
                                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)

    def bytes(self):
        try:
            with open(self.result, "rb") as file:
                return file.read()
        except FileNotFoundError:
            return None

    def wait_for_writing(self, process):
        """Until the first file of the result is there under its temporary name, or the process has ended."""
        temporary, before = os.path.join(os.path.dirname(self.result), ".tickgate-0.tmp"), self.identity()
        while process.poll() is None and not os.path.exists(temporary) and self.identity() == before:
            time.sleep(0.0003)

    def identity(self):
        return os.stat(self.result).st_ino if os.path.exists(self.result) else None

    def run_whole(self, label):
        begin_s = time.monotonic()
        process = self.start(label)
        self.wait_for_writing(process)
        writing_s = time.monotonic()
        status = process.wait()
        self.durations_s.append(time.monotonic() - begin_s)
        self.writings_s.append(time.monotonic() - writing_s)
        if status not in JUDGED:
            fail(f"{self.name} {label} ended with {status}: nothing can be learnt from its kill")
        self.finished.append(label)

    def kill_at(self, label, share, is_late):
        """At that share of its duration, or of the time it takes to write. Returns whether it still ran."""
        process = self.start(label)
        if is_late:
            self.wait_for_writing(process)
        try:
            status = process.wait(share * statistics.median(self.writings_s if is_late else self.durations_s))
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            status = process.wait()
        if status not in JUDGED + (-signal.SIGKILL,):
            fail(f"{label} ended by itself with {status}")
        was_killed = status == -signal.SIGKILL
        (self.killed if was_killed else self.finished).append(label)
        return was_killed


def children_of(pid):
    try:
        with open(f"/proc/{pid}/task/{pid}/children", encoding="ascii") as file:
            return [int(word) for word in file.read().split()]
    except OSError:
        return []


def wait_for_orphans():
    """Every orphan below us becomes a child of ours: when there is no child left, no process is."""
    deadline_s = time.monotonic() + SURVIVAL_S
    while time.monotonic() < deadline_s:
        try:
            if os.waitpid(-1, os.WNOHANG)[0] == 0:
                time.sleep(0.002)
        except ChildProcessError:
            return
    orphans = children_of(os.getpid())
    for orphan in orphans:
        os.kill(orphan, signal.SIGKILL)
    fail(f"processes outlive the killed one by {SURVIVAL_S} s: {orphans}")


def kill_above_endless_engine(tickgate, draw):
    """A child that would never end by itself dies with the process that started it."""
    engine = os.path.join(os.path.dirname(tickgate), "engines", "hang.so")
    process = subprocess.Popen([tickgate, "run", "--quiet", "--engine", engine, "--timeout", "600s"],
                               stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                               start_new_session=True)
    while process.poll() is None and not children_of(process.pid):
        time.sleep(0.001)
    time.sleep(draw.uniform(0.0, 0.3))  # it is starting, loading the engine, or in its endless loop
    os.killpg(process.pid, signal.SIGKILL)
    if process.wait() != -signal.SIGKILL:
        fail("a run of an engine that never returns came to an end")
    wait_for_orphans()


def ask_history(question, *values):
    database = sqlite3.connect("h.db")
    rows = database.execute(question, values).fetchall()
    database.close()
    return rows


def check_history(walks):
    if ask_history("PRAGMA integrity_check") != [("ok",)]:
        fail("the history is damaged")
    if ask_history("PRAGMA foreign_key_check"):
        fail("the history has rows of no run")
    rows = ask_history("SELECT label, (SELECT count(*) FROM samples WHERE run_id = runs.id) FROM runs")
    kept = dict(rows)
    if len(kept) != len(rows):
        fail("a run is kept twice")
    for walk in walks:
        lost = [label for label in walk.finished if label not in kept]
        if lost:
            fail(f"finished and lost: {lost}")
        for label in walk.finished + walk.killed:
            if kept.pop(label, walk.sample_count) != walk.sample_count:
                fail(f"{label} is kept in part")
    if kept:
        fail(f"runs that nobody made: {kept}")
    labels = {row[0] for row in rows}
    for walk in walks:
        walk.kept_though_killed = sum(label in labels for label in walk.killed)


def learn_sample_count(walk):
    question = "SELECT count(*) FROM samples JOIN runs ON runs.id = run_id WHERE label = ?"
    walk.sample_count = ask_history(question, walk.finished[-1])[0][0]
    if walk.sample_count == 0:
        fail(f"{walk.name} keeps no samples: its kill would prove nothing")


def check_result(walk, before, was_killed):
    after = walk.bytes()
    if after == before:
        if not was_killed:
            fail(f"{walk.name} finished and left its old result")
        return
    try:
        json.loads(after)
    except ValueError as error:
        fail(f"{walk.result} is half: {error}")
    status = subprocess.run(walk.reader, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode
    if status not in JUDGED:
        fail(f"{' '.join(walk.reader)} ends with {status}")
    walk.replaced_though_killed += was_killed


def everything_below(folder):
    return sorted(os.path.relpath(os.path.join(at, name), folder) for at, folders, files in os.walk(folder)
                  for name in folders + files)


def make_walks(tickgate, kills):
    base = os.path.join(os.path.dirname(tickgate), "bench", "reference.so")
    with open(base, "rb") as file, open("head.so", "wb") as copy:
        copy.write(file.read() + b"x")  # another file of the same code
    with open("gate.yaml", "w", encoding="ascii") as file:
        file.write(GATE % ("peak_memory" if kills < 100 else "peak_memory, instructions"))
    run = Walk("run", [tickgate, "run", "--quiet", "--sizes", "10k", "--rounds", "2", "--passes", "AM", "--min-time",
                       "1ms", "--output-folder", "out", "--no-plots", "--history", "h.db"],
               "out/results.json", [tickgate, "report", "out/results.json"])
    gate = Walk("gate", [tickgate, "gate", "gate.yaml", "--quiet", "--base", base, "--head", "head.so", "--launches",
                         "12", "--receipt", "r.json", "--history", "h.db"],
                "r.json", [tickgate, "gate", "--replay", "r.json"])
    return run, gate


def kill_all(walks, kills, draw):
    """Returns how many temporary names there were after each kill."""
    stray_counts = []
    for i in range(kills):
        walk = walks[i % 2]
        before = walk.bytes()
        was_killed = walk.kill_at(f"{walk.name} {i}", draw.random(), i % 4 >= 2)
        wait_for_orphans()
        check_history(walks)
        check_result(walk, before, was_killed)
        stray_counts.append(sum(name.startswith(".tickgate") for at in (".", "tmp", "out") for name in os.listdir(at)))
    return stray_counts


def prove(tickgate, kills, draw):
    walks = make_walks(tickgate, kills)
    for walk in walks:
        for word in ("first", "second", "third"):
            walk.run_whole(f"{walk.name} {word}")
        learn_sample_count(walk)
    stray_counts = kill_all(walks, kills, draw)
    for _ in range(ENDLESS_KILLS):
        kill_above_endless_engine(tickgate, draw)
    for walk in walks:
        walk.run_whole(f"{walk.name} at last")
    check_history(walks)
    left = [name for name in everything_below(".") if re.search(r"^tmp/|tickgate|^h\.db-", name)]
    if left:
        fail(f"left behind: {left}")
    if max(stray_counts) > STRAYS_MAX:
        fail(f"{max(stray_counts)} temporary files and folders at once: they add up")
    for walk in walks:
        print(f"{walk.name}: {len(walk.killed)} killed, {len(walk.finished) - 4} finished first; of the killed "
              f"{walk.replaced_though_killed} had their result written, {walk.kept_though_killed} were in the history")
        if not walk.killed:
            fail("none was killed: nothing was shown")
    print(f"engine that never returns: {ENDLESS_KILLS} killed above it, no process left")
    print(f"temporary names after a kill: {sum(stray_counts) / kills:.2f} on average, at most {max(stray_counts)}")


def main():
    kills = int(sys.argv[2]) if len(sys.argv) > 2 else 12
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    if ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) != 0:
        print("unavailable here: prctl(PR_SET_CHILD_SUBREAPER), to see orphans")
        sys.exit(77)
    tickgate = os.path.realpath(sys.argv[1])
    with tempfile.TemporaryDirectory(prefix="tickgate-proof-") as folder:
        os.chdir(folder)
        os.mkdir("tmp")
        os.environ["TMPDIR"] = os.path.join(folder, "tmp")
        prove(tickgate, kills, random.Random(seed))


main()
