"""Peer: the whole index as one pandas frame.

    opensearch_pandas.py URL INDEX PAGE_ROWS OUT.csv COLUMNS.txt
"""

import sys

import pandas
from scanned_rows import header, rows


def main():
    url, index, page_rows, out, columns = sys.argv[1:]
    frame = pandas.DataFrame.from_records(list(rows(url, index, page_rows)))
    frame.reindex(columns=header(columns)).to_csv(out, index=False, lineterminator="\r\n")


if __name__ == "__main__":
    main()
