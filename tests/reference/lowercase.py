"""Unicode's simple lower-case mapping, one code point to one, as Java's Character.toLowerCase."""


def lower_char(char):
    """str.lower() is the full mapping; it differs from the simple one in U+0130 alone."""
    return "i" if char == "\u0130" else char.lower()


def lower(text):
    """Each code point on its own, so that a final sigma becomes no other than any sigma."""
    if text.isascii():
        return text.lower()
    return "".join(map(lower_char, text))
