"""What the Python peers of the OpenSearch benchmarks have in common: all records of an index, as flat rows."""

from opensearchpy import OpenSearch, helpers


def rows(url, index, page_rows):
    """`helpers.scan` as its documentation shows it, in the index's own order; results become columns."""
    client = OpenSearch(url, timeout=600)
    for hit in helpers.scan(client, index=index, size=int(page_rows), scroll="1m"):
        record = hit["_source"]
        for result in record.pop("results", []):
            record[result["variable"]] = result["value"]
        record["expeditions"] = "; ".join(record["expeditions"])
        yield record


def header(columns):
    with open(columns, encoding="utf-8") as names:
        return names.read().split("\n")[:-1]
