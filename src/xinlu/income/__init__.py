"""The income account as arithmetic: kinds of line, counting rules, what is claimed and what is recognised. Pure."""
