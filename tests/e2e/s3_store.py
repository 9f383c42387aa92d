"""exportd with its files in a bucket: the configuration, and what the tests ask of the bucket."""

import os
import pathlib
import unittest.mock

from .s3_server import REGION, credentials
from .service import LONG_LEASE_SECONDS, Service

BUCKET, PREFIX = "exportd-files", "exports/here"


class S3Service(Service):
    """A data directory whose files are in a bucket of the server at `url`."""

    def __init__(self, folder, url, *, files=""):
        self.folder = pathlib.Path(folder)
        self.data = self.folder / "data"
        self.config = self.folder / "exportd.toml"
        self.config.write_text(
            f"[queue]\nlease_seconds = {LONG_LEASE_SECONDS}\n[files]\nkind = \"s3\"\nbucket = \"{BUCKET}\"\n"
            f'prefix = "{PREFIX}"\nregion = "{REGION}"\nendpoint = "{url}"\n{files}'
        )
        self.processes = []
        self.call("import", "petdb", self.records(1))

    @property
    def identity(self):
        return self.data / "identity.txt"


def address(key):
    return f"s3://{BUCKET}/{PREFIX}/{key}"


def full_key(key):
    return f"{PREFIX}/{key}"


def as_client(**changed):
    """What every process that is started meanwhile signs with."""
    return unittest.mock.patch.dict(os.environ, {**credentials(), **changed})
