"""Delta tables: a log of one entry beside the files it names."""

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
from deltalake import DeltaTable, Schema, convert_to_deltalake
from deltalake.exceptions import DeltaError

from archive.errors import UsageError
from archive.tables import Table


class Delta:
    """Publishes as Delta, through the package deltalake. The files must lie beside the log: its readers join paths."""

    def data(self, output: Path, table: Table) -> Path:
        """The table's own folder."""
        return output / table.name

    def register(self, output: Path, table: Table, files: Sequence[Path]) -> int:
        """Write the log of the table. Raises UsageError where deltalake cannot."""
        place = self.data(output, table)
        try:
            if not files:
                DeltaTable.create(place, _schema(table), partition_by=table.partition, name=table.name)
            else:
                _convert(place, table)
            made = DeltaTable(place)
            return int(pa.compute.sum(pa.chunked_array(made.get_add_actions()["num_records"])).as_py() or 0)
        except DeltaError as problem:
            raise UsageError(f"deltalake can make no table in {place}: {problem}; name another --output") from problem


def _convert(place: Path, table: Table) -> None:
    months = Schema.from_arrow(pa.schema([_month(table)])) if table.partition else None
    convert_to_deltalake(
        place,
        partition_by=months,
        partition_strategy="hive" if months else None,
        name=table.name,
        description=table.meaning,
    )
    made = DeltaTable(place)
    # Where all files are older, they lack the columns that came since.
    there = {field.name for field in made.schema().fields}
    missing = [field for field in _schema(table).fields if field.name not in there]
    if missing:
        made.alter.add_columns(missing)


def _schema(table: Table) -> Schema:
    fields = [*table.schema, _month(table)] if table.partition else table.schema
    return Schema.from_arrow(pa.schema(fields))


def _month(table: Table) -> pa.Field:
    return pa.field(table.partition, pa.string())
