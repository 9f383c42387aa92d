"""`a||b` lists, and the `group::[a||b]` items of four parameters."""

from .errors import ParameterError
from .lowercase import lower
from .vocabulary import ELEMENTS_SPELLED_LIKE_A_CODE, GROUP_CODES, GROUPS, LIST_VALUES_MAX


def by_bytes(texts):
    return sorted(set(texts), key=lambda text: text.encode())


def bounded(parameter, values):
    if len(values) > LIST_VALUES_MAX:
        raise ParameterError(parameter, f"more than {LIST_VALUES_MAX} values")
    return values


def plain_items(text):
    """Trimmed of U+0020 only; a tab or a no-break space is part of the item."""
    return [item for item in (piece.strip(" ") for piece in text.split("||")) if item]


def text_items(parameter, values):
    """The searched-for items of a plain text parameter given one or more times."""
    return bounded(parameter, by_bytes(lower(item) for value in values for item in plain_items(value)))


def split_grouped(parameter, text):
    """Yields (None, item) and (group, body of the brackets), all as written."""
    at = 0
    while at <= len(text):
        bars, opening = text.find("||", at), text.find("::[", at)
        bars = len(text) if bars < 0 else bars
        if 0 <= opening < bars:
            closing = _closing_bracket(parameter, text, opening + 3)
            yield text[at:opening], text[opening + 3 : closing]
            bars = text.find("||", closing)
            bars = len(text) if bars < 0 else bars
        else:
            yield None, text[at:bars]
        at = bars + 2


def _closing_bracket(parameter, text, start):
    closing = text.find("]", start)
    while closing >= 0:
        rest = text[closing + 1 :].lstrip(" ")
        if not rest or rest.startswith("||"):
            return closing
        closing = text.find("]", closing + 1)
    raise ParameterError(parameter, "a list in brackets is not closed")


def group_name(text):
    """The name a group is searched by: a code stands for its group."""
    lowered = lower(text)
    return GROUP_CODES.get(lowered, lowered)


def lone_variable(text):
    """An item of `variables` outside brackets: a code or group name, else a name kept as written."""
    if text in ELEMENTS_SPELLED_LIKE_A_CODE:
        return text
    name = group_name(text)
    return name if name in GROUPS else text


def variable_name(parameter, text):
    if text.startswith(" ") or text.endswith(" "):
        raise ParameterError(parameter, f"{text!r} begins or ends with a space (write + as %2B)")
    return text


def grouped_items(parameter, values, of_variables=False):
    """(lone items, {group: items}) with everything normalised, sorted and without doubles."""
    lone, grouped = [], {}
    for value in values:
        for group, body in split_grouped(parameter, value):
            if group is None:
                lone += _items(parameter, body, of_variables)
                continue
            group = group.strip(" ")
            if not group:
                raise ParameterError(parameter, "an empty group before ::[")
            group = group_name(group) if of_variables else lower(group)
            inside = _items(parameter, body, of_variables)
            if not inside:
                raise ParameterError(parameter, f"an empty list in {group}::[]")
            if any(item.endswith("]") for item in inside):
                raise ParameterError(parameter, "a value in brackets ends with ]")
            grouped.setdefault(group, []).extend(inside)
    lone = [lone_variable(item) if of_variables else lower(item) for item in lone]
    if not of_variables:
        grouped = {group: [lower(item) for item in inside] for group, inside in grouped.items()}
    lone, grouped = by_bytes(lone), {group: by_bytes(inside) for group, inside in grouped.items()}
    bounded(parameter, lone + [item for inside in grouped.values() for item in inside])
    return lone, grouped


def _items(parameter, text, of_variables):
    if not of_variables:
        return plain_items(text)
    return [variable_name(parameter, piece) for piece in text.split("||") if piece]


def grouped_text(lone, grouped):
    return "||".join(by_bytes(lone + [f"{group}::[{'||'.join(inside)}]" for group, inside in grouped.items()]))
