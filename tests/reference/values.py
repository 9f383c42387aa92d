"""JSON values of a record: numbers digit for digit, lists flattened, anything as text."""

import re

JSON_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_ESCAPED = re.compile(r'["\\\x00-\x1f]')
_SHORT = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r"}


class Number(str):
    """A JSON number as the document spells it."""

    __slots__ = ()


def leaves(value):
    """One value is a list of one; nested lists are flattened; null is a value here."""
    if not isinstance(value, list):
        return [value]
    return [leaf for element in value for leaf in leaves(element)]


def leaf_text(leaf):
    """A leaf (not null) as text."""
    if isinstance(leaf, str):
        return str(leaf)
    if isinstance(leaf, bool):
        return "true" if leaf else "false"
    return compact_json(leaf)


def json_string(text):
    return '"' + _ESCAPED.sub(lambda m: _SHORT.get(m.group(), f"\\u{ord(m.group()):04x}"), text) + '"'


def compact_json(value):
    if value is None:
        return "null"
    if isinstance(value, Number):
        return str(value)
    if isinstance(value, str):
        return json_string(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return "[" + ",".join(map(compact_json, value)) + "]"
    return "{" + ",".join(f"{json_string(key)}:{compact_json(inner)}" for key, inner in value.items()) + "}"


def texts(value):
    """All texts of a value; nulls have none."""
    return [leaf_text(leaf) for leaf in leaves(value) if leaf is not None]


def doubles(value):
    """The finite doubles that a search sees: numbers, and texts that are wholly a JSON number."""
    found = []
    for leaf in leaves(value):
        if isinstance(leaf, str) and JSON_NUMBER.fullmatch(leaf):
            number = float(leaf)
            if number not in (float("inf"), float("-inf")):
                found.append(number)
    return found
