"""A small reader of server-sent events (WHATWG HTML, section 9.2)."""

import json


def events(answer):
    """The events of a streamed answer: (id, name, data); a comment is (None, None, its text)."""
    fields = {}
    for raw in answer.iter_lines():
        line = raw.decode("utf-8")
        if not line:
            if "data" in fields:
                yield fields.get("id"), fields.get("event", "message"), json.loads(fields["data"])
            fields = {}
        elif line.startswith(":"):
            yield None, None, line[1:].strip()
        else:
            name, _, value = line.partition(":")
            fields[name] = value.removeprefix(" ")
