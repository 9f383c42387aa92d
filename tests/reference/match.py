"""Whether a record satisfies the criteria. Every clause is a function of the record and what is wanted."""

from . import polygon
from .lowercase import lower
from .values import doubles, leaves, texts
from .vocabulary import ELEMENTS_SPELLED_LIKE_A_CODE

LEVELS = ("level1", "level2", "level3", "level4")


def matches(record, criteria):
    citation = {name: wanted for name, wanted in criteria.items() if name in CITATION_CLAUSES}
    if citation and not any(
        all(CITATION_CLAUSES[name](one, wanted) for name, wanted in citation.items())
        for one in record.citations() or []
    ):
        return False
    return all(CLAUSES[name](record, wanted) for name, wanted in criteria.items() if name not in citation)


def lowered(value):
    return [lower(text) for text in texts(value)]


def _whole(field):
    return lambda holder, wanted: any(text in wanted for text in lowered(holder.get(field)))


def _substring(field):
    return lambda holder, wanted: any(part in text for text in lowered(holder.get(field)) for part in wanted)


def _document(clause):
    return lambda record, wanted: clause(record.document, wanted)


def _authors(citation, wanted):
    return any(name in wanted or name.split(",", 1)[0] in wanted for name in lowered(citation.get("authors")))


def _year(test):
    return lambda citation, wanted: any(test(year, wanted) for year in doubles(citation.get("citationPublicationYear")))


# All of these must hold for one and the same citation.
CITATION_CLAUSES = {
    "authors": _authors,
    "citationTitles": _whole("citationTitle"),
    "journals": _whole("citationContainerTitle"),
    "doi": _whole("citationDOI"),
    "title": _substring("citationTitle"),
    "journal": _substring("citationContainerTitle"),
    "publicationYears": _year(lambda year, wanted: year in wanted),
    "minpubyear": _year(lambda year, wanted: year >= wanted),
    "maxpubyear": _year(lambda year, wanted: year <= wanted),
    "exactpubyear": _year(lambda year, wanted: year == wanted),
}


def _analysis_types(record, wanted):
    lone, grouped = wanted
    types, materials = lowered(record.document.get("analysisType")), lowered(record.document.get("material"))
    return any(kind in lone or set(grouped.get(kind, ())) & set(materials) for kind in types)


def _taxons(record, wanted):
    lone, grouped = wanted
    levels = [lowered(record.document.get(level)) for level in LEVELS]
    for number, names in enumerate(levels):
        below = {name for deeper in levels[number + 1 :] for name in deeper}
        if any(name in lone or below & set(grouped.get(name, ())) for name in names):
            return True
    return False


def _features(record):
    return [feature for feature in leaves(record.document.get("geoFeatures")) if isinstance(feature, dict)]


def _geo_features(record, wanted):
    lone, grouped = wanted
    for feature in _features(record):
        types, names = lowered(feature.get("type")), lowered(feature.get("name"))
        if set(lone) & {*types, *names} or any(set(grouped.get(kind, ())) & set(names) for kind in types):
            return True
    return False


def _keyword(record, wanted):
    found = lowered(record.document.get("rockDescription")) + lowered(record.document.get("level4"))
    found += [name for feature in _features(record) for name in lowered(feature.get("name"))]
    return any(part in text for text in found for part in wanted)


def _laboratories(record, wanted):
    return any(_whole("laboratory")(result, wanted) for result in record.results)


def _variables(record, wanted):
    lone, grouped = wanted
    group_items = {lower(item) for item in lone if item not in ELEMENTS_SPELLED_LIKE_A_CODE}
    for result in record.results:
        names, groups = texts(result.get("variable")), lowered(result.get("variableGroup"))
        if set(names) & set(lone) or set(groups) & group_items:
            return True
        if any(set(grouped.get(group, ())) & set(names) for group in groups):
            return True
    return False


def _chemistry(record, wanted):
    return all(any(_expression(result, expression) for result in record.results) for expression in wanted)


def _expression(result, expression):
    group, variable, least, most = expression
    if group and group not in lowered(result.get("variableGroup")):
        return False
    if variable and variable not in texts(result.get("variable")):
        return False
    if not least and not most:
        return True
    if texts(result.get("qualifier")):
        return False
    return any(
        (not least or value >= float(least)) and (not most or value <= float(most))
        for value in doubles(result.get("value"))
    )


def _bounding_box(record, wanted):
    west, south, east, north = wanted
    if not any(south <= lat <= north for lat in doubles(record.document.get("latitude"))):
        return False
    for lon in doubles(record.document.get("longitude")):
        if (west <= lon <= east) if west <= east else (lon >= west or lon <= east):
            return True
    return False


def _polygons(record, wanted):
    return any(
        polygon.contains(ring, lon, lat)
        for ring in wanted
        for lon in doubles(record.document.get("longitude"))
        for lat in doubles(record.document.get("latitude"))
    )


def _ends(record):
    """(all lower ends, all upper ends) of the age, in Ma; an unknown end is an empty list."""
    age = doubles(record.document.get("age"))
    return (doubles(record.document.get("ageMin")) or age, doubles(record.document.get("ageMax")) or age)


CLAUSES = {
    "sampleNames": _document(_whole("sampleName")),
    "igsn": _document(_whole("igsn")),
    "expeditions": _document(_whole("expeditions")),
    "dataSources": _document(_whole("dataSource")),
    "material": _document(_whole("material")),
    "geologicalage": _document(_whole("geologicalAge")),
    **{level: _document(_whole(level)) for level in LEVELS},
    "laboratories": _laboratories,
    "analysisTypes": _analysis_types,
    "taxons": _taxons,
    "geoFeatures": _geo_features,
    "keyword": _keyword,
    "variables": _variables,
    "chemistry": _chemistry,
    "boundingBox": _bounding_box,
    "polygons": _polygons,
    "minage": lambda record, wanted: any(wanted <= upper for upper in _ends(record)[1]),
    "maxage": lambda record, wanted: any(lower_end <= wanted for lower_end in _ends(record)[0]),
    "exactage": lambda record, wanted: (
        any(low <= wanted for low in _ends(record)[0]) and any(wanted <= high for high in _ends(record)[1])
    ),
}
