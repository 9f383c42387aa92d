"""What a cell holds: absent, null, or a text of which is known whether it is a number of the document."""

from dataclasses import dataclass

from .values import Number, leaf_text, leaves

NUMBER = "number"  # one JSON number of the document and nothing else
NUMBERS = "numbers"  # several document numbers and empty parts, joined
TEXT = "text"


@dataclass(frozen=True)
class Cell:
    text: str
    kind: str = TEXT


class _Nothing:
    def __init__(self, name):
        self.name = name

    def __repr__(self):
        return self.name


ABSENT = _Nothing("absent")
NULL = _Nothing("null")
EMPTY = Cell("")
_MISSING = object()


def joined(parts):
    if len(parts) == 1:
        return parts[0]
    plain = all(part.kind != TEXT or not part.text for part in parts)
    return Cell("; ".join(part.text for part in parts), NUMBERS if plain else TEXT)


def joined_or_absent(parts):
    """One part for each of several things; nothing at all when every part is empty."""
    return joined(parts) if any(part.text for part in parts) else ABSENT


def leaf_cell(leaf):
    return Cell(leaf_text(leaf), NUMBER if isinstance(leaf, Number) else TEXT)


def field_cell(holder, name):
    """A field as it stands: [] is absent, [null] null, nulls among others are skipped."""
    value = holder.get(name, _MISSING)
    return ABSENT if value is _MISSING else value_cell(value)


def value_cell(value):
    parts = leaves(value)
    if not parts:
        return ABSENT
    shown = [leaf_cell(part) for part in parts if part is not None]
    return joined(shown) if shown else NULL


def present(cell):
    return isinstance(cell, Cell)


def part_of(holder, name):
    """A field as one part among others: empty where there is nothing."""
    cell = field_cell(holder, name)
    return cell if present(cell) else EMPTY


def key_text(holder, name):
    """Variable, unit and method: absent, null and empty are the same."""
    return part_of(holder, name).text
