"""Peer: the way most people would do it in Python: opensearch-py and csv.DictWriter, one record at a time.

    opensearch_scan.py URL INDEX PAGE_ROWS OUT.csv COLUMNS.txt

COLUMNS.txt holds the names of the columns, one a line: they are known beforehand, which spares it a first pass.
"""

import csv
import sys

from scanned_rows import header, rows


def main():
    url, index, page_rows, out, columns = sys.argv[1:]
    with open(out, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, header(columns), restval="", extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows(url, index, page_rows))


if __name__ == "__main__":
    main()
