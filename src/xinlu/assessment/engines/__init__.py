"""What runs the compiled measures: DuckDB on one machine, Spark on a cluster."""
