"""Iceberg tables: their metadata, in a catalog that is one SQLite file beside them."""

import logging
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from pyiceberg.catalog.sql import SqlCatalog
from pyiceberg.exceptions import NamespaceAlreadyExistsError
from pyiceberg.transforms import MonthTransform

from archive.tables import Table

CATALOG = "catalog.sqlite"
NAMESPACE = "newsreel"


class Iceberg:
    """Publishes as Iceberg, through the package pyiceberg. Its metadata names files by whole paths."""

    def data(self, output: Path, table: Table) -> Path:
        """A folder beside the one of the metadata."""
        return output / table.name / "data"

    def register(self, output: Path, table: Table, files: Sequence[Path]) -> int:
        """Write the table's metadata, and note it in the catalog."""
        place = output.absolute()
        with _catalog(place) as catalog, _without_warnings():
            with catalog.create_table_transaction(
                (NAMESPACE, table.name), schema=table.schema, location=str(place / table.name)
            ) as made:
                if table.partition and table.month_of:
                    with made.update_spec() as spec:
                        spec.add_field(table.month_of, MonthTransform(), table.partition)
                made.set_properties(comment=table.meaning)
                if files:
                    made.add_files([str(file.absolute()) for file in files])
            snapshot = catalog.load_table((NAMESPACE, table.name)).current_snapshot()
            return int(snapshot.summary["total-records"] or 0) if snapshot and snapshot.summary else 0


@contextmanager
def _catalog(place: Path) -> Iterator[SqlCatalog]:
    with closing(SqlCatalog(NAMESPACE, uri=f"sqlite:///{place / CATALOG}", warehouse=str(place))) as catalog:
        with suppress(NamespaceAlreadyExistsError):  # by the table before
            catalog.create_namespace(NAMESPACE)
        yield catalog


@contextmanager
def _without_warnings() -> Iterator[None]:
    """Without a line for every column that has no statistics: long texts have none on purpose."""
    logger = logging.getLogger("pyiceberg.io.pyarrow")
    before = logger.level
    logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        logger.setLevel(before)
