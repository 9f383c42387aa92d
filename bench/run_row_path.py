#!/usr/bin/env python3
"""Whole processes side by side: exportd's row path and its Python peers on the same generated records.

    run_row_path.py BUILD_DIR [--scale S] [--no-pandas]

BUILD_DIR is a build with the preset `bench`. Each process reads the same NDJSON file and writes one CSV file; time is
user + system CPU seconds and wall seconds, memory the kernel's peak of the process. Nothing is scaled up or estimated.
"""

import argparse
import os
import random
import resource
import subprocess
import sys
import tempfile
import time

METADATA = """sampleId sampleName igsn dataSource datasetCode analysisType material level1 level2 level3 level4
rockDescription alteration tectonicSetting geoFeatures latitude longitude locationPrecision elevationMin elevationMax
geologicalAge ageMin age ageMax station expeditions samplingTechnique collectionDate citations authors publicationYears
dois comment""".split()
ANALYTES = [f"a{i:04}{unit}" for i, unit in zip(range(2885), ["_ppm", "_wt%", "_ppb", "_perm"] * 722)]
HEAD = (
    '"sampleName":"TRI0138-009-002","material":"whole rock","level1":"igneous","level2":"volcanic",'
    '"rockDescription":"basalt, aphanitic","latitude":51.56,"longitude":-29.92,"elevationMin":-3710,'
    '"expeditions":["TR138"],"samplingTechnique":"dredge","citations":[{"citationId":"petdb:955",'
    '"citationCode":"HANAN, 2000","authors":["HANAN, B B","SCHILLING, J G"],"citationPublicationYear":2000,'
    '"citationDOI":"10.1029/1999GC000001"}]'
)
MEMORY_ROWS = 80_000  # the most that one export may hold
# So many rows that starting a process is little of it, as in a real export, but Python is done in some seconds.
SHAPES = [("7.5 of 2,885", 7.5, 20_000), ("100 of 2,885", 100, 20_000), ("all 2,885", 2885, 4_000)]


def generate(path, values, rows):
    noise = random.Random(1)
    with open(path, "w", encoding="utf-8") as file:
        for row in range(rows):
            if values >= len(ANALYTES):
                chosen = ANALYTES
            else:
                count = int(values) + (noise.random() < values - int(values))
                chosen = sorted(noise.sample(ANALYTES, count))
            cells = "".join(f',"{name}":{noise.randrange(1_000_000) / 1000}' for name in chosen)
            file.write(f'{{"sampleId":"bench:{row:06}",{HEAD}{cells}}}\n')


def generate_full(path, rows):
    """Full rows, quickly: a few lines again and again, each under its own id. 4.5 GB for 80,000."""
    noise = random.Random(2)
    tails = []
    for _ in range(16):
        cells = "".join(f',"{name}":{noise.randrange(1_000_000) / 1000}' for name in ANALYTES)
        tails.append(f'",{HEAD}{cells}}}\n')
    with open(path, "w", encoding="utf-8") as file:
        for row in range(rows):
            file.write(f'{{"sampleId":"bench:{row:06}' + tails[row % len(tails)])


def measured(command, out):
    """(wall seconds, CPU seconds, peak MiB) of one process, which writes the file `out` anew."""
    if os.path.exists(out):
        os.remove(out)  # or the process would be charged for dropping what the one before it wrote
    start = time.monotonic()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    wall = time.monotonic() - start
    if status != 0:
        sys.exit(f"{command[0]} failed")
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("build")
    arguments.add_argument("--scale", type=float, default=1, help="of the number of rows")
    arguments.add_argument("--no-pandas", action="store_true")
    arguments.add_argument("--memory", action="store_true", help="80,000 full rows, exportd alone (4.5 GB of disk)")
    options = arguments.parse_args()
    peers = os.path.join(os.path.dirname(os.path.abspath(__file__)), "peers")
    export = os.path.join(options.build, "bench", "row_path_export")
    python = "/usr/bin/python3"
    print(f"{'values a record':<16}{'process':<26}{'rows':>8}{'wall s':>9}{'CPU s':>9}{'MB/s in':>9}{'peak MiB':>10}"
          f"{'× CPU':>8}")
    with tempfile.TemporaryDirectory() as folder:
        records, out, columns = (os.path.join(folder, name) for name in ("records.ndjson", "out.csv", "columns.txt"))
        with open(columns, "w", encoding="utf-8") as file:
            file.write("\n".join(METADATA + ANALYTES) + "\n")
        if options.memory:
            generate_full(records, MEMORY_ROWS)
            for choice in ("all", "present"):
                wall, cpu, peak = measured([export, records, out, choice], out)
                print(f"{'all 2,885':<16}{'exportd, columns=' + choice:<26}{MEMORY_ROWS:>8}{wall:>9.2f}{cpu:>9.2f}"
                      f"{os.path.getsize(records) / 1e6 / wall:>9.0f}{peak:>10.0f}", flush=True)
            return
        for label, values, rows in SHAPES:
            rows = max(1, int(rows * options.scale))
            generate(records, values, rows)
            size = os.path.getsize(records) / 1e6
            processes = [
                ("exportd, columns=all", [export, records, out, "all"]),
                ("exportd, columns=present", [export, records, out, "present"]),
                ("Python json + DictWriter", [python, f"{peers}/csv_dictwriter.py", records, out, columns]),
            ]
            if not options.no_pandas:
                processes.append(("pandas", [python, f"{peers}/pandas_frame.py", records, out, columns]))
            base = None
            for name, command in processes:
                wall, cpu, peak = min(measured(command, out) for _ in range(3 if "exportd" in name else 1))
                base = base or cpu
                print(f"{label:<16}{name:<26}{rows:>8}{wall:>9.2f}{cpu:>9.2f}{size / wall:>9.0f}{peak:>10.0f}"
                      f"{cpu / base:>8.1f}", flush=True)


if __name__ == "__main__":
    main()
