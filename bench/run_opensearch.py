#!/usr/bin/env python3
"""exportd reading an OpenSearch index, beside a client that only reads and beside what a user would pick instead.

    run_opensearch.py EXPORTD [--data DIR] [--rounds N] [--sets sparse,mid,full,nested] [--three] [--growth]

The node is a real one on the same machine (2 GB of heap); its indices are loaded when they are missing. In a round
every contestant runs once, next to the others and in a random order. `seconds` counts from the first search request to
the published file where the program tells that itself, else the process's wall time; the drain's are its own. Every
contestant writes a whole file to disk but the drain, which is what reading alone takes at best: with the best of
several page sizes.
"""

import argparse
import pathlib
import random
import sys
import tempfile

import opensearch_growth
import opensearch_report
import opensearch_together
from opensearch_contestants import DRAIN, EXPORTD, LEFT_OUT, SLOW, Contest, missing
from opensearch_indices import HEAP, SETTINGS, SETS, OpenSearchServer, load_all, rows_of

DRAIN_ROWS = {"full": (100, 200, 400)}
DRAIN_ROWS_ELSE = (1_000, 4_000, 10_000)
BASE_SETS = ["sparse", "mid", "full", "nested"]


def best_page_rows(contest, index):
    """Also warms up the node and its pages of the disk."""
    tried = {}
    for _ in range(3):
        for rows in DRAIN_ROWS.get(index, DRAIN_ROWS_ELSE):
            tried[rows] = min(contest.drain(index, rows).clock, tried.get(rows, 1e9))
    best = min(tried, key=tried.get)
    told = ", ".join(f"{rows}: {took:.3f} s" for rows, took in tried.items())
    print(f"{index}: drain by page size: {told}", flush=True)
    return best


def run_rounds(contest, index, names, options, noise):
    page_rows = best_page_rows(contest, index)
    rounds = []
    for number in range(options.rounds):
        taking_part = ["drain", *(name for name in names if name not in SLOW or number < options.slow_rounds)]
        noise.shuffle(taking_part)
        runs = {}
        for name in taking_part:
            runs[name] = contest.drain(index, page_rows) if name == "drain" else contest.run(name, index)
            check(runs[name], rows_of(index, options.scale), page_rows)
        rounds.append({name: runs[name] for name in ["drain", *names] if name in runs})
    return rounds


def check(run, records, page_rows):
    """What was fast because it left something out is no contestant."""
    if run.name == "drain":
        told, expected = run.told["pages"], -(-records // page_rows)
    else:
        told, expected = run.told.get("records", records), records
    if told != expected:
        sys.exit(f"{run.name}: {told} instead of {expected}: {run.told}")


def contestants(wanted):
    names = []
    for name in wanted.split(",") if wanted else [*EXPORTD, *SLOW]:
        why = missing(name)
        if why:
            print(f"left out: {name}: {why}")
        else:
            names.append(name)
    return names


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    arguments.add_argument("exportd")
    arguments.add_argument("--data", help="the node's folder; kept, so that indices are loaded once (default: removed)")
    arguments.add_argument("--rounds", type=int, default=5)
    arguments.add_argument("--slow-rounds", type=int, default=1, help="rounds that the slow peers take part in")
    arguments.add_argument("--sets", default=",".join(BASE_SETS))
    arguments.add_argument("--peers", default="", help=f"of {', '.join([*EXPORTD, *SLOW])}; default all")
    arguments.add_argument("--scale", type=float, default=1, help="of the number of records")
    arguments.add_argument("--merge", action="store_true", help="indices of one segment")
    arguments.add_argument("--seed", type=int, default=1, help="of the order within rounds")
    arguments.add_argument("--three", action="store_true", help="only: three exports of `full` at once and in a row")
    arguments.add_argument("--growth", action="store_true", help="only: time and memory by rows and by columns")
    options = arguments.parse_args()
    unknown = set(options.sets.split(",")) - set(SETS)
    if unknown:
        arguments.error(f"no such set: {', '.join(sorted(unknown))}")
    if not DRAIN.exists():
        sys.exit("the drain is missing: ./dev build bench")
    with tempfile.TemporaryDirectory(prefix="exportd-bench-") as name:
        folder = pathlib.Path(name)
        with OpenSearchServer(options.data or folder / "node", heap=HEAP, settings=SETTINGS, measured=True) as node:
            contest = Contest(options.exportd, node, folder)
            if options.three:
                load_all(node, ["full"], options.scale, options.merge)
                opensearch_together.three(contest)
            elif options.growth:
                opensearch_growth.grow(contest, options)
            else:
                compare(contest, node, options)


def compare(contest, node, options):
    names, noise = contestants(options.peers), random.Random(options.seed)
    for index in options.sets.split(","):
        load_all(node, [index], options.scale, options.merge)
        taking_part = [name for name in names if (name, index) not in LEFT_OUT]
        rounds = run_rounds(contest, index, taking_part, options, noise)
        opensearch_report.report(index, rows_of(index, options.scale), rounds)


if __name__ == "__main__":
    main()
