"""Asking the archive: views over its files in DuckDB, questions, and what they answer."""
