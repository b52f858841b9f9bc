"""What the visits of a site teach of its noise."""

from archive.outcomes import Outcome
from pipelines.changes.fingerprint import Fingerprint
from pipelines.changes.noise import SiteNoise
from pipelines.visit import Visit


def learn_from(noise: SiteNoise, visit: Visit) -> None:
    """Take note of what the end of ``visit`` tells of its site's noise: a listing, a new article, one compared."""
    noise.learn_titles(text for entry in visit.entries for text in (entry.title, entry.teaser))
    if visit.record is None or visit.article is None:
        return
    noise.learn_titles([visit.record.title])
    if visit.outcome is Outcome.NEW:
        content = Fingerprint.unpacked(visit.record.fingerprint)
        if content:
            noise.learn_article(content)
    elif (comparison := visit.comparison) and comparison.before and comparison.now:
        noise.learn_comparison(visit.article.article_id, comparison.before, comparison.now)
