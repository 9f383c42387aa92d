"""A query string becomes criteria (what is searched for) and the canonical parameters."""

import os
import re
from fractions import Fraction

from . import chemistry, options, polygon
from .errors import ParameterError
from .items import bounded, by_bytes, grouped_items, grouped_text, plain_items, text_items
from .numbers import canonical_number, canonical_year
from .vocabulary import ALIASES, BOX_SIDES, IGNORED, KINDS, QUERY_BYTES_MAX

_ESCAPE = re.compile(rb"%([0-9A-Fa-f]{2})?")
_UNRESERVED = set(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")


class Query:
    """criteria: {parameter: normalised structure}; canonical: {parameter: text}; options: options.Options."""

    def __init__(self, environment, text):
        self.environment = environment
        given, chosen = _sort_out(environment, pairs(text))
        self.options = options.read(chosen)
        self.criteria, self.canonical = {}, {}
        for name, values in given.items():
            structure, canonical = _READERS[KINDS[environment][name]](name, values)
            if canonical:
                self.criteria[name], self.canonical[name] = structure, canonical
        _refuse_reversed(self.canonical, "minage", "maxage")
        _refuse_reversed(self.canonical, "minpubyear", "maxpubyear")

    def canonical_parameters(self):
        return encoded(self.canonical)

    def canonical_options(self):
        return encoded(self.options.canonical())


def pairs(text):
    """Decoded (name, value) of every non-empty piece, in order."""
    raw = os.fsencode(text) if isinstance(text, str) else text
    if len(raw) > QUERY_BYTES_MAX:
        raise ParameterError("query", f"longer than {QUERY_BYTES_MAX} bytes")
    found = []
    for piece in raw.removeprefix(b"?").split(b"&"):
        if piece:
            name, _, value = piece.partition(b"=")
            label = name.decode("utf-8", "replace")
            found.append((_decoded(name, label), _decoded(value, label)))
    return found


def _decoded(raw, label):
    def byte(match):
        if match.group(1) is None:
            raise ParameterError(label, "a % without two hex digits")
        return bytes([int(match.group(1), 16)])

    try:
        return _ESCAPE.sub(byte, raw.replace(b"+", b" ")).decode("utf-8")
    except UnicodeDecodeError:
        raise ParameterError(label, "not UTF-8") from None


def encoded(parameters):
    def escaped(text):
        return "".join(chr(byte) if byte in _UNRESERVED else f"%{byte:02X}" for byte in text.encode())

    names = sorted(parameters, key=lambda name: name.encode())
    return "&".join(f"{escaped(name)}={escaped(parameters[name])}" for name in names)


def _sort_out(environment, given_pairs):
    """({parameter: values}, [(option, value)]) with aliases resolved and everything unknown refused."""
    kinds, aliases, sides = KINDS[environment], ALIASES[environment], BOX_SIDES[environment]
    given, chosen, box = {}, [], {}
    for name, value in given_pairs:
        if name in options.NAMES:
            chosen.append((name, value))
        elif name in sides:
            if value:
                box.setdefault(name, []).append(value)
        elif name in kinds or name in aliases:
            if value:
                given.setdefault(aliases.get(name, name), []).append(value)
        elif name not in IGNORED:
            raise ParameterError(name, "unknown parameter")
    if box:
        missing = [side for side in sides if side not in box]
        if missing:
            raise ParameterError(missing[0], "west, south, east and north belong together")
        given.setdefault("boundingBox", []).append(",".join(_one(side, box[side], canonical_number) for side in sides))
    return given, chosen


def _one(name, values, normalise):
    normal = {normalise(name, value) for value in values}
    if len(normal) > 1:
        raise ParameterError(name, "given twice with different values")
    return normal.pop() if normal else ""


def _box(name, text):
    parts = [canonical_number(name, part) for part in text.split(",")]
    if len(parts) != 4:
        raise ParameterError(name, "not west,south,east,north")
    west, south, east, north = map(Fraction, parts)
    if max(abs(west), abs(east)) > 180 or max(abs(south), abs(north)) > 90:
        raise ParameterError(name, "longitudes lie within 180, latitudes within 90")
    if south > north:
        raise ParameterError(name, "south is above north")
    return ",".join(parts)


def _refuse_reversed(canonical, low, high):
    if low in canonical and high in canonical and Fraction(canonical[low]) > Fraction(canonical[high]):
        raise ParameterError(low, f"above {high}")


def _read_text(name, values):
    items = text_items(name, values)
    return items, "||".join(items)


def _read_grouped(name, values):
    lone, grouped = grouped_items(name, values, of_variables=name == "variables")
    return (lone, grouped), grouped_text(lone, grouped)


def _read_years(name, values):
    years = bounded(name, by_bytes(canonical_year(name, item) for value in values for item in plain_items(value)))
    return [int(year) for year in years], "||".join(years)


def _read_year(name, values):
    year = _one(name, [item for value in values for item in plain_items(value)], canonical_year)
    return int(year or 0), year


def _read_number(name, values):
    number = _one(name, values, canonical_number)
    return float(number), number


def _read_box(name, values):
    box = _one(name, values, _box)
    return [float(part) for part in box.split(",")], box


def _read_polygons(name, values):
    rings = {
        polygon.ring_text(vertices): vertices
        for vertices in (polygon.ring(item) for value in values for item in plain_items(value))
    }
    texts = bounded(name, by_bytes(rings))
    return [rings[text] for text in texts], "||".join(texts)


def _read_chemistry(_name, values):
    found = chemistry.expressions(values)
    return found, ",".join(map(chemistry.expression_text, found))


_READERS = {
    "text": _read_text,
    "grouped": _read_grouped,
    "variables": _read_grouped,
    "years": _read_years,
    "year": _read_year,
    "number": _read_number,
    "box": _read_box,
    "polygons": _read_polygons,
    "chemistry": _read_chemistry,
}
