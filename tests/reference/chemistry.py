"""`chemistry` = (group,variable,min,max),… : how its expressions end and what they hold."""

import re
from fractions import Fraction

from .errors import ParameterError
from .items import by_bytes, group_name, variable_name
from .numbers import canonical_number
from .vocabulary import EXPRESSIONS_MAX

# A name may hold `)` and `,`: only what follows the bracket tells whether it closes the expression.
_END = re.compile(r"\) *(?:, *(?=\()|$)", re.DOTALL)


def expressions(values):
    """Canonical (group, variable, min, max) of all given values, sorted by their texts."""
    found = {}
    for value in values:
        for body in _bodies(value.strip(" ")):
            expression = _expression(body)
            found[expression_text(expression)] = expression
    if len(found) > EXPRESSIONS_MAX:
        raise ParameterError("chemistry", f"more than {EXPRESSIONS_MAX} expressions")
    return [found[text] for text in by_bytes(found)]


def expression_text(expression):
    return "(" + ",".join(expression) + ")"


def _bodies(text):
    at = 0
    while at < len(text):
        if text[at] != "(":
            raise ParameterError("chemistry", "an expression must begin with (")
        end = _END.search(text, at)
        if not end:
            raise ParameterError("chemistry", "an expression is not closed")
        yield text[at + 1 : end.start()]
        at = end.end()


def _expression(body):
    if body.count(",") < 3:
        raise ParameterError("chemistry", f"({body}) is not (group,variable,min,max)")
    group, rest = body.split(",", 1)
    variable, least, most = rest.rsplit(",", 2)
    group, variable = group_name(group.strip(" ")), variable_name("chemistry", variable)
    if not group and not variable:
        raise ParameterError("chemistry", "neither group nor variable given")
    least = canonical_number("chemistry", least) if least else ""
    most = canonical_number("chemistry", most) if most else ""
    if least and most and Fraction(least) > Fraction(most):
        raise ParameterError("chemistry", f"{least} is above {most}")
    return group, variable, least, most
