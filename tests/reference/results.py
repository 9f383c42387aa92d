"""The results of a record, nested or flat, and those that one result with a list stands for."""

from .values import JSON_NUMBER, leaf_text, leaves
from .vocabulary import OWN_FIELDS


def nested_results(document):
    return [result for result in leaves(document.get("results")) if result is not None]


def flat_results(document, analytes):
    """Each element of a field that is not the record's own is one result.

    `analytes`: {field: {variable, unit, group}} for fields whose name is not the variable.
    """
    results = []
    for name, value in document.items():
        if name in OWN_FIELDS:
            continue
        facts = analytes.get(name, {})
        common = {"variable": facts.get("variable", name)}
        if "group" in facts:
            common["variableGroup"] = facts["group"]
        if "unit" in facts:
            common["unit"] = facts["unit"]
        results += [{**common, **_flat_value(leaf)} for leaf in leaves(value)]
    return results


def _flat_value(leaf):
    if leaf is None:
        return {"value": None}
    if isinstance(leaf, str):
        return {"value" if JSON_NUMBER.fullmatch(leaf) else "valueText": leaf}
    return {"valueText": leaf_text(leaf)}


def expanded(result):
    """A result whose value, else valueText, is a list of n stands for n results."""
    for name in ("value", "valueText"):
        value = result.get(name)
        if isinstance(value, list):
            parts = leaves(value)
            if parts:
                return [{**result, name: part} for part in parts]
        if any(leaf is not None for leaf in leaves(value)):
            break
    return [result]
