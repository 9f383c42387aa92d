"""The file as a table: header and rows of cells."""

from dataclasses import dataclass

from .cells import ABSENT
from .columns import Names, analytes, select
from .long_table import long_table
from .measurement import measurements
from .metadata import metadata_cell
from .slots import ORDER, companions, slots
from .vocabulary import METADATA_COLUMNS


@dataclass
class Column:
    header: str
    cell: object  # record -> cell
    key: tuple | None = None


def build(records, everything, options):
    """(header, rows) for the selected records; `everything` is all records of the environment."""
    if options.layout == "long":
        return long_table(records, options.columns)
    by_method = options.layout == "method"
    named, metadata, chosen = _named_analytes(records, everything, options, by_method)
    wanted = [kind for kind in ORDER if kind in options.companions and not (by_method and kind == "method")]
    columns = [Column(name, _metadata(name)) for name in METADATA_COLUMNS if name in metadata]
    columns += _analyte_columns(records, named, chosen, wanted, options.repeats, by_method)
    return [column.header for column in columns], (_row(record, columns, by_method) for record in records)


def _row(record, columns, by_method):
    held = measurements(record, by_method)
    return [column.cell(record) if column.key is None or column.key in held else ABSENT for column in columns]


def _metadata(name):
    return lambda record: metadata_cell(record, name)


def _named_analytes(records, everything, options, by_method):
    """([(key, group rank, header)], metadata columns to show, keys of analytes to show)."""
    names = Names()
    pool = records if options.columns == "present" else everything
    named = [(key, rank, names.analyte(key)) for key, rank in analytes(pool, by_method)]
    if isinstance(options.columns, list):
        metadata, chosen = select(options.columns, named)
        return named, metadata, chosen
    return named, set(METADATA_COLUMNS), {key for key, _, _ in named}


def _holders(records, by_method):
    found = {}
    for record in records:
        for key in measurements(record, by_method):
            found.setdefault(key, []).append(record)
    return found


def _analyte_columns(records, named, chosen, wanted, repeats, by_method):
    """All columns right of the metadata. Names go to analytes, then repeats, then companions.

    A list picks from the columns as they are named with all, so it never changes a name.
    """
    names = Names()
    names.taken |= {header for _, _, header in named}
    holders = _holders(records, by_method)
    placed = []
    for key, _, header in named:
        for slot in slots(key, holders.get(key, []), by_method, repeats):
            placed.append((slot, names.give(f"{header} [{slot.number + 1}]") if slot.number else header))
    columns = []
    for slot, header in placed:
        made = [Column(header, slot.value_cell if "qualifier" in wanted else slot.cell, slot.key)]
        for suffix, cell in companions(slot, holders.get(slot.key, []), wanted):
            made.append(Column(names.give(f"{header} {suffix}"), cell, slot.key))
        columns += made if slot.key in chosen else []
    return columns
