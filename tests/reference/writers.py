"""The bytes of the file, before compression."""

from .cells import NULL, NUMBER, TEXT, Cell, present
from .values import json_string

FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")
QUOTED_FOR = set(',"\r\n')


def write(header, rows, options):
    """(bytes, number of rows)."""
    rows = list(rows)
    return _WRITERS[options.fileType](header, rows, options).encode(), len(rows)


def _csv(header, rows, options):
    lines = [[Cell(name) for name in header], *rows]
    text = "".join(",".join(_csv_cell(cell, options.safe) for cell in line) + "\r\n" for line in lines)
    return "\ufeff" + text if options.bom else text


def _csv_cell(cell, safe):
    if not present(cell):
        return ""
    text = cell.text
    if safe and cell.kind == TEXT and text.startswith(FORMULA_STARTS):
        text = "'" + text
    if not text or QUOTED_FOR & set(text):
        return '"' + text.replace('"', '""') + '"'
    return text


def _json(header, rows, _options):
    objects = [_object(header, row) for row in rows]
    return "[\n" + ",\n".join(objects) + "\n]\n" if objects else "[]\n"


def _ndjson(header, rows, _options):
    return "".join(_object(header, row) + "\n" for row in rows)


def _object(header, row):
    members = []
    for name, cell in zip(header, row):
        if cell is NULL:
            members.append(f"{json_string(name)}:null")
        elif present(cell):
            members.append(f"{json_string(name)}:{cell.text if cell.kind == NUMBER else json_string(cell.text)}")
    return "{" + ",".join(members) + "}"


_WRITERS = {"csv": _csv, "json": _json, "ndjson": _ndjson}
