"""Who takes part in the OpenSearch benchmarks, how each is started, and what one run of it took.

Not all of them write the same file. elasticdump's CSV has the columns of the first record only and "[object Object]"
for each result; its JSON is the hits as they came. opensearch-py and pandas are told the columns beforehand and write
all values.
"""

import json
import os
import pathlib
import random
import shutil
import subprocess
import sys
from dataclasses import dataclass

from opensearch_indices import SETS
from opensearch_records import ANALYTES, VARIABLES, head

ROOT = pathlib.Path(__file__).parents[1]
BUILT = ROOT / "build" / "bench" / "bench"
DRAIN, MEASURED = BUILT / "opensearch_drain", BUILT / "run_measured"
PYTHON = ROOT / "build" / "bench-python" / "bin" / "python"
ELASTICDUMP = ROOT / "build" / "bench-node" / "node_modules" / ".bin" / "elasticdump"
PEERS = ROOT / "bench" / "peers"
PEER_PAGE_ROWS = {"full": 200}  # others 1,000, opensearch-py's own; 1,000 full records would be 56 MB a page
TICKS = os.sysconf("SC_CLK_TCK")

EXPORTD = {  # order, split
    "exportd": ("index", "auto"),
    "exportd unsplit": ("index", "off"),
    "exportd by id": ("sampleId", "auto"),
}
SLOW = ["opensearch-py", "pandas", "elasticdump csv", "elasticdump json"]
# A frame holds a cell for each record and column, empty or not, several times over while it is made: 80,000 sparse
# records would take some 9 GB, 40,000 full ones more. 40,000 of `mid` take 5 GB.
LEFT_OUT = {("pandas", "full"), ("pandas", "sparse")}


@dataclass
class Run:
    """`clock`: seconds by the clock that counts, which is the wall unless the program tells a better one itself."""

    name: str
    wall: float
    clock: float
    cpu: float
    server_cpu: float
    peak_mib: float
    told: dict


def rows_of_peer(name):
    return next((rows for known, rows in PEER_PAGE_ROWS.items() if name.startswith(known)), 1_000)


def server_seconds(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(") ", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


class Contest:
    """One node, one folder for what is written; everything written is removed before the next run."""

    def __init__(self, exportd, node, folder):
        self.exportd, self.node, self.folder = exportd, node, pathlib.Path(folder)

    def config(self, index, order, split):
        kind = "nested" if SETS[index][1] == "nested" else "flat"
        path = self.folder / f"{index}-{order}-{split}.toml"
        path.write_text(
            f'[search]\nkind = "opensearch"\nurl = "{self.node.url}"\nsplit = "{split}"\n\n'
            f'[environment.bench]\nindex = "{index}"\nrecords = "{kind}"\norder = "{order}"\nparameters = "petdb"\n',
            encoding="utf-8",
        )
        return path

    def exportd_command(self, name, index, out, query=""):
        config = self.config(index, *EXPORTD[name])
        return [
            self.exportd, "run", "bench", query, "-o", out, "--json", "--keep-object",
            "--config", config, "--data", f"{out}.data",
        ]

    def drain_command(self, index, page_rows):
        return [DRAIN, self.node.url, index, page_rows, "index"]

    def command(self, name, index, out):
        if name in EXPORTD:
            return self.exportd_command(name, index, out)
        rows = rows_of_peer(index)
        if name.startswith("elasticdump"):
            target = f"csv://{out}" if name.endswith("csv") else out
            source = f"--input={self.node.url}/{index}"
            return [ELASTICDUMP, source, f"--output={target}", "--type=data", f"--limit={rows}", "--quiet"]
        script = PEERS / ("opensearch_scan.py" if name == "opensearch-py" else "opensearch_pandas.py")
        return [PYTHON, script, self.node.url, index, rows, out, self.columns_file(index)]

    def columns_file(self, index):
        path = self.folder / "columns.txt"
        columns = [name for name, _, _ in VARIABLES] if SETS[index][1] == "nested" else ANALYTES
        own = head(0, random.Random(0))
        path.write_text("\n".join([*own, *columns]) + "\n", encoding="utf-8")
        return path

    def drain(self, index, page_rows):
        return self.measured("drain", self.drain_command(index, page_rows), None)

    def run(self, name, index):
        out = self.folder / "out"
        run = self.measured(name, self.command(name, index, out), out)
        if name in SLOW:
            run.told["records"] = lines_of(out) - (not name.endswith("json"))
        self.remove(out)
        return run

    def measured(self, name, command, out):
        if out:
            self.remove(out)  # or the process would be charged for dropping what the one before it wrote
        server = server_seconds(self.node.pid)
        said, took = ended(name, started(command, self.folder / name))
        server = server_seconds(self.node.pid) - server
        facts = last_json(said)
        cpu = facts.get("cpuSeconds", took["cpu"])  # exportd's own, without opening the sealed file for us afterwards
        return Run(name, took["wall"], clock_of(facts, took["wall"]), cpu, server, took["peakMib"], facts)

    def remove(self, out):
        pathlib.Path(out).unlink(missing_ok=True)
        shutil.rmtree(f"{out}.data", ignore_errors=True)


def started(command, files):
    """A process under run_measured; what it says and took goes to files of those names."""
    took = f"{files}.took"
    with open(f"{files}.told", "wb") as told, open(f"{files}.errors", "wb") as errors:
        child = subprocess.Popen(
            [MEASURED, took, *map(str, command)], stdin=subprocess.DEVNULL, stdout=told, stderr=errors
        )
    return child, files


def ended(name, child_and_files):
    """(what it said, what it took)"""
    child, files = child_and_files
    said, errors = (pathlib.Path(f"{files}.{ending}") for ending in ("told", "errors"))
    if child.wait() != 0:
        texts = [path.read_text(errors="replace")[-2000:] for path in (errors, said)]
        sys.exit(f"{name} failed: {' '.join(texts)}")
    return said.read_text(errors="replace"), json.loads(pathlib.Path(f"{files}.took").read_text(encoding="ascii"))


def clock_of(facts, wall):
    """From the first request to the published file; the start of a process is no part of an export in a service."""
    return facts.get("publishedSeconds", facts.get("wallSeconds", wall))


def lines_of(path):
    """A last line without an end is one too: elasticdump's CSV has it."""
    lines, last = 0, b"\n"
    with open(path, "rb") as file:
        for piece in iter(lambda: file.read(1 << 20), b""):
            lines, last = lines + piece.count(b"\n"), piece[-1:]
    return lines + (last != b"\n")


def last_json(text):
    for line in reversed(text.splitlines()):
        if line.startswith("{"):
            return json.loads(line)
    return {}


def missing(name):
    """What this contestant would need that is not here; None when it can take part."""
    python, dump = PYTHON, ELASTICDUMP
    needed = {"opensearch-py": python, "pandas": python, "elasticdump csv": dump, "elasticdump json": dump}
    path = needed.get(name, DRAIN)
    return None if path.exists() else f"{path} is not there"
