"""Named queries: SQL with a name, a meaning and parameters, each a file of its own; those that newsreel ships."""

from archive.query.named.definition import NamedQuery, read_query
from archive.query.named.parameter import Kind, Parameter
from archive.query.named.shelf import find_query, queries_of

__all__ = ["Kind", "NamedQuery", "Parameter", "find_query", "queries_of", "read_query"]
