"""Three exports at once beside three in a row: what sharing one machine and one node costs."""

import time

from opensearch_contestants import ended, server_seconds, started

EXPORTS = 3


def three(contest, index="full"):
    print(f"\n{index + ', three':<18}{'wall s':>9}{'client CPU':>12}{'node CPU':>10}{'peak MiB, each':>20}")
    for label, together in (("in a row", False), ("at once", True)):
        server, start = server_seconds(contest.node.pid), time.monotonic()
        took = run_exports(contest, index, together)
        wall = time.monotonic() - start
        server = server_seconds(contest.node.pid) - server
        peaks = ", ".join(f"{one['peakMib']:.0f}" for one in took)
        print(f"{label:<18}{wall:>9.2f}{sum(one['cpu'] for one in took):>12.2f}{server:>10.2f}{peaks:>20}", flush=True)
        for number in range(EXPORTS):
            contest.remove(contest.folder / f"out-{number}")


def run_exports(contest, index, together):
    running, took = [], []
    for number in range(EXPORTS):
        command = contest.exportd_command("exportd", index, contest.folder / f"out-{number}")
        running.append(started(command, contest.folder / f"export-{number}"))
        if not together:
            took.append(ended("an export", running.pop())[1])
    return took + [ended("an export", child)[1] for child in running]
