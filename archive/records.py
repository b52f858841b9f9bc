"""The records of the archive: one class per table, one annotated field per column, in stored order.

None means the source did not say, except where a column says what null stands for; an empty text or list means it
said nothing; zero means zero.
New fields are only ever added at the end, so that older files stay readable.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated

from archive.column import COUNT, COUNT_BY_NAME, INSTANT, TEXT, TEXT_BY_NAME, TEXTS, Column
from archive.outcomes import Outcome

_VISIT = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)
_ADDRESS = "https://news.example/news/quiet-chips/101/en/"

# Columns that several tables share mean the same in each.
Site = Annotated[str, Column(TEXT, "Name of the site definition the page was read with.", "neuron", few=True)]
RunId = Annotated[
    str, Column(TEXT, "The crawl run that wrote this row; key of the runs table.", "20260105T080000Z-5f2c9a", few=True)
]
Views = Annotated[int | None, Column(COUNT, "Number of views the page stated.", 3742, unit="views")]
ViewsText = Annotated[
    str | None, Column(TEXT, "The views as written on the page; null: as the bare number, or none.", "3,742")
]
Address = Annotated[str, Column(TEXT, "Address as it was asked for.", _ADDRESS, address=True)]
FinalAddress = Annotated[
    str | None,
    Column(
        TEXT, "Address that answered, after redirects; null: the one asked for, or none did.", _ADDRESS, address=True
    ),
]
ContentHash = Annotated[
    str,
    Column(
        TEXT,
        "128 bits of the SHA-256 of the content: language, title, published_at, summary, body, authors, section, tags; "
        "the body as its page alone tells it, with the blocks that the site's articles share.",
        "9f86d081884c7d659a2feaa0c55ad015",
    ),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleRevision:
    """One version of an article's content, written only when the content differs from the version before."""

    article_id: Annotated[
        str,
        Column(
            TEXT, "The same for every address of one article in one language.", "neuron/quiet-chips/en", address=True
        ),
    ]
    revision: Annotated[int, Column(COUNT, "Number of this version of the article, from 1.", 1)]
    site: Site
    address: Address
    final_address: FinalAddress
    canonical_address: Annotated[
        str, Column(TEXT, "The one address that stands for the article.", _ADDRESS, address=True)
    ]
    language: Annotated[str | None, Column(TEXT, "Language as a BCP 47 tag.", "en", few=True)]
    title: Annotated[str | None, Column(TEXT, "Headline without the site's name.", "Quiet chips win the day")]
    published_at: Annotated[
        datetime | None, Column(INSTANT, "Instant of publication; see published_offset_minutes.", _VISIT, unit="UTC")
    ]
    published_text: Annotated[
        str | None, Column(TEXT, "The publication date as written on the page.", "Jan. 5, 2026, 9 a.m.")
    ]
    published_offset_minutes: Annotated[
        int | None,
        Column(
            COUNT,
            "Offset from UTC the source or the site definition states; null: none is known, "
            "and published_at is the written time read as UTC.",
            60,
            unit="minutes",
        ),
    ]
    published_precision: Annotated[
        str | None, Column(TEXT, "What the date states: day, hour, minute or second.", "minute", few=True)
    ]
    modified_at: Annotated[
        datetime | None, Column(INSTANT, "Instant of the last change the page states.", _VISIT, unit="UTC")
    ]
    views: Views
    views_text: ViewsText
    summary: Annotated[
        str | None, Column(TEXT, "The page's own summary or standfirst, never a made-up one.", "Chips …", long=True)
    ]
    body: Annotated[str, Column(TEXT, "Article text; paragraphs are separated by an empty line.", "…", long=True)]
    authors: Annotated[
        tuple[str, ...] | None, Column(TEXTS, "Names of the authors, in the page's order.", ("Ada Example",))
    ]
    section: Annotated[str | None, Column(TEXT, "Section or category of the article.", "Hardware", few=True)]
    tags: Annotated[tuple[str, ...] | None, Column(TEXTS, "Tags or keywords, in the page's order.", ("chips",))]
    image: Annotated[str | None, Column(TEXT, "Address of the main picture.", "https://news.example/i/101.jpg")]
    content_hash: ContentHash
    first_seen_at: Annotated[
        datetime, Column(INSTANT, "When the article's first revision was fetched.", _VISIT, unit="UTC")
    ]
    fetched_at: Annotated[datetime, Column(INSTANT, "When this revision was fetched.", _VISIT, unit="UTC")]
    run_id: RunId
    extractor_version: Annotated[
        str, Column(TEXT, "Version of the field readers that made this row.", "0.1.0", few=True)
    ]
    capture_file: Annotated[
        str | None, Column(TEXT, "WARC file below captures/ with the raw response, if kept.", "a.warc.gz", few=True)
    ]
    capture_offset: Annotated[int | None, Column(COUNT, "Where in that file the record begins.", 0, unit="bytes")]
    capture_length: Annotated[int | None, Column(COUNT, "Length of the record in that file.", 18231, unit="bytes")]
    sources: Annotated[
        Mapping[str, str],
        Column(TEXT_BY_NAME, "Where each field was read, by field name.", {"title": "site:text"}),
    ]
    marks: Annotated[
        tuple[str, ...] | None,
        Column(
            TEXTS,
            "Signs of the page: dates_disagree, language_disagrees, paywalled, live_blog, multi_page, cut.",
            ("paywalled",),
            few=True,
        ),
    ]
    body_kinds: Annotated[
        tuple[str, ...] | None,
        Column(
            TEXTS,
            "What each paragraph of body is: paragraph, heading-1 to heading-6, list-item, quote, preformatted, or "
            "table-row (cells parted by tabs).",
            ("heading-2", "paragraph"),
            few=True,
        ),
    ]
    changed_fields: Annotated[
        tuple[str, ...] | None,
        Column(
            TEXTS,
            "Which fields differ from the revision before: language, title, published_at, summary, body, authors, "
            "section, tags; null: the first revision, or not known.",
            ("summary",),
            few=True,
        ),
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """One request and how it ended: a row for every address a run asked for, whatever came of it."""

    address: Address
    final_address: FinalAddress
    site: Site
    observed_at: Annotated[datetime, Column(INSTANT, "When the answer came, or the attempt ended.", _VISIT, unit="UTC")]
    kind: Annotated[
        str, Column(TEXT, "What was expected there: article, listing, feed or sitemap.", "article", few=True)
    ]
    outcome: Annotated[Outcome, Column(TEXT, "How the request ended; see the list of outcomes.", "new", few=True)]
    detail: Annotated[str | None, Column(TEXT, "More about the outcome, for people.", "HTTP status 503")]
    http_status: Annotated[int | None, Column(COUNT, "Status of the answer; null: there was none.", 200)]
    article_id: Annotated[
        str | None,
        Column(TEXT, "The article seen, where the page was one.", "neuron/quiet-chips/en", address=True),
    ]
    revision: Annotated[int | None, Column(COUNT, "The revision that was current after this visit.", 1)]
    views: Views
    views_text: ViewsText
    content_hash: Annotated[
        str | None,
        Column(TEXT, "Hash of the content seen; null: that of the revision, or the page was no article.", "9f86d08…"),
    ]
    etag: Annotated[str | None, Column(TEXT, "The answer's ETag header.", '"5d8c72a5"')]
    last_modified: Annotated[
        str | None, Column(TEXT, "The answer's Last-Modified header.", "Mon, 05 Jan 2026 08:00:00 GMT")
    ]
    body_bytes: Annotated[int | None, Column(COUNT, "Length of the answer's decoded body.", 48213, unit="bytes")]
    run_id: RunId
    # Null: there was no answer, or it was not kept.
    capture_file: Annotated[
        str | None,
        Column(
            TEXT,
            "WARC file below captures/ with the answer as it came; null: there was none, or it was not kept.",
            "2026-01/20260105T080000Z-5f2c9a-0001.warc.gz",
            few=True,
        ),
    ] = None
    capture_offset: Annotated[
        int | None, Column(COUNT, "Where in that file the answer's record begins.", 1048576, unit="bytes")
    ] = None
    capture_length: Annotated[int | None, Column(COUNT, "Length of that record.", 18231, unit="bytes")] = None
    capture_digest: Annotated[
        str | None,
        Column(
            TEXT,
            "First 16 hexadecimal digits of the SHA-256 of the answer's body as it came; visits with the same had the "
            "same bytes.",
            "9f86d081884c7d65",
        ),
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """One entry of a listing or of a box of headlines, as it stood there at one moment."""

    listing_address: Annotated[str, Column(TEXT, "Page the entry stood on.", "https://news.example/all/en/", few=True)]
    box: Annotated[str, Column(TEXT, "Which list of that page: listing, or the box's heading.", "Hot news", few=True)]
    position: Annotated[int, Column(COUNT, "Place in that list, from 1.", 1)]
    seen_at: Annotated[datetime, Column(INSTANT, "When the page was fetched.", _VISIT, unit="UTC")]
    site: Site
    address: Annotated[str | None, Column(TEXT, "Where the entry leads; null: it has no link.", _ADDRESS, address=True)]
    title: Annotated[str | None, Column(TEXT, "Title as shown there, often cut short.", "Quiet chips win the…")]
    teaser: Annotated[str | None, Column(TEXT, "Teaser as shown there.", "A small lab …", long=True)]
    published_at: Annotated[datetime | None, Column(INSTANT, "Date shown with the entry.", _VISIT, unit="UTC")]
    published_text: Annotated[str | None, Column(TEXT, "That date as written.", "Jan. 5, 2026, 9 a.m.")]
    run_id: RunId


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One crawl run: what was asked with which settings, and counts that add up."""

    run_id: RunId
    site: Site
    started_at: Annotated[datetime, Column(INSTANT, "When the run began.", _VISIT, unit="UTC")]
    ended_at: Annotated[datetime, Column(INSTANT, "When the run ended.", _VISIT, unit="UTC")]
    status: Annotated[
        str, Column(TEXT, "finished, interrupted, or the reason the run stopped early.", "finished", few=True)
    ]
    requested: Annotated[int, Column(COUNT, "Addresses asked for; equals the sum of outcomes.", 310)]
    outcomes: Annotated[
        Mapping[str, int], Column(COUNT_BY_NAME, "Number of requests by outcome.", {"new": 298, "robots": 1})
    ]
    revisions: Annotated[int, Column(COUNT, "Rows this run wrote to articles.", 298)]
    sightings: Annotated[int, Column(COUNT, "Rows this run wrote to sightings.", 2412)]
    body_bytes: Annotated[int, Column(COUNT, "Sum of the decoded bodies received.", 5120331, unit="bytes")]
    newsreel_version: Annotated[str, Column(TEXT, "Version of newsreel that ran.", "0.1.0", few=True)]
    settings: Annotated[
        str,
        Column(
            TEXT,
            "The settings of the run, where its site definition lies, its listings, its bounds and what they held "
            "back, as JSON.",
            "{}",
            long=True,
        ),
    ]
    # Null: an older newsreel wrote the row.
    requests: Annotated[
        int | None, Column(COUNT, "HTTP requests sent, those for robots.txt and after redirects too.", 318)
    ] = None
    received_bytes: Annotated[
        int | None, Column(COUNT, "Length of the answers as they came over the wire.", 1203311, unit="bytes")
    ] = None
    conditional: Annotated[int | None, Column(COUNT, "Requests that asked for a page only if it had changed.", 290)] = (
        None
    )
    not_modified: Annotated[int | None, Column(COUNT, "Those of them that were answered with status 304.", 281)] = None
    saved_bytes: Annotated[
        int | None, Column(COUNT, "What those pages took when they came whole, less what they took now.", 3203311)
    ] = None
    records: Annotated[int | None, Column(COUNT, "Articles that were read whole.", 298)] = None
    fields: Annotated[
        Mapping[str, int] | None, Column(COUNT_BY_NAME, "For how many of them each field was read.", {"title": 298})
    ] = None
    body_characters: Annotated[int | None, Column(COUNT, "Sum of the lengths of their bodies.", 912331)] = None
    alarms: Annotated[
        tuple[str, ...] | None,
        Column(TEXTS, "What was less than the site's past or its file lets expect, in words.", ("views: read for 0%",)),
    ] = None
    report: Annotated[
        str | None,
        Column(
            TEXT,
            "The rest of the run's report, as JSON: status, alarms with addresses, the first address of each outcome, "
            "what was left out.",
            "{}",
            long=True,
        ),
    ] = None


Record = ArticleRevision | Observation | Sighting | Run
