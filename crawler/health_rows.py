"""What the runs of an archive tell of the health of its sites, read from their rows."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

import msgspec

from archive import Archive
from pipelines.health import Alarm

_SQL = """
SELECT site, run_id, started_at, records, fields, body_characters, alarms, report FROM runs
WHERE ($site IS NULL OR site = $site)
QUALIFY row_number() OVER (PARTITION BY site ORDER BY started_at DESC, run_id DESC) <= $runs
ORDER BY site, started_at, run_id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthRow:
    """One run of a site; None: an older newsreel wrote its row. ``texts`` and ``alarms`` say what was missing."""

    site: str
    run_id: str
    started_at: datetime
    records: int | None
    fields: Mapping[str, int]
    body_characters: int | None
    texts: tuple[str, ...]
    alarms: tuple[Alarm, ...]

    def share(self, field: str) -> float | None:
        """For what part of the articles ``field`` was read, from 0 to 1; None without articles."""
        return self.fields.get(field, 0) / self.records if self.records else None

    @property
    def mean_characters(self) -> float | None:
        """The mean length of the articles' text; None without articles."""
        return self.body_characters / self.records if self.records and self.body_characters is not None else None

    def as_json(self) -> dict[str, object]:
        """The run as JSON has it: shares of fields from 0 to 1."""
        return {
            "site": self.site,
            "run_id": self.run_id,
            "started_at": self.started_at.isoformat(),
            "records": self.records,
            "mean_characters": None if self.mean_characters is None else round(self.mean_characters, 1),
            "fields": {name: round(self.share(name) or 0.0, 4) for name in self.fields},
            "alarms": [asdict(alarm) for alarm in self.alarms],
        }


def rows_of(archive: Archive, site: str | None, runs: int) -> list[HealthRow]:
    """The last ``runs`` runs of ``site``, or of every site: by site, then by time."""
    return [
        HealthRow(
            site=row["site"],
            run_id=row["run_id"],
            started_at=row["started_at"],
            records=row["records"],
            fields=row["fields"] or {},
            body_characters=row["body_characters"],
            texts=tuple(row["alarms"] or ()),
            alarms=alarms_in(row["report"]),
        )
        for row in archive.sql(_SQL, site=site, runs=runs).rows()
    ]


def alarms_of(rows: Sequence[HealthRow]) -> dict[str, tuple[Alarm, ...]]:
    """The alarms of the last run of each site."""
    return {row.site: row.alarms for row in rows}


def alarms_in(report: str | None) -> tuple[Alarm, ...]:
    """The alarms in the report of a run; none where no newsreel that we know wrote it."""
    try:
        alarms = json.loads(report)["alarms"] if report else []
        return msgspec.convert(alarms, tuple[Alarm, ...])
    except (ValueError, LookupError, TypeError):
        return ()
