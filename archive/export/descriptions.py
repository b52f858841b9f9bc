"""What the columns of an answer mean, as far as they are columns of our tables."""

from collections.abc import Mapping, Sequence

from archive.tables import TABLES


def descriptions(names: Sequence[str]) -> Mapping[str, str]:
    """The meanings of those of ``names`` that are columns of a table, by name.

    Those of the first table that has all of them; where none has, of each column that means the same in every table.
    """
    known = {name for name in names if any(name in table.columns for table in TABLES)}
    for table in TABLES:
        if known <= table.columns.keys():
            return {name: table.columns[name].description for name in known}
    meanings = {name: {table.columns[name].description for table in TABLES if name in table.columns} for name in known}
    return {name: said.pop() for name, said in meanings.items() if len(said) == 1}
