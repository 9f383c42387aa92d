"""File options: reading, refusing, and their canonical form (one at its default is left out)."""

from dataclasses import dataclass, field

from .errors import ParameterError
from .items import bounded, by_bytes

CHOICES = {
    "fileType": ("csv", "json", "ndjson"),
    "layout": ("sample", "method", "long"),
    "repeats": ("join", "columns"),
    "compression": ("none", "gzip", "zstd"),
    "bom": ("false", "true"),
    "safe": ("false", "true"),
}
COMPANIONS = ("qualifier", "method", "stdev", "lab", "comment")
LEGACY = ("outputlevel", "showmethods")
NAMES = {*CHOICES, "columns", "companions", *LEGACY}


@dataclass
class Options:
    fileType: str = "csv"
    layout: str = "sample"
    repeats: str = "join"
    compression: str = "none"
    bom: bool = False
    safe: bool = False
    columns: str | list = "present"
    companions: list = field(default_factory=list)

    def canonical(self):
        shown = {}
        for name, choices in CHOICES.items():
            value = getattr(self, name)
            text = str(value).lower() if isinstance(value, bool) else value
            if text != choices[0]:
                shown[name] = text
        if self.companions:
            shown["companions"] = ",".join(self.companions)
        if self.columns == "all":
            shown["columns"] = "all"
        elif isinstance(self.columns, list):
            shown["columns"] = ",".join(map(_csv_item, self.columns))
        return shown


def ascii_lower(text):
    return "".join(char.lower() if char.isascii() else char for char in text)


def read(pairs):
    """Options from (name, value) pairs; an empty value is not given."""
    given = {}
    for name, value in pairs:
        if value:
            given.setdefault(name, []).append(value)
    chosen = Options()
    for name, choices in CHOICES.items():
        value = _choice(name, choices, given.get(name, []))
        if value is not None:
            setattr(chosen, name, value == "true" if name in ("bom", "safe") else value)
    chosen.columns = _columns(given.get("columns", []))
    chosen.companions = _companions(given.get("companions", []))
    _apply_legacy(chosen, given)
    for name in ("bom", "safe"):
        if getattr(chosen, name) and chosen.fileType != "csv":
            raise ParameterError(name, "only for fileType=csv")
    return chosen


def _choice(name, choices, values):
    values = {ascii_lower(value) for value in values}
    for value in values:
        if value not in choices:
            raise ParameterError(name, f"{value!r} is none of {', '.join(choices)}")
    if len(values) > 1:
        raise ParameterError(name, "given twice with different values")
    return values.pop() if values else None


def _companions(values):
    items = {ascii_lower(item.strip(" ")) for value in values for item in value.split(",")} - {""}
    for item in items:
        if item not in COMPANIONS:
            raise ParameterError("companions", f"{item!r} is none of {', '.join(COMPANIONS)}")
    return by_bytes(items)


def _apply_legacy(chosen, given):
    levels = map(ascii_lower, given.get("outputlevel", []))
    if "method" in levels and "layout" not in given:
        chosen.layout = "method"
    wishes = {ascii_lower(value) for value in given.get("showmethods", [])}
    if wishes & {"yes", "true", "1"}:
        chosen.companions = by_bytes([*chosen.companions, "method"])


def _columns(values):
    items = by_bytes(item for value in values for item in csv_record("columns", value) if item)
    bounded("columns", items)
    if not items:
        return "present"
    if len(items) == 1 and ascii_lower(items[0]) in ("present", "all"):
        return ascii_lower(items[0])
    return items


def csv_record(parameter, text):
    """The fields of one strict RFC 4180 record."""
    fields, at = [], 0
    while True:
        if text[at : at + 1] == '"':
            value, at = _quoted(parameter, text, at + 1)
        else:
            end = text.find(",", at)
            end = len(text) if end < 0 else end
            value, at = text[at:end], end
            if set(value) & set('"\r\n'):
                raise ParameterError(parameter, "a quote or line end outside quotes")
        fields.append(value)
        if at == len(text):
            return fields
        if text[at] != ",":
            raise ParameterError(parameter, "text after a closing quote")
        at += 1


def _quoted(parameter, text, at):
    value = ""
    while True:
        end = text.find('"', at)
        if end < 0:
            raise ParameterError(parameter, "a quote is not closed")
        value += text[at:end]
        if text[end + 1 : end + 2] != '"':
            return value, end + 1
        value, at = value + '"', end + 2


def _csv_item(text):
    return '"' + text.replace('"', '""') + '"' if set(text) & set(',"\r\n') else text
