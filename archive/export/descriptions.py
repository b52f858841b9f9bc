"""What the columns of an answer mean, as far as they are columns of our tables."""

from collections.abc import Mapping

import pyarrow as pa

from archive.tables import TABLES


def descriptions(schema: pa.Schema) -> Mapping[str, str]:
    """The meanings of those columns of ``schema`` that are called as one of ours and of its type, by name.

    Those of the first table that has all of them; where none has, of each column that means the same in every table.
    """
    meanings: dict[str, dict[str, str]] = {}  # by column and table
    for field in schema:
        for table in TABLES:
            if field.name in table.columns and table.columns[field.name].type == field.type:
                meanings.setdefault(field.name, {})[table.name] = table.columns[field.name].description
    for table in TABLES:
        if all(table.name in said for said in meanings.values()):
            return {name: said[table.name] for name, said in meanings.items()}
    return {name: next(iter(said.values())) for name, said in meanings.items() if len(set(said.values())) == 1}
