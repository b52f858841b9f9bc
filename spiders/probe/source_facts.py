"""What one feed or sitemap of an unknown site tells the probe."""

from dataclasses import dataclass

from pipelines.page.page import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFacts:
    """A feed or a sitemap. ``form`` names it for people ("RSS", "sitemap"); ``entries`` counts what it lists,
    ``broken`` what could not be read. ``addresses`` are the first of the pages it leads to, ``parts`` the sitemaps
    that an index leads to. ``title`` is what a feed calls its site, None where it says nothing.
    """  # noqa: D205

    form: str
    entries: int
    addresses: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    broken: int = 0
    title: str | None = None

    @property
    def leads_on(self) -> bool:
        """Whether it leads anywhere."""
        return bool(self.addresses or self.parts)


def read_source(page: Page) -> SourceFacts | None:
    """What the feed or sitemap in ``page`` says; None where it is neither."""
    del page
    return None
