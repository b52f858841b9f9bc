"""How a request can end: exactly one of these outcomes for each address a run asked for."""

from enum import StrEnum


class Family(StrEnum):
    """What an outcome means for the run: the report groups by it, the exit status counts ``FAILED``."""

    ARTICLE = "article"
    PAGE = "page"
    GONE = "gone"
    REFUSED = "refused"
    OFF_LIMITS = "off-limits"
    FAILED = "failed"


class Outcome(StrEnum):
    """The end of one request, as stored in ``observations.outcome``."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    DUPLICATE = "duplicate"
    LISTING = "listing"
    FEED = "feed"
    SITEMAP = "sitemap"
    GONE = "gone"
    MOVED_AWAY = "moved_away"
    NO_BODY = "no_body"
    NOT_ARTICLE = "not_article"
    NOT_HTML = "not_html"
    NOT_SOURCE = "not_source"
    OUT_OF_RANGE = "out_of_range"
    OTHER_SECTION = "other_section"
    ROBOTS = "robots"
    OFF_SITE = "off_site"
    TRAP = "trap"
    BUDGET = "budget"
    ROBOTS_UNKNOWN = "robots_unknown"
    HTTP_ERROR = "http_error"
    UNREACHABLE = "unreachable"
    TIMEOUT = "timeout"
    INCOMPLETE = "incomplete"
    TOO_LARGE = "too_large"
    UNREADABLE = "unreadable"
    REDIRECT_LIMIT = "redirect_limit"
    CRASHED = "crashed"

    @property
    def family(self) -> Family:
        """The group this outcome belongs to."""
        return OUTCOMES[self][0]

    @property
    def meaning(self) -> str:
        """One sentence for people: what happened, and what it means for the archive."""
        return OUTCOMES[self][1]


OUTCOMES: dict[Outcome, tuple[Family, str]] = {
    Outcome.NEW: (Family.ARTICLE, "An article not in the archive before; its first revision was stored."),
    Outcome.CHANGED: (Family.ARTICLE, "A known article whose content differs; a new revision was stored."),
    Outcome.UNCHANGED: (Family.ARTICLE, "A known article with the same content; only the visit was noted."),
    Outcome.DUPLICATE: (Family.ARTICLE, "An article this site also has under another address; the visit was noted."),
    Outcome.LISTING: (Family.PAGE, "A listing page; its entries were stored as sightings."),
    Outcome.FEED: (
        Family.PAGE,
        "A feed; its entries were stored as sightings. The detail counts those that led nowhere.",
    ),
    Outcome.SITEMAP: (Family.PAGE, "A sitemap, or an index of sitemaps; the detail says what of it was not used."),
    Outcome.GONE: (
        Family.GONE,
        "The server says the page no longer exists (404 or 410); the archive keeps what it has.",
    ),
    Outcome.MOVED_AWAY: (
        Family.GONE,
        "The address now leads to a page that is no article, such as the front page; the archive keeps what it has.",
    ),
    Outcome.NO_BODY: (Family.REFUSED, "No article text was found on the page; only the visit was noted."),
    Outcome.NOT_ARTICLE: (
        Family.REFUSED,
        "The page reads as neither an article nor a listing, or is like several that did; the detail says why.",
    ),
    Outcome.NOT_HTML: (Family.REFUSED, "The address answered with something other than HTML."),
    Outcome.NOT_SOURCE: (
        Family.REFUSED,
        "A feed or a sitemap was expected there, and not one entry or address could be read; the detail says why.",
    ),
    Outcome.OUT_OF_RANGE: (
        Family.REFUSED,
        "Published outside of the dates that the crawl was asked for; only the visit was noted.",
    ),
    Outcome.OTHER_SECTION: (
        Family.REFUSED,
        "An article of another section than those that the crawl was asked for; only the visit was noted.",
    ),
    Outcome.ROBOTS: (Family.OFF_LIMITS, "The site's robots.txt asks crawlers not to fetch this address."),
    Outcome.OFF_SITE: (Family.OFF_LIMITS, "The address led to a host the site definition does not name."),
    Outcome.TRAP: (
        Family.OFF_LIMITS,
        "The address is part of a trap, such as a calendar without end, or another spelling of one that is asked for; "
        "the detail says which.",
    ),
    Outcome.BUDGET: (
        Family.OFF_LIMITS,
        "A limit of the crawl was reached before this address had its turn; the next run asks for it.",
    ),
    Outcome.ROBOTS_UNKNOWN: (
        Family.FAILED,
        "The site's robots.txt could not be read, which asks crawlers to wait; the address is tried again later.",
    ),
    Outcome.HTTP_ERROR: (Family.FAILED, "The server answered with an error status; the detail gives the number."),
    Outcome.UNREACHABLE: (Family.FAILED, "No connection: name not found, refused, reset or a TLS failure."),
    Outcome.TIMEOUT: (Family.FAILED, "The server did not finish its answer in time."),
    Outcome.INCOMPLETE: (Family.FAILED, "The answer broke off before its end; a part is never stored as the whole."),
    Outcome.TOO_LARGE: (Family.FAILED, "The answer is larger than the size limit."),
    Outcome.UNREADABLE: (
        Family.FAILED,
        "Reading the page took more time or memory than one page may take, and was ended; the detail says which.",
    ),
    Outcome.REDIRECT_LIMIT: (Family.FAILED, "The address redirected too often."),
    Outcome.CRASHED: (Family.FAILED, "newsreel itself failed on this page; the log has the traceback."),
}
"""Each outcome's family and meaning: the one source of the report's groups and of docs/outcomes.md."""
