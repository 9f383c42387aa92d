"""One result as a cell sees it: what it shows, and what stands beside it in companions."""

from .cells import EMPTY, NULL, TEXT, Cell, field_cell, key_text, part_of, present
from .results import expanded
from .values import texts


class Measurement:
    __slots__ = ("result", "value", "shown", "null")

    def __init__(self, result):
        self.result = result
        self.value = field_cell(result, "value")
        value_text = field_cell(result, "valueText")
        qualifier = field_cell(result, "qualifier")
        self.null = self.value is NULL or value_text is NULL
        self.shown = _shown(qualifier, self.value, value_text)

    def value_part(self):
        return self.value if present(self.value) else EMPTY

    def qualifier_part(self):
        """The qualifier alone beside a value; a text result stands here whole."""
        return part_of(self.result, "qualifier") if present(self.value) else self.shown

    def part(self, field):
        return part_of(self.result, field)

    def stdev_label(self):
        """`1S`, or `stdev` without a type; a unit is added when it is not the result's own."""
        label = key_text(self.result, "stdevType") or "stdev"
        unit = key_text(self.result, "stdevUnit")
        return f"{label} ({unit})" if unit and unit != key_text(self.result, "unit") else label


def _shown(qualifier, value, value_text):
    """The cell of one result, or None when it shows nothing."""
    mark = qualifier.text if present(qualifier) else ""
    if present(value):
        return Cell(mark + value.text, TEXT) if mark else value
    if present(value_text):
        text = value_text.text
        return Cell(mark + text, TEXT) if mark and not text.startswith(mark) else value_text
    return Cell(mark, TEXT) if present(qualifier) else None


def measurements(record, by_method):
    """{(variable, unit, method): ([Measurement], [group])} in document order; method is "" unless by_method."""
    if by_method in record.cache:
        return record.cache[by_method]
    found = {}
    for result in record.results:
        key = (key_text(result, "variable"), key_text(result, "unit"), key_text(result, "method") if by_method else "")
        listed, groups = found.setdefault(key, ([], []))
        listed += map(Measurement, expanded(result))
        groups += texts(result.get("variableGroup")) or [""]
    record.cache[by_method] = found
    return found
