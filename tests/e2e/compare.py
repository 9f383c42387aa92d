"""Where two files part: the first differing line and, for CSV, the cell."""

import csv
import io

SHOWN_MAX = 300


def difference(wanted, found, file_type):
    """A few lines for a person; empty when the bytes are the same."""
    if wanted == found:
        return ""
    offset = next((i for i, (a, b) in enumerate(zip(wanted, found)) if a != b), min(len(wanted), len(found)))
    lines = [f"first difference at byte {offset} (sizes: reference {len(wanted)}, exportd {len(found)})"]
    cell = _csv_cell(wanted, found) if file_type == "csv" else None
    return "\n".join([*lines, *(cell or _line(wanted, found, offset))])


def _line(wanted, found, offset):
    number = wanted[:offset].count(b"\n") + 1
    start = max(wanted.rfind(b"\n", 0, offset) + 1, offset - SHOWN_MAX // 2)
    return [
        f"line {number}, from byte {start}:",
        *_both(wanted[start : start + SHOWN_MAX], found[start : start + SHOWN_MAX]),
    ]


def _csv_cell(wanted, found):
    """None when the rows read the same and only their writing differs."""
    try:
        rows_wanted, rows_found = _rows(wanted), _rows(found)
    except (UnicodeDecodeError, csv.Error):
        return None
    header = rows_wanted[0] if rows_wanted else []
    for number, (one, other) in enumerate(zip(rows_wanted, rows_found)):
        for place, (a, b) in enumerate(zip(one, other)):
            if a != b:
                name = header[place] if place < len(header) else "?"
                return [f"record {number} ({one[0]!r}), column {place} ({name!r}):", *_both(a, b)]
        if len(one) != len(other):
            return [f"record {number}: reference has {len(one)} cells, exportd {len(other)}"]
    if len(rows_wanted) != len(rows_found):
        return [f"reference has {len(rows_wanted)} records, exportd {len(rows_found)}"]
    return None


def _rows(data):
    csv.field_size_limit(1 << 30)
    return list(csv.reader(io.StringIO(data.decode("utf-8"), newline=""), strict=True))


def _both(wanted, found):
    return [f"  reference: {wanted[:SHOWN_MAX]!r}", f"  exportd:   {found[:SHOWN_MAX]!r}"]
