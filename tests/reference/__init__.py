"""A second implementation of the export rules, in Python's standard library only.

It shares no code with the program it checks. It favours plain reading over speed.
"""
