"""The cells of a record's metadata columns."""

from .cells import ABSENT, NULL, Cell, field_cell, joined, joined_or_absent, leaf_cell, part_of, present, value_cell
from .values import leaves


def metadata_cell(record, column):
    maker = _MADE.get(column)
    return maker(record) if maker else field_cell(record.document, column)


def _geo_features(record):
    if "geoFeatures" not in record.document:
        return ABSENT
    found = leaves(record.document["geoFeatures"])
    if found and all(feature is None for feature in found):
        return NULL
    parts = [part for part in map(_feature, found) if part is not None]
    return joined(parts) if parts else ABSENT


def _feature(feature):
    """`type: name`, or the one there is, or None."""
    if feature is None:
        return None
    if not isinstance(feature, dict):
        return leaf_cell(feature)
    kind, name = field_cell(feature, "type"), field_cell(feature, "name")
    if present(kind) and present(name):
        return Cell(f"{kind.text}: {name.text}")
    if present(kind):
        return kind
    return name if present(name) else None


def _citations(record):
    citations = record.citations()
    if citations is None:
        return NULL
    return joined_or_absent([_citation(citation) for citation in citations])


def _citation(citation):
    code = field_cell(citation, "citationCode")
    return code if present(code) else part_of(citation, "citationId")


def _each_citation(field):
    return lambda record: joined_or_absent([part_of(citation, field) for citation in record.citations() or []])


def _authors(record):
    everyone = [author for citation in record.citations() or [] for author in leaves(citation.get("authors", []))]
    return value_cell(everyone)


_MADE = {
    "geoFeatures": _geo_features,
    "citations": _citations,
    "authors": _authors,
    "publicationYears": _each_citation("citationPublicationYear"),
    "dois": _each_citation("citationDOI"),
}


def citation_of_result(record, result):
    """citationCode of the citation that the result names, else the id as it stands; a list of ids is several."""
    named = [leaf for leaf in leaves(result.get("citationId", [])) if leaf is not None]
    if not named:
        return field_cell(result, "citationId")
    return joined([_code_of(record, leaf_cell(identifier)) for identifier in named])


def _code_of(record, named):
    for citation in record.citations() or []:
        ids = [leaf_cell(leaf).text for leaf in leaves(citation.get("citationId", [])) if leaf is not None]
        code = field_cell(citation, "citationCode")
        if named.text in ids and present(code):
            return code
    return named
