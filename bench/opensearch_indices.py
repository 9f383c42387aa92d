#!/usr/bin/env python3
"""The indices that the OpenSearch benchmarks read, loaded once into a data folder and found there again.

    opensearch_indices.py --data DIR [--sets sparse,mid,full,nested] [--scale S] [--merge]
    opensearch_indices.py --data DIR --mappings     how long 2,000 full records take, by the way they are mapped

An index counts as loaded when it says so itself (`_meta`), which is written last: a load that was cut short is begun
anew. One shard, no replicas, documents in the order of opensearch_records.py.
"""

import argparse
import json
import pathlib
import sys
import time

from opensearch_records import ANALYTES, FlatRecords, NestedRecords

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "tests"))
from e2e.opensearch_server import MAPPINGS, OpenSearchServer  # noqa: E402

VERSION = 1  # of the records; another one loads everything anew
HEAP = "2g"
SETTINGS = ["indices.breaker.total.limit=95%"]  # three exports of full pages at once need it

# name: (records, mapping, what makes them)
SETS = {
    "sparse": (80_000, "flat", lambda: FlatRecords(7.5)),
    "mid": (40_000, "flat", lambda: FlatRecords(100)),
    "full": (40_000, "flat-unindexed", lambda: FlatRecords(len(ANALYTES))),
    "nested": (40_000, "nested", lambda: NestedRecords()),
}


def add_set(name, records, mapping, make):
    SETS[name] = (records, mapping, make)
    return name


def mapping_of(name):
    """`flat-unindexed`: analytes are known to the mapping but have neither index nor doc values. Nobody searches them
    here, reading goes by _source either way, and loading is several times as fast (--mappings measures it).

    Analytes are mapped beforehand, as the dynamic template would map them: else each record with a new one makes the
    node change its cluster state first, and 1,600 sparse records take a minute."""
    mapping = json.loads((MAPPINGS / f"{name.removesuffix('-unindexed')}.json").read_text(encoding="utf-8"))
    if name.startswith("flat"):
        templates = {key: value for one in mapping["mappings"]["dynamic_templates"] for key, value in one.items()}
        analyte = dict(templates["analyte"]["mapping"])
        if name.endswith("-unindexed"):
            analyte |= {"index": False, "doc_values": False}
        mapping["mappings"]["properties"] |= {name: analyte for name in ANALYTES}
    return mapping


def rows_of(name, scale=1.0):
    return max(1, int(SETS[name][0] * scale))


def is_loaded(node, name, meta):
    found = node.session.get(f"{node.url}/{name}/_mapping", timeout=60)
    return found.status_code == 200 and found.json()[name]["mappings"].get("_meta", {}).get("bench") == meta


def load(node, name, scale=1.0, merge=False):
    """Seconds that it took; 0 when it was there."""
    _, mapping, make = SETS[name]
    meta = {"version": VERSION, "records": rows_of(name, scale), "merged": merge}
    if is_loaded(node, name, meta):
        return 0
    started = time.monotonic()
    if node.session.head(f"{node.url}/{name}", timeout=60).status_code == 200:
        node.ask("DELETE", f"/{name}")
    made = mapping_of(mapping)
    # A refresh makes a segment, a flush waits for the disk: both once, at the end.
    made["settings"]["index"] |= {"refresh_interval": "-1", "translog.durability": "async"}
    node.create_index(name, made)
    node.bulk_pairs(name, make()(meta["records"]))
    node.refresh(name)
    if merge:
        node.ask("POST", f"/{name}/_forcemerge?max_num_segments=1", timeout=3600)
    wait_for_merges(node, name)
    node.ask("PUT", f"/{name}/_settings", {"index": {"refresh_interval": None, "translog.durability": None}})
    node.ask("POST", f"/{name}/_flush?wait_if_ongoing=true")
    if node.count(name) != meta["records"]:
        raise RuntimeError(f"{name}: {node.count(name)} records instead of {meta['records']}")
    node.ask("PUT", f"/{name}/_mapping", {"_meta": {"bench": meta}})
    return time.monotonic() - started


def wait_for_merges(node, name):
    """What a load leaves to be merged would go on during the first measurements."""
    while node.ask("GET", f"/{name}/_stats/merge")["_all"]["total"]["merges"]["current"]:
        time.sleep(0.5)


def about(node, name):
    stats = node.ask("GET", f"/{name}/_stats/store,segments")["_all"]["total"]
    return stats["store"]["size_in_bytes"], stats["segments"]["count"]


def load_all(node, names, scale, merge):
    for name in names:
        took = load(node, name, scale, merge)
        size, segments = about(node, name)
        how = f"loaded in {took:.1f} s" if took else "was there"
        facts = f"{rows_of(name, scale)} records, {size / 1e6:.0f} MB on disk, {segments} segments"
        print(f"{name}: {facts}, {how}", flush=True)


def compare_mappings(node, records=2_000):
    for mapping in ("flat", "flat-unindexed"):
        name = add_set(f"trial-{mapping}", records, mapping, lambda: FlatRecords(len(ANALYTES)))
        took = load(node, name)
        size = about(node, name)[0]
        node.ask("DELETE", f"/{name}")
        facts = f"{records / took:.0f} a second, {size / 1e6:.0f} MB on disk"
        print(f"{mapping}: {records} full records in {took:.1f} s, {facts}", flush=True)


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    arguments.add_argument("--data", required=True, help="the node's folder; kept")
    arguments.add_argument("--sets", default=",".join(SETS))
    arguments.add_argument("--scale", type=float, default=1, help="of the number of records")
    arguments.add_argument("--merge", action="store_true", help="into one segment each")
    arguments.add_argument("--mappings", action="store_true")
    options = arguments.parse_args()
    with OpenSearchServer(options.data, heap=HEAP, settings=SETTINGS, measured=True) as node:
        if options.mappings:
            compare_mappings(node)
        else:
            load_all(node, options.sets.split(","), options.scale, options.merge)


if __name__ == "__main__":
    main()
