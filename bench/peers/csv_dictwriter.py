"""Peer: the way most people would do it in Python, json and csv.DictWriter, one record at a time.

    csv_dictwriter.py RECORDS.ndjson OUT.csv COLUMNS.txt

COLUMNS.txt holds the names of the columns, one a line: like columns=all, they are known beforehand.
"""

import csv
import json
import sys


def text(value):
    if isinstance(value, list):
        return "; ".join(str(element) for element in value)
    return value


def main():
    records, out, columns = sys.argv[1:]
    with open(columns, encoding="utf-8") as names:
        header = names.read().split("\n")[:-1]
    with open(records, encoding="utf-8") as lines, open(out, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, header, restval="", extrasaction="ignore")
        writer.writeheader()
        for line in lines:
            record = json.loads(line)
            citations = record.pop("citations", [])
            record["citations"] = "; ".join(citation.get("citationCode", "") for citation in citations)
            record["authors"] = "; ".join(author for citation in citations for author in citation.get("authors", []))
            record["publicationYears"] = "; ".join(str(c.get("citationPublicationYear", "")) for c in citations)
            record["dois"] = "; ".join(citation.get("citationDOI", "") for citation in citations)
            record["expeditions"] = text(record.get("expeditions"))
            writer.writerow(record)


if __name__ == "__main__":
    main()
