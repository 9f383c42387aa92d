"""Rings of `polygons`: how they are read, which are refused, and what lies inside."""

from fractions import Fraction

from .errors import ParameterError
from .numbers import canonical_number

CORNERS_MAX = 2000


def ring(text):
    """Canonical vertices [(lon, lat)], the last equal to the first; refuses what encloses no plain area."""
    vertices = []
    for vertex in text.split(","):
        parts = vertex.split(" ")
        parts = [part for part in parts if part]
        if len(parts) != 2:
            raise ParameterError("polygons", f"{vertex!r} is not `lon lat`")
        point = tuple(canonical_number("polygons", part) for part in parts)
        if not vertices or vertices[-1] != point:
            vertices.append(point)
    if len(vertices) < 2 or vertices[0] != vertices[-1]:
        raise ParameterError("polygons", "the last vertex must equal the first")
    corners = len(vertices) - 1
    if corners < 3:
        raise ParameterError("polygons", "fewer than 3 corners")
    if corners > CORNERS_MAX:
        raise ParameterError("polygons", f"more than {CORNERS_MAX} corners")
    if touches_itself([(Fraction(x), Fraction(y)) for x, y in vertices]):
        raise ParameterError("polygons", "edges cross or touch")
    return vertices


def ring_text(vertices):
    return ",".join(f"{lon} {lat}" for lon, lat in vertices)


def contains(vertices, lon, lat):
    """Even-odd rule over all edges, in doubles, in exactly this form."""
    inside = False
    points = [(float(x), float(y)) for x, y in vertices]
    for i, (xi, yi) in enumerate(points):
        xj, yj = points[i - 1]
        if (yi > lat) != (yj > lat) and lon < (xj - xi) * (lat - yi) / (yj - yi) + xi:
            inside = not inside
    return inside


def touches_itself(points):
    """Whether two edges share a point other than the corner between neighbours. Exact."""
    edges = list(zip(points, points[1:]))
    count = len(edges)
    by_left = sorted(range(count), key=lambda i: min(edges[i][0][0], edges[i][1][0]))
    for place, i in enumerate(by_left):
        right = max(edges[i][0][0], edges[i][1][0])
        for j in by_left[place + 1 :]:
            if min(edges[j][0][0], edges[j][1][0]) > right:
                break
            if (i + 1) % count == j:
                clash = _folds_back(edges[i][0], edges[i][1], edges[j][1])
            elif (j + 1) % count == i:
                clash = _folds_back(edges[j][0], edges[j][1], edges[i][1])
            else:
                clash = _meet(*edges[i], *edges[j])
            if clash:
                return True
    return False


def _turn(a, b, c):
    cross = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
    return (cross > 0) - (cross < 0)


def _folds_back(a, corner, c):
    """Neighbours share more than their corner when the second runs back along the first."""
    if _turn(a, corner, c):
        return False
    return (a[0] - corner[0]) * (c[0] - corner[0]) + (a[1] - corner[1]) * (c[1] - corner[1]) > 0


def _meet(a, b, c, d):
    if _turn(a, b, c) != _turn(a, b, d) and _turn(c, d, a) != _turn(c, d, b):
        return True
    return any(_turn(p, q, r) == 0 and _within(p, q, r) for p, q, r in ((a, b, c), (a, b, d), (c, d, a), (c, d, b)))


def _within(a, b, point):
    return all(min(a[i], b[i]) <= point[i] <= max(a[i], b[i]) for i in (0, 1))
