"""What is known of a site's links: which patterns of addresses lead to articles, to listings, or nowhere."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum


class LinkKind(StrEnum):
    """Where a link leads."""

    ARTICLE = "article"
    LISTING = "listing"
    NEITHER = "neither"


class PageKind(StrEnum):
    """What a page turns out to be, once it is read."""

    ARTICLE = "article"
    LISTING = "listing"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class PatternSeen:
    """How links of one ``pattern`` stood on one page: how many there were, and how many of those in which way.

    ``teasers`` stood in a list of articles, ``dated`` had a date near, ``navigation`` stood among words of navigation.
    """

    pattern: str
    seen: int
    teasers: int = 0
    dated: int = 0
    navigation: int = 0
    example: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageVerdict:
    """What the page at ``address`` reads as, and why, in words for people."""

    address: str
    kind: PageKind
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkEvidence:
    """What one page tells of its site's links: the patterns it has, and what it is itself; None: not asked."""

    seen: tuple[PatternSeen, ...] = ()
    verdict: PageVerdict | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LearnedPattern:
    """A pattern of addresses, where it leads, and the evidence for that.

    Of the links seen: ``seen``, ``teasers``, ``dated``, ``navigation`` as in `PatternSeen`. Of the pages read:
    ``read`` of them, ``articles`` and ``listings`` among those. ``leads_to`` is None where nothing can be said yet.
    ``is_fixed``: somebody wrote it down, and no page changes it.
    """

    pattern: str
    leads_to: LinkKind | None = None
    seen: int = 0
    teasers: int = 0
    dated: int = 0
    navigation: int = 0
    read: int = 0
    articles: int = 0
    listings: int = 0
    example: str = ""
    is_fixed: bool = False

    @property
    def right(self) -> int:
        """How many of the pages read are what the pattern is said to lead to."""
        if self.leads_to is LinkKind.ARTICLE:
            return self.articles
        return self.listings if self.leads_to is LinkKind.LISTING else self.read - self.articles - self.listings


@dataclass(frozen=True, slots=True)
class LinkRules:
    """The patterns of one site, each once, in the order in which they were met."""

    patterns: tuple[LearnedPattern, ...] = ()
    _by_pattern: dict[str, LearnedPattern] = field(init=False, repr=False, compare=False, default_factory=dict)
    _fixed: list[LearnedPattern] = field(init=False, repr=False, compare=False, default_factory=list)

    def __post_init__(self) -> None:
        self._by_pattern.update((one.pattern, one) for one in self.patterns)
        self._fixed.extend(one for one in self.patterns if one.is_fixed)

    @property
    def fixed(self) -> Sequence[LearnedPattern]:
        """Those that somebody wrote down: few, and asked for each link."""
        return self._fixed

    def __iter__(self) -> Iterator[LearnedPattern]:
        return iter(self.patterns)

    def __len__(self) -> int:
        return len(self.patterns)

    def first_of(self, patterns: Iterable[str]) -> Iterator[LearnedPattern]:
        """What is known of ``patterns``, in their order; nothing for those never met."""
        for pattern in patterns:
            known = self._by_pattern.get(pattern)
            if known is not None:
                yield known
