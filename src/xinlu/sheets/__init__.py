"""An office's own spreadsheets: read within bounds, understood column by column, and returned with what is wrong.

Pure: a file goes in, and what it says about households comes out, with every doubt named by its cell. Nothing here
knows what is on file already; `exchange` compares, asks and brings in.
"""
