"""A built-in fictional news site on this computer, for demonstrations, tests and benchmarks."""

from crawler.localsite.process import LocalSite

__all__ = ["LocalSite"]
