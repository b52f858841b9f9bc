"""A news site as large as asked for, made up from a seed: pages of a usual size, and changes on demand."""

import gzip
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from hashlib import blake2b
from html import escape
from math import ceil
from random import Random

from crawler.localsite.stories import Story, edit_story, write_story

LISTING_ENTRIES = 50
START = datetime(2026, 1, 5, 8, tzinfo=UTC)
_FIRST_NUMBER = 10_001
_STYLE_RULES = 200
_SCRIPT_WORDS = 1_500
_OWN_WORDS = 320
_GZIP_LEVEL = 6
_RETITLE_EVERY = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A finished page: its body, also compressed, and what a server says to tell it from another version of it."""

    body: bytes
    zipped: bytes
    etag: str
    last_modified: str


class Pages:
    """All pages of the site, newest article first, ``LISTING_ENTRIES`` on a listing; the same for the same seed."""

    def __init__(self, count: int, seed: int = 5) -> None:
        self._random = Random(seed)  # noqa: S311 - a repeatable site, no secrets
        self._changed_at = START
        self._stories: dict[int, Story] = {}
        self._modified: dict[str, datetime] = {}
        taken: set[str] = set()
        for number in range(_FIRST_NUMBER, _FIRST_NUMBER + count):
            story = write_story(self._random, number, START - timedelta(minutes=30 * number), taken)
            self._stories[number] = story
            taken.add(story.slug)
        self._frame = _Frame(self._random)
        self._kept: dict[str, Page] = {}

    @property
    def count(self) -> int:
        """Number of articles and listings."""
        return len(self._stories) + ceil(len(self._stories) / LISTING_ENTRIES)

    def page(self, target: str) -> Page | None:
        """The page for the request target (path and query); None where there is none."""
        if target not in self._kept:
            body = self._make(target)
            if body is None:
                return None
            self._kept[target] = _finished(body, self._modified.get(target, START))
        return self._kept[target]

    def change(self, share: float) -> list[str]:
        """Edit that ``share`` (0 to 1) of the articles, every third its title too; the paths of those edited."""
        self._changed_at += timedelta(hours=1)
        chosen = sorted(self._random.sample(sorted(self._stories), round(share * len(self._stories))))
        for place, number in enumerate(chosen):
            retitle = place % _RETITLE_EVERY == 0
            story = edit_story(self._random, self._stories[number], self._changed_at, retitle=retitle)
            self._stories[number] = story
            self._forget(_path(story))
        for target in [target for target in self._kept if target.startswith("/?") or target == "/"]:
            before = self._kept[target]
            self._kept.pop(target)
            # Its date is that of its content, as for any page.
            if self.page(target) != before:
                self._forget(target)
        return [_path(self._stories[number]) for number in chosen]

    def _forget(self, target: str) -> None:
        self._kept.pop(target, None)
        self._modified[target] = self._changed_at

    def _make(self, target: str) -> str | None:
        path, _, query = target.partition("?")
        if path == "/":
            return self._listing(query)
        parts = path.strip("/").split("/")
        story = self._stories.get(int(parts[-1])) if parts[-1].isdecimal() else None
        if query or story is None or path != _path(story):
            return None
        return self._article(story)

    def _listing(self, query: str) -> str | None:
        word, _, digits = (query or "page=1").partition("=")
        number = int(digits) if word == "page" and digits.isdecimal() else 0
        stories = list(self._stories.values())[(number - 1) * LISTING_ENTRIES : number * LISTING_ENTRIES]
        if number < 1 or not stories:
            return None
        entries = "".join(
            f'<li class="entry"><h2><a href="{_path(story)}">{escape(story.versions[0].title)}</a></h2>'
            f'<time datetime="{story.published_at.isoformat()}">{story.published_at:%d %B %Y}</time></li>\n'
            for story in stories
        )
        more = number * LISTING_ENTRIES < len(self._stories)
        following = f'<a rel="next" href="/?page={number + 1}">Next</a>' if more else ""
        return self._frame.around("The Ledger", f"<h1>The Ledger</h1><ul>{entries}</ul>{following}", number)

    def _article(self, story: Story) -> str:
        version = story.versions[0]
        body = "".join(f"<p>{escape(text)}</p>\n" for text in version.paragraphs)
        authors = "".join(f'<span class="author" rel="author">{escape(name)}</span>' for name in story.authors)
        summary = f'<p class="standfirst">{escape(version.summary)}</p>' if version.summary else ""
        return self._frame.around(
            version.title,
            f"<article><header><h1>{escape(version.title)}</h1>{authors}"
            f'<time datetime="{story.published_at.isoformat()}">{story.published_at:%d %B %Y}</time></header>'
            f'{summary}<div class="story-body">{body}</div></article>',
            story.number,
        )


class _Frame:
    """What a page carries besides its content, most of it the same on every page, as on most news sites."""

    def __init__(self, random: Random) -> None:
        self._style = "\n".join(
            f".c-{random.randrange(16**6):06x} {{ margin: {random.randrange(40)}px; display: flex; justify-content: "
            f"space-between; color: #{random.randrange(16**6):06x}; font: 400 {random.randrange(11, 30)}px/1.4 serif }}"
            for _ in range(_STYLE_RULES)
        )
        self._script = ",".join(
            f'"{random.randrange(16**8):08x}":"{word}"'
            for word in (random.choice(_WORDS) for _ in range(_SCRIPT_WORDS))
        )
        self._menu = "".join(f'<li><a href="/about/{word}/">{word.title()}</a></li>' for word in _WORDS)

    def around(self, title: str, content: str, number: int) -> str:
        """The whole page around ``content``; ``number`` makes the few things that are the page's own."""
        random = Random(number)  # noqa: S311 - repeatable
        own = ",".join(f'"{random.randrange(16**10):010x}"' for _ in range(_OWN_WORDS))
        return (
            f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)} | The Ledger</title>\n'
            f"<style>{self._style}</style></head><body><nav><ul>{self._menu}</ul></nav>\n<main>{content}</main>\n"
            f"<footer><ul>{self._menu}</ul></footer>\n<script>var words={{{self._script}}};var own=[{own}];</script>"
            "</body></html>\n"
        )


_WORDS = "politics economy science culture sport weather travel health letters archive imprint contact".split()


def _path(story: Story) -> str:
    return f"/news/{story.published_at:%Y/%m}/{story.slug.removesuffix('-')}/{story.number}"


def _finished(text: str, modified: datetime) -> Page:
    body = text.encode()
    return Page(
        body=body,
        zipped=gzip.compress(body, _GZIP_LEVEL, mtime=0),
        etag=f'"{blake2b(body, digest_size=8).hexdigest()}"',
        last_modified=format_datetime(modified, usegmt=True),
    )
