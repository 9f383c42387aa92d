#!/usr/bin/env python3
"""Checks the rules of the tree that a compiler does not: who may include whom, sizes, and what a name may not be.

usage: check_tree.py [--self-contained]
--self-contained also compiles every header alone that no source includes before all else (slower). Those that one does
are proved by compiling it.
"""
import concurrent.futures
import os
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
FILE_LINES_MAX = 300
FUNCTION_LINES_MAX = 60
LINE_WIDTH_MAX = 120

# A room may include itself and these (docs/architecture.md). None: everything.
MAY_INCLUDE = {
    "core": set(),
    "query": {"core"},
    "table": {"core"},
    "seal": {"core"},
    "net": {"core"},
    "sqlite": {"core"},
    "search": {"core", "query", "table", "net", "sqlite"},
    "files": {"core", "net"},
    "tasks": {"core", "net", "sqlite"},
    "mail": {"core", "net"},
    "work": {"core", "query", "table", "seal"},
    "api": {"core", "query", "seal"},
    "app": None,
}
# The one library that core stands on beside the standard one, in one file (docs/adr/0002).
CORE_LIBRARY_INCLUDES = {("src/core/lower_case.cpp", "utf8proc.h")}
BANNED_NAMES = re.compile(r"\b(?:class|struct)\s+\w*(?:Manager|Helper|Util|Utils|Impl|Info)\b")
BANNED_FILES = re.compile(r"(?:^|_)(?:utils?|helpers?|manager|common|misc)(?:_|\.|$)")
UNTYPED_TODO = re.compile(r"\b(?:TODO|FIXME|XXX|HACK)\b(?!\()")
INCLUDE = re.compile(r'^\s*#\s*include\s+([<"])([^">]+)[">]')
STANDARD_HEADER = re.compile(r"^[a-z_0-9]+$")

SOURCES = ("src", "tests", "testing", "bench")


def cpp_files():
    for folder in SOURCES:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in (".cpp", ".hpp"):
                yield path


def include_faults(path, lines):
    name = path.relative_to(ROOT).as_posix()
    parts = name.split("/")
    if parts[0] != "src" or len(parts) < 3:
        return
    room = parts[1]
    allowed = MAY_INCLUDE.get(room, set())
    if room not in MAY_INCLUDE:
        yield f"{name}: the room {room} is not in the plan (tools/check_tree.py)"
    for number, line in enumerate(lines, 1):
        found = INCLUDE.match(line)
        if not found:
            continue
        bracket, target = found.groups()
        other = target.split("/")[0]
        if bracket == '"' and allowed is not None and other != room and other not in allowed:
            yield f"{name}:{number}: {room} may not include {target}"
        if bracket == "<" and room == "core" and not STANDARD_HEADER.match(target):
            if (name, target) not in CORE_LIBRARY_INCLUDES:
                yield f"{name}:{number}: core includes the library {target}"


def size_faults(path, lines):
    name = path.relative_to(ROOT).as_posix()
    if len(lines) > FILE_LINES_MAX:
        yield f"{name}: {len(lines)} lines, at most {FILE_LINES_MAX}"
    for number, line in enumerate(lines, 1):
        if len(line) > LINE_WIDTH_MAX:
            yield f"{name}:{number}: {len(line)} columns, at most {LINE_WIDTH_MAX}"
    yield from long_functions(name, lines)


def long_functions(name, lines):
    """A function is what opens with a brace at the end of a line and closes with one at the same indent."""
    for start, line in enumerate(lines):
        if not re.search(r"\)[^;=]*\{$", line) or re.search(r"\[[&=\w, ]*\]\s*\(", line):  # no lambdas
            continue
        first = start
        while first > 0 and lines[first].startswith("    ") and not re.search(r"[;}{]$", lines[first - 1]):
            first -= 1
        indent = len(lines[first]) - len(lines[first].lstrip())
        if re.match(r"\s*(?:if|for|while|switch|else|do|return|try|namespace|class|struct|enum)\b", lines[first]):
            continue
        closing = " " * indent + "}"
        for end in range(start + 1, len(lines)):
            if lines[end].startswith(closing):
                if end - first + 1 > FUNCTION_LINES_MAX:
                    yield f"{name}:{first + 1}: function of {end - first + 1} lines, at most {FUNCTION_LINES_MAX}"
                break


def naming_faults(path, lines):
    name = path.relative_to(ROOT).as_posix()
    if BANNED_FILES.search(path.name):
        yield f"{name}: a file's name says what it is about"
    for number, line in enumerate(lines, 1):
        if BANNED_NAMES.search(line):
            yield f"{name}:{number}: a type's name says what it is"
        if UNTYPED_TODO.search(line):
            yield f"{name}:{number}: deferred work has a kind: TODO(kind): …"


def header_faults(path, lines):
    name = path.relative_to(ROOT).as_posix()
    if path.suffix != ".hpp":
        return
    if not lines or not lines[0].startswith("//"):
        yield f"{name}:1: a header opens with what it is for"
    if "#pragma once" not in lines:
        yield f"{name}: no #pragma once"


def included_first():
    """The headers that stand first in a source: it would not compile if they needed anything before them."""
    for path in cpp_files():
        if path.suffix != ".cpp":
            continue
        found = next(filter(None, map(INCLUDE.match, path.read_text(encoding="utf-8").splitlines())), None)
        if found and found[1] == '"':
            yield from (folder / found[2] for folder in (path.parent, ROOT / "src", ROOT))


def compile_alone(path):
    name = path.relative_to(ROOT).as_posix()
    command = ["g++", "-std=c++20", "-fsyntax-only", "-x", "c++", f"-I{ROOT / 'src'}", f"-I{ROOT}", "-"]
    done = subprocess.run(command, input=f'#include "{path}"\n', capture_output=True, text=True, check=False)
    return None if done.returncode == 0 else f"{name}: does not compile alone:\n{done.stderr[:600]}"


def main():
    faults = []
    checked = 0
    for path in cpp_files():
        lines = path.read_text(encoding="utf-8").split("\n")
        if lines and lines[-1] == "":
            lines.pop()
        checked += 1
        for rule in (include_faults, size_faults, naming_faults, header_faults):
            faults.extend(rule(path, lines))
    for path in sorted((ROOT / "web").glob("*.js")):
        lines = path.read_text(encoding="utf-8").splitlines()
        checked += 1
        if not lines[0].startswith("//"):
            faults.append(f"web/{path.name}:1: a module opens with what it is for")
        if len(lines) > FILE_LINES_MAX or max(map(len, lines)) > LINE_WIDTH_MAX:
            faults.append(f"web/{path.name}: more than {FILE_LINES_MAX} lines or {LINE_WIDTH_MAX} columns")
    if "--self-contained" in sys.argv:
        proved = set(included_first())
        headers = [path for path in cpp_files() if path.suffix == ".hpp" and path not in proved]
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            faults.extend(fault for fault in pool.map(compile_alone, headers) if fault)
    for fault in faults:
        print(fault)
    print(f"tree: {checked} files checked, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
