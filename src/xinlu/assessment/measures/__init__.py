"""Measures, one file a subject: expressions over declared tables; nothing here runs anything."""
