"""`exportd id` against the reference: canonical parameters, canonical options, task id; and what it refuses."""

import unittest
from concurrent.futures import ThreadPoolExecutor

from reference.export import id_lines
from reference.known import VECTORS

from . import harness
from .bad_cases import bad
from .cases import cases
from .id_cases import good

AT_ONCE = 2


def asked(environment, query):
    return harness.exportd("id", environment, query)


def lines_of(done):
    """Three lines, which may be empty."""
    text = done.stdout.decode("utf-8")
    return (
        text.removesuffix("\n").split("\n")
        if done.returncode == 0
        else [f"exit code {done.returncode}: {done.stderr!r}"]
    )


class Ids(unittest.TestCase):
    def compare(self, queries):
        queries = list(dict.fromkeys(queries))
        with ThreadPoolExecutor(AT_ONCE) as pool:
            found = list(pool.map(lambda one: lines_of(asked(*one)), queries))
        for (environment, query), lines in zip(queries, found):
            with self.subTest(environment=environment, query=query[:200]):
                self.assertEqual(lines, id_lines(environment, query))

    def test_the_published_vectors(self):
        for environment, query, *wanted in VECTORS:
            with self.subTest(environment=environment, query=query):
                self.assertEqual(lines_of(asked(environment, query)), wanted)

    def test_every_rule_of_the_canonical_form(self):
        self.compare(good())

    def test_every_query_that_is_exported(self):
        self.compare((case.environment, case.text) for case in cases())

    def test_the_order_of_parameters_does_not_matter(self):
        for query in ("a=1&b=2", "level4=basalt&fileType=json&authors=x&layout=long"):
            pieces = query.replace("a=1", "authors=1").replace("b=2", "level1=2").split("&")
            forms = [lines_of(asked("synthesis", "&".join(order))) for order in (pieces, pieces[::-1], sorted(pieces))]
            self.assertEqual(forms[0], forms[1])
            self.assertEqual(forms[0], forms[2])

    def test_a_canonical_form_is_its_own_canonical_form(self):
        for environment, query in good():
            parameters, options, _ = id_lines(environment, query)
            again = "&".join(part for part in (parameters, options) if part)
            with self.subTest(environment=environment, query=query[:200]):
                self.assertEqual(id_lines(environment, again), id_lines(environment, query))

    def test_malformed_queries_are_refused_by_name(self):
        queries = bad()
        with ThreadPoolExecutor(AT_ONCE) as pool:
            answers = list(pool.map(lambda one: asked(*one[:2]), queries))
        for (environment, query, names), done in zip(queries, answers):
            message = done.stderr.decode(errors="replace")
            names = (names,) if isinstance(names, str) else names
            with self.subTest(environment=environment, query=query[:200]):
                self.assertEqual(done.returncode, 2, f"{done.stdout!r} {message}")
                self.assertTrue(any(name in message for name in names), f"none of {names} in {message!r}")
                self.assertEqual(done.stdout, b"")
                self.assertEqual(message.count("\n"), 1, message)


if __name__ == "__main__":
    unittest.main()
