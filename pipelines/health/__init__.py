"""Whether a site is read as it always was: what each run shows, held against the site's own history."""

from pipelines.health.alarm import Alarm, Basis, Measure
from pipelines.health.site_health import HEALTH, Ending, SiteHealth

__all__ = ["HEALTH", "Alarm", "Basis", "Ending", "Measure", "SiteHealth"]
