"""exportd on a real OpenSearch: its configuration, and the records of a data set in an index."""

import gzip
import pathlib

from .harness import exportd

ENVIRONMENTS = ("synthesis", "petdb")


def lines_of(path):
    opener = gzip.open if str(path).endswith(".gz") else open
    with opener(path, "rt", encoding="utf-8") as lines:
        return [line for line in lines if line.strip()]


def load(server, dataset, environments=ENVIRONMENTS, shards=1, prefix=""):
    """An index for each environment, named as it is after `prefix`, with the records of the data set's file."""
    lines = lines_of(dataset.path())
    for environment in environments:
        server.create_index(prefix + environment, "nested", shards=shards)
        server.bulk(prefix + environment, lines)
    return len(lines)


class Exportd:
    """`search`: keys of [search] beside kind and url; `environment`: keys of both environments."""

    def __init__(self, folder, url, *, search="", environment="", prefix=""):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.config = self.folder / "exportd.toml"
        own = "".join(f'[environment.{name}]\nindex = "{prefix}{name}"\n{environment}\n' for name in ENVIRONMENTS)
        self.config.write_text(f'[search]\nkind = "opensearch"\nurl = "{url}"\n{search}\n{own}', encoding="utf-8")

    def arguments(self):
        return ["--config", self.config, "--data", self.folder / "data"]

    def call(self, *arguments, **options):
        return exportd(*arguments, *self.arguments(), **options)

    def run(self, environment, query, out, **options):
        return self.call("run", environment, query, "-o", out, "--json", **options)
