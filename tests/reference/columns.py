"""Analyte columns: which there are, their order, their names, and those a list selects."""

import difflib

from .errors import ParameterError
from .lowercase import lower
from .measurement import measurements
from .vocabulary import ELEMENTS_SPELLED_LIKE_A_CODE, GROUP_CODES, GROUPS, METADATA_COLUMNS, VARIABLE_ORDER

_OTHER_GROUP, _NO_GROUP = len(GROUPS), len(GROUPS) + 1


def group_rank(group):
    """The four groups ignoring case, then others by their bytes, then none."""
    if not group:
        return (_NO_GROUP, b"")
    name = lower(group)
    return (GROUPS.index(name), b"") if name in GROUPS else (_OTHER_GROUP, group.encode())


def analytes(records, by_method):
    """[(key, group rank)] of every (variable, unit, method) that the records hold, in column order."""
    ranks = {}
    for record in records:
        for key, (_, groups) in measurements(record, by_method).items():
            best = min(map(group_rank, set(groups)))
            if key not in ranks or best < ranks[key]:
                ranks[key] = best
    return sorted(ranks.items(), key=_place)


def _place(entry):
    (variable, unit, method), rank = entry
    return (rank, VARIABLE_ORDER.get(variable, len(VARIABLE_ORDER)), variable.encode(), unit.encode(), method.encode())


def plain_name(key):
    variable, unit, method = key
    name = variable or "[unnamed]"
    if unit:
        name += f" ({unit})"
    return f"{name} [{method}]" if method else name


class Names:
    """Gives each column a name that no other bears."""

    def __init__(self):
        self.taken = set(METADATA_COLUMNS)

    def analyte(self, key):
        name = plain_name(key)
        return self.give(f"{name} [analyte]" if name in METADATA_COLUMNS else name)

    def give(self, name):
        free, number = name, 2
        while free in self.taken:
            free, number = f"{name} [{number}]", number + 1
        self.taken.add(free)
        return free


def select(items, named):
    """(metadata columns, analyte keys) that a list of column names selects.

    `named`: [(key, group rank, header)] of every analyte, as with columns=all.
    """
    metadata, keys = {"sampleId"}, set()
    for item in items:
        found = {key for key, _, header in named if header == item or key[0] == item}
        if item in METADATA_COLUMNS:
            metadata.add(item)
        elif not found:
            group = GROUP_CODES.get(lower(item))
            if group is None or item in ELEMENTS_SPELLED_LIKE_A_CODE:
                raise unknown_column(item, [*METADATA_COLUMNS, *(header for _, _, header in named)])
            found = {key for key, rank, _ in named if rank == group_rank(group)}
        keys |= found
    return metadata, keys


def unknown_column(item, known):
    nearest = difflib.get_close_matches(item, known, 1, 0)
    return ParameterError("columns", f"no column {item!r}; the nearest is {nearest[0] if nearest else 'sampleId'!r}")
