"""The binary under test and one imported data directory for each data set.

Environment: EXPORTD_BIN, the binary (default build/release/exportd); EXPORTD_REAL_DATA, a folder with
petdb-2002.ndjson.gz, which may not be bundled; EXPORTD_E2E_DIR, where to work (default: a folder that is removed).
"""

import atexit
import functools
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import zlib
from dataclasses import dataclass

from reference.generate import lines
from reference.record import read_file

ROOT = pathlib.Path(__file__).resolve().parents[2]
BINARY = os.environ.get("EXPORTD_BIN", str(ROOT / "build" / "release" / "exportd"))
FLAT_CONFIG = pathlib.Path(__file__).with_name("flat.toml")
SECONDS_MAX = 300


@functools.cache
def work_dir():
    given = os.environ.get("EXPORTD_E2E_DIR")
    if given:
        pathlib.Path(given).mkdir(parents=True, exist_ok=True)
        return pathlib.Path(given)
    made = pathlib.Path(tempfile.mkdtemp(prefix="exportd-e2e-"))
    owner = os.getpid()
    atexit.register(lambda: os.getpid() == owner and shutil.rmtree(made, ignore_errors=True))
    return made


@dataclass(frozen=True)
class Dataset:
    name: str
    flat: bool = False

    @property
    def directory(self):
        return work_dir() / self.name

    def path(self):
        """The NDJSON file, generated when it is ours; None when it is not here."""
        if self.name in ("nested", "flat", "edges"):
            path = work_dir() / f"{self.name}.ndjson"
            if not path.exists():
                path.write_text("".join(line + "\n" for line in lines(self.name)), encoding="utf-8", newline="")
            return path
        if self.name == "basalts":
            return _existing(ROOT / "data" / "basalts.ndjson.gz")
        folder = os.environ.get("EXPORTD_REAL_DATA")
        return _existing(pathlib.Path(folder) / "petdb-2002.ndjson.gz") if folder else None

    def arguments(self):
        config = ["--config", str(FLAT_CONFIG)] if self.flat else []
        return [*config, "--data", str(self.directory)]

    @functools.cache
    def records(self):
        """As the reference sees them."""
        return read_file(self.path(), {} if self.flat else None)


def _existing(path):
    return path if path.exists() else None


DATASETS = {name: Dataset(name, flat=name == "flat") for name in ("basalts", "petdb", "nested", "flat", "edges")}


@functools.cache
def available(name):
    """Whether the data set is here; says so once when it is not."""
    if DATASETS[name].path():
        return True
    print(f"skipped: the data set {name} is not here", file=sys.stderr)
    return False


def exportd(*arguments, **options):
    return subprocess.run([BINARY, *map(str, arguments)], capture_output=True, timeout=SECONDS_MAX, **options)


@functools.cache
def imported(name, environment):
    """Imports a data set into an environment of its data directory, once."""
    dataset = DATASETS[name]
    done = exportd("import", environment, dataset.path(), *dataset.arguments())
    if done.returncode:
        raise RuntimeError(f"import of {name} into {environment} failed: {done.stderr.decode(errors='replace')}")
    return dataset


def run(dataset, environment, query, out):
    return exportd("run", environment, query, "-o", out, *dataset.arguments(), "--json")


def summary(done):
    """The one JSON line of `--json`."""
    return json.loads(done.stdout.decode().splitlines()[-1])


def plain_bytes(data, compression):
    """The file before compression; refuses a gzip that is not one plain member."""
    if compression == "gzip":
        flags, mtime = data[3], data[4:8]
        if data[:3] != b"\x1f\x8b\x08" or flags or mtime != bytes(4):
            raise ValueError("gzip: a name, a time or another flag in the header")
        plain, members = _gunzip(data)
        if members != 1:
            raise ValueError(f"gzip: {members} members")
        return plain
    if compression == "zstd":
        return subprocess.run(["zstd", "-d", "-c", "-q"], input=data, capture_output=True, check=True).stdout
    return data


def _gunzip(data):
    members, plain = 0, []
    while data:
        stream = zlib.decompressobj(wbits=31)
        plain.append(stream.decompress(data))
        if not stream.eof:
            raise ValueError("gzip: cut off")
        data, members = stream.unused_data, members + 1
    return b"".join(plain), members
