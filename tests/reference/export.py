"""One export, from a file of records to a file of bytes.

    python3 -m reference.export ENV QUERY --data FILE.ndjson[.gz] [--flat [ANALYTES.json]] -o OUT
    python3 -m reference.export --id ENV QUERY

ANALYTES.json names variable, unit and group of flat fields: {"FIELD": {"variable": …, "unit": …, "group": …}}.
"""

import argparse
import json
import sys
from dataclasses import dataclass

from .errors import ParameterError, RefusedLine
from .match import matches
from .query import Query
from .record import read_file
from .table import build
from .task_id import task_id
from .vocabulary import KINDS
from .writers import write


@dataclass
class Export:
    data: bytes
    header: list
    rows: int
    records: int


def selected(records, query):
    return [record for record in records if matches(record, query.criteria)]


def cells(environment, text, records):
    """(query, number of records, header, rows of cells)."""
    query = Query(environment, text)
    found = selected(records, query)
    header, rows = build(found, records, query.options)
    return query, len(found), header, rows


def export(environment, text, records):
    """The file of a query over records in their order; not compressed."""
    query, found, header, rows = cells(environment, text, records)
    data, count = write(header, rows, query.options)
    return Export(data, header, count, found)


def id_lines(environment, text):
    """What `exportd id` prints: canonical parameters, canonical options, task id."""
    query = Query(environment, text)
    parameters, chosen = query.canonical_parameters(), query.canonical_options()
    return [parameters, chosen, task_id(environment, parameters, chosen)]


def _arguments():
    parser = argparse.ArgumentParser(
        prog="reference.export", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("environment", choices=sorted(KINDS))
    parser.add_argument("query")
    parser.add_argument("--id", action="store_true")
    parser.add_argument("--data")
    parser.add_argument("--flat", nargs="?", const="", default=None)
    parser.add_argument("-o", dest="out")
    chosen = parser.parse_args()
    if not chosen.id and not (chosen.data and chosen.out):
        parser.error("--data and -o are needed")
    return chosen


def main():
    chosen = _arguments()
    try:
        if chosen.id:
            print(*id_lines(chosen.environment, chosen.query), sep="\n")
            return 0
        flat = None
        if chosen.flat is not None:
            flat = json.load(open(chosen.flat, encoding="utf-8")) if chosen.flat else {}
        made = export(chosen.environment, chosen.query, read_file(chosen.data, flat))
    except ParameterError as error:
        print(f"reference: {error}", file=sys.stderr)
        return 2
    except RefusedLine as error:
        print(f"reference: {error}", file=sys.stderr)
        return 1
    with open(chosen.out, "wb") as file:
        file.write(made.data)
    print(json.dumps({"rows": made.rows, "records": made.records, "columns": len(made.header)}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
