"""JSON text in all the spellings that JSON allows, from a seed."""

import random

from . import hostile


class Writer:
    def __init__(self, seed):
        self.random = random.Random(seed)

    def chance(self, share):
        return self.random.random() < share

    def pick(self, values):
        return self.random.choice(values)

    def text(self, value):
        style = self.random.random()
        return '"' + "".join(self._char(char, style) for char in value) + '"'

    def _char(self, char, style):
        short = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
        if char in short and style < 0.9:
            return short[char]
        if char < " " or char in '"\\' or style > 0.9 or (style > 0.8 and not char.isascii()):
            units = char.encode("utf-16-be")
            escapes = [f"\\u{units[i]:02x}{units[i + 1]:02X}" for i in range(0, len(units), 2)]
            return "".join(escapes)
        return "\\/" if char == "/" and style > 0.7 else char

    def object(self, members):
        gap = self.pick(["", "", " "])
        return "{" + f",{gap}".join(f"{self.text(name)}:{gap}{value}" for name, value in members) + "}"

    def list(self, values):
        return "[" + self.pick([",", ", "]).join(values) + "]"

    def number(self):
        if self.chance(0.5):
            return self.pick(hostile.NUMBERS)
        return f"{self.random.uniform(-100, 1000):.{self.random.randrange(6)}f}"

    def scalar(self, texts):
        """Mostly one of the texts, else anything that is not a list."""
        kind = self.random.random()
        if kind < 0.7:
            return self.text(self.pick(texts))
        if kind < 0.85:
            return self.text(self.pick(hostile.TEXTS))
        return self.pick([self.number(), "null", '""', "true", "false", '{"a": 1.50, "b": [null, "x"]}', "{}"])

    def any_value(self, texts):
        """A scalar, or any of the odd lists."""
        if self.chance(0.75):
            return self.scalar(texts)
        return self.pick(
            [
                "[]",
                "[null]",
                '[""]',
                "[null, null]",
                '["", null, ""]',
                "[[], [null]]",
                self.list([self.scalar(texts) for _ in range(self.random.randrange(1, 4))]),
                self.list([self.scalar(texts), self.list([self.scalar(texts), "null"])]),
            ]
        )
