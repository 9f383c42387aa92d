"""Reading records from NDJSON, and what an import refuses."""

import gzip
import json
import re

from .errors import RefusedLine
from .results import flat_results, nested_results
from .values import Number, leaves

DEPTH_MAX = 32
LINE_BYTES_MAX = 16 * 1024 * 1024
_SURROGATE = re.compile("[\ud800-\udfff]")


class Record:
    """One document; `results` are its results as objects, whatever the form of the record."""

    __slots__ = ("document", "results", "cells", "cache")

    def __init__(self, document, flat=None):
        self.document = document
        self.results = nested_results(document) if flat is None else flat_results(document, flat)
        self.cells = None
        self.cache = {}

    @property
    def sample_id(self):
        return self.document["sampleId"]

    def citations(self):
        """The citation objects, or None where the field holds nothing but nulls."""
        found = leaves(self.document.get("citations", []))
        objects = [citation for citation in found if citation is not None]
        return None if found and not objects else objects


def refuse(why):
    raise ValueError(why)


def _object(pairs):
    found = {}
    for key, value in pairs:
        if key in found:
            refuse(f"the key {key!r} twice in one object")
        found[key] = value
    return found


_DECODER = json.JSONDecoder(
    object_pairs_hook=_object,
    parse_int=Number,
    parse_float=Number,
    parse_constant=lambda name: refuse(f"{name} is not JSON"),
)


def parse_line(line):
    """The document of one line (bytes), or ValueError with the reason."""
    if len(line) > LINE_BYTES_MAX:
        refuse("longer than 16 MiB")
    text = line.decode("utf-8")
    try:
        document = _DECODER.decode(text)
    except RecursionError:
        refuse("nested too deep")
    if not isinstance(document, dict):
        refuse("not an object")
    if "\\u" in text:
        _refuse_surrogates(document)
    if _depth(document) > DEPTH_MAX:
        refuse("nested too deep")
    sample_id = document.get("sampleId")
    if not isinstance(sample_id, str) or isinstance(sample_id, Number) or not sample_id:
        refuse("sampleId is missing, empty or not text")
    for name in ("results", "citations"):
        if not all(leaf is None or isinstance(leaf, dict) for leaf in leaves(document.get(name))):
            refuse(f"something in {name} is not an object")
    return document


def _refuse_surrogates(value):
    if isinstance(value, str):
        if _SURROGATE.search(value):
            refuse("a lone surrogate")
    elif isinstance(value, list):
        for element in value:
            _refuse_surrogates(element)
    elif isinstance(value, dict):
        for key, inner in value.items():
            _refuse_surrogates(key)
            _refuse_surrogates(inner)


def _depth(value):
    if isinstance(value, dict):
        value = list(value.values())
    if not isinstance(value, list):
        return 0
    return 1 + max(map(_depth, value), default=0)


def read_documents(data):
    """Documents of NDJSON bytes in file order; RefusedLine at the first bad line."""
    first_lines = {}
    for number, line in enumerate(data.removeprefix(b"\xef\xbb\xbf").split(b"\n"), 1):
        if not line.strip(b" \t\r"):
            continue
        try:
            document = parse_line(line)
        except ValueError as error:
            raise RefusedLine(number, str(error)) from None
        earlier = first_lines.setdefault(document["sampleId"], number)
        if earlier != number:
            raise RefusedLine(number, f"sampleId {document['sampleId']!r} stood on line {earlier}")
        yield document


def read_file(path, flat=None):
    """All records in the default order: by the UTF-8 bytes of sampleId. `flat`: the analytes' table, or None."""
    opener = gzip.open if str(path).endswith(".gz") else open
    with opener(path, "rb") as file:
        documents = list(read_documents(file.read()))
    documents.sort(key=lambda document: document["sampleId"].encode())
    return [Record(document, flat) for document in documents]
