#!/usr/bin/env python3
"""Writes a C++ file that holds other files, so that the binary needs nothing beside it.

usage: embed_files.py OUT.cpp FILE...
The bytes come in through the assembler's .incbin, which takes no time to compile whatever the size.
"""
import pathlib
import sys

HEAD = '''// Made by tools/embed_files.py at build time.
#include "app/embedded_files.hpp"

'''

ASSEMBLY = '''__asm__(".section .rodata\\n.global exportd_file_{n}\\nexportd_file_{n}:\\n.incbin \\"{path}\\"\\n"
        ".global exportd_file_{n}_end\\nexportd_file_{n}_end:\\n.byte 0\\n.previous\\n");
extern "C" const char exportd_file_{n}[];
extern "C" const char exportd_file_{n}_end[];

'''


def main() -> int:
    out, *paths = [pathlib.Path(argument) for argument in sys.argv[1:]]
    text = HEAD
    for n, path in enumerate(paths):
        text += ASSEMBLY.format(n=n, path=path.resolve())
    text += "namespace exportd::app {\n\nstd::vector<EmbeddedFile> embedded_files() {\n  return {\n"
    for n, path in enumerate(paths):
        text += (f'      {{"{path.name}", {{exportd_file_{n}, '
                 f"static_cast<std::size_t>(exportd_file_{n}_end - exportd_file_{n})}}}},\n")
    text += "  };\n}\n\n}  // namespace exportd::app\n"
    out.write_text(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
