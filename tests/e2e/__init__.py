"""End to end: the program's files against a second implementation's, and against other people's readers."""
