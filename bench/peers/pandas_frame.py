"""Peer: the whole file as one pandas frame.

    pandas_frame.py RECORDS.ndjson OUT.csv COLUMNS.txt
"""

import sys

import pandas


def main():
    records, out, columns = sys.argv[1:]
    with open(columns, encoding="utf-8") as names:
        header = names.read().split("\n")[:-1]
    frame = pandas.read_json(records, lines=True, dtype=False, convert_dates=False)
    frame["expeditions"] = frame["expeditions"].str.join("; ")
    citations = frame.pop("citations")
    frame["citations"] = citations.map(lambda cited: "; ".join(c.get("citationCode", "") for c in cited))
    frame["authors"] = citations.map(lambda cited: "; ".join(a for c in cited for a in c.get("authors", [])))
    frame["publicationYears"] = citations.map(
        lambda cited: "; ".join(str(c.get("citationPublicationYear", "")) for c in cited)
    )
    frame["dois"] = citations.map(lambda cited: "; ".join(c.get("citationDOI", "") for c in cited))
    frame.reindex(columns=header).to_csv(out, index=False, lineterminator="\r\n")


if __name__ == "__main__":
    main()
