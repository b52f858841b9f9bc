"""What of every page goes into Scrapy's log: a line where somebody may read it, else nothing is made up."""

from typing import TYPE_CHECKING, Any, Self

from scrapy.http import Request, Response
from scrapy.logformatter import LogFormatter

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.logformatter import LogFormatterResult


class LogLines(LogFormatter):
    """Scrapy's own formatter; below the level DEBUG it makes no records of answers and of visits that ended."""

    def __init__(self, *, is_debug: bool) -> None:
        self._is_debug = is_debug

    @classmethod
    def from_crawler(cls, crawler: "Crawler") -> Self:
        """The formatter for ``crawler``'s level of logging."""
        return cls(is_debug=crawler.settings["LOG_LEVEL"] == "DEBUG")

    def crawled(self, request: Request, response: Response, spider: Any) -> "LogFormatterResult | None":  # type: ignore[override] # Scrapy's own docs allow None
        """The line of an answer."""
        return super().crawled(request, response, spider) if self._is_debug else None

    def dropped(self, item: Any, exception: BaseException, response: Any, spider: Any) -> "LogFormatterResult | None":  # type: ignore[override]
        """The line of a visit that ended without a new revision."""
        return super().dropped(item, exception, response, spider) if self._is_debug else None
