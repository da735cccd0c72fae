"""Results at the desk: this installation assessed, kept as derived rows, read by area, and behind every count its list."""
