"""The place of an analyte in a row, its cell, and the companions right of it."""

from dataclasses import dataclass

from .cells import ABSENT, EMPTY, NULL, joined, joined_or_absent, present
from .measurement import measurements

ORDER = ("qualifier", "method", "stdev", "lab", "comment")
_FIELDS = {"method": "method", "lab": "laboratory", "comment": "methodComment"}
_SUFFIXES = {"qualifier": "qualifier", "method": "method", "lab": "lab", "comment": "method comment"}


@dataclass(frozen=True)
class Slot:
    """All results of an analyte together (number None), or the one with this number, from 0."""

    key: tuple
    number: int | None
    by_method: bool

    def listed(self, record):
        return measurements(record, self.by_method).get(self.key, ([], []))[0]

    def shown(self, record):
        shown = [one for one in self.listed(record) if one.shown is not None]
        return shown if self.number is None else shown[self.number : self.number + 1]

    def cell(self, record):
        shown = self.shown(record)
        return joined([one.shown for one in shown]) if shown else self._nothing_shown(record)

    def value_cell(self, record):
        """The cell when the qualifiers stand in a companion: values only."""
        shown = self.shown(record)
        if not shown:
            return self._nothing_shown(record)
        return joined([one.value_part() for one in shown]) if any(present(one.value) for one in shown) else ABSENT

    def _nothing_shown(self, record):
        """Null results are told from none in the first column of an analyte only."""
        listed = self.listed(record)
        if self.number or any(one.shown is not None for one in listed):
            return ABSENT
        return NULL if any(one.null for one in listed) else ABSENT


def slots(key, holders, by_method, repeats):
    """`holders`: the selected records that have a result of this analyte."""
    if repeats == "join":
        return [Slot(key, None, by_method)]
    whole = Slot(key, None, by_method)
    most = max((len(whole.shown(record)) for record in holders), default=0)
    return [Slot(key, number, by_method) for number in range(max(most, 1))]


def companions(slot, holders, wanted):
    """(suffix, record -> cell) of each companion that some record fills, in the order of columns."""
    for kind in wanted:
        for suffix, part in _parts(kind, slot, holders):
            cell = _cell(slot, part)
            if any(cell(record) is not ABSENT for record in holders):
                yield suffix, cell


def _cell(slot, part):
    return lambda record: joined_or_absent([part(one) for one in slot.shown(record)])


def _parts(kind, slot, holders):
    if kind == "stdev":
        labels = {one.stdev_label() for record in holders for one in slot.shown(record)}
        return [(label, _stdev(label)) for label in sorted(labels, key=str.encode)]
    if kind == "qualifier":
        return [(_SUFFIXES[kind], lambda one: one.qualifier_part())]
    return [(_SUFFIXES[kind], lambda one: one.part(_FIELDS[kind]))]


def _stdev(label):
    return lambda one: one.part("stdevValue") if one.stdev_label() == label else EMPTY
