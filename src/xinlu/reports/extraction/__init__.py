"""The declared tables of the assessment, filled from the database: read through ADBC, put together in DuckDB.

The database answers plain scans of a range of households, from one snapshot; which version counts, which answer holds and
how it is graded is worked out here, once for both databases. Names, ID numbers, telephones and card secrets are never read.
"""
