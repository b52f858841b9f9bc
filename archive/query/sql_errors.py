"""What DuckDB says of a query or a file, told in one line."""

import duckdb


def told(problem: duckdb.Error) -> str:
    """``problem`` in one line, with the place in the query where it says one."""
    message, _, place = str(problem).partition("\nLINE ")
    message = " ".join(message.split())
    return f"{message} (line {place.splitlines()[0]})" if place else message
