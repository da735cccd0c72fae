"""Elevation, lines and points in from files, results out to files."""
