"""Numbers in parameters: the grammar, the exact plain decimal they are written as."""

import re

from .errors import ParameterError

_NUMBER = re.compile(r"([+-]?)(?:([0-9]+)(?:\.([0-9]*))?|\.([0-9]+))(?:[eE]([+-]?[0-9]+))?")
_YEAR = re.compile(r"[0-9]{1,9}")
EXPONENT_MAX = 308


def canonical_number(parameter, text):
    match = _NUMBER.fullmatch(text)
    if not match:
        raise ParameterError(parameter, f"not a number: {text!r}")
    sign, whole, fraction, bare_fraction, exponent = match.groups()
    whole, fraction = whole or "", fraction or bare_fraction or ""
    shift = int(exponent or 0)
    if abs(shift) > EXPONENT_MAX or float(text) in (float("inf"), float("-inf")):
        raise ParameterError(parameter, f"beyond a double: {text!r}")
    digits = whole + fraction
    point = len(whole) + shift
    if point < 0:
        digits, point = "0" * -point + digits, 0
    digits = digits.ljust(point, "0")
    whole = digits[:point].lstrip("0") or "0"
    fraction = digits[point:].rstrip("0")
    plain = whole + ("." + fraction if fraction else "")
    return "-" + plain if sign == "-" and plain != "0" else plain


def canonical_year(parameter, text):
    if not _YEAR.fullmatch(text):
        raise ParameterError(parameter, f"not a year: {text!r}")
    return str(int(text))
