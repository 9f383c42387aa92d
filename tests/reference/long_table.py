"""layout=long: one row for each result."""

from .cells import field_cell
from .columns import unknown_column
from .metadata import citation_of_result, metadata_cell
from .vocabulary import LONG_COLUMNS

OF_THE_RECORD = ("sampleId", "sampleName", "latitude", "longitude", "citations")
FIELDS = {"group": "variableGroup"}


def long_table(records, columns):
    if isinstance(columns, list):
        for item in columns:
            if item not in LONG_COLUMNS:
                raise unknown_column(item, LONG_COLUMNS)
        header = [name for name in LONG_COLUMNS if name in columns or name == "sampleId"]
    else:
        header = LONG_COLUMNS
    return header, _rows(records, header)


def _rows(records, header):
    for record in records:
        own = {name: metadata_cell(record, name) for name in OF_THE_RECORD}
        for result in record.results:
            yield [own[name] if name in own else _result_cell(record, result, name) for name in header]


def _result_cell(record, result, name):
    if name == "citation":
        return citation_of_result(record, result)
    return field_cell(result, FIELDS.get(name, name))
