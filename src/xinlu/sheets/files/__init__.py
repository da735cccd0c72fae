"""Spreadsheet files as bytes: told apart by their content, guarded, and read in a process of its own.

What runs there has a bound on its memory and time, and nothing of Django, of settings or of secrets in it.
"""
