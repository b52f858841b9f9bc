"""A site of few articles inside the test's own process: edited, moved, deleted, brought back, by a server with moods.

What it answers is a function of its state; nothing happens by itself.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import blake2b
from http.server import BaseHTTPRequestHandler
from itertools import count
from pathlib import Path

from tests.crawler.gazette import serving


class Mood(StrEnum):
    """How the server handles validators."""

    HONEST = "honest"
    SILENT = "silent"  # it sends none
    FICKLE = "fickle"  # another ETag with every answer, though the page is the same
    DEAF = "deaf"  # a good ETag, but whoever sends it back gets the whole page


@dataclass(slots=True, kw_only=True)
class Story:
    """One article as it is now. ``slugs`` are all it ever had, the present one last."""

    number: int
    title: str
    paragraphs: list[str]
    slugs: list[str]
    gone_with: int | None = None
    fails_with: int | None = None

    @property
    def path(self) -> str:
        return f"/news/{self.slugs[-1]}/{self.number}/"

    @property
    def body(self) -> str:
        return "\n\n".join(self.paragraphs)


@dataclass(slots=True, kw_only=True)
class Answer:
    body: bytes = b""
    status: int = 200
    location: str | None = None
    etag: str | None = None


@dataclass(slots=True)
class ChangingSite:
    """The site; ``asked`` are the paths asked for, with the status of each answer."""

    stories: dict[int, Story] = field(default_factory=dict)
    mood: Mood = Mood.HONEST
    address: str = ""
    asked: list[tuple[str, int]] = field(default_factory=list)
    _answers: Iterator[int] = field(default_factory=count)

    def answer(self, path: str, held: str | None) -> Answer:
        """The answer for ``path`` to whoever holds the version with the ETag ``held``."""
        answer = self._page(path)
        if answer.status == 200 and self.mood is not Mood.SILENT:
            answer.etag = f'"{blake2b(answer.body, digest_size=8).hexdigest()}"'
            if self.mood is Mood.FICKLE:
                answer.etag = f'"{next(self._answers)}"'
            elif self.mood is Mood.HONEST and held == answer.etag:
                answer.body, answer.status = b"", 304
        self.asked.append((path, answer.status))
        return answer

    def _page(self, path: str) -> Answer:
        if path == "/":
            return Answer(body=self._front().encode())
        slug, _, number = path.removeprefix("/news/").strip("/").rpartition("/")
        story = self.stories.get(int(number)) if number.isdecimal() else None
        if story is None or slug not in story.slugs:
            return Answer(body=b"<html><h1>Not found</h1></html>", status=404)
        if story.fails_with or story.gone_with:
            status = story.fails_with or story.gone_with or 0
            return Answer(body=b"<html><h1>No page</h1></html>", status=status)
        if path != story.path:
            return Answer(body=b"<html><h1>Moved</h1></html>", status=301, location=story.path)
        return Answer(body=_page_of(story).encode())

    def _front(self) -> str:
        listed = [story for story in self.stories.values() if story.gone_with is None]
        links = "".join(f'<li><a href="{story.path}">{story.title}</a></li>' for story in listed)
        return f"<html lang='en'><body><h1>The Changing Times</h1><ul>{links}</ul></body></html>"

    def write_definition(self, folder: Path) -> Path:
        """A site file for this site."""
        path = folder / "changing.toml"
        path.write_text(
            f'name = "changing"\ntitle = "The Changing Times"\naddress = "{self.address}"\ntime_zone = "UTC"\n'
            'rules_only = ["body"]\n[listings]\nstart = ["/"]\n'
            "[articles]\npath = '/news/(?P<slug>[^/]+)/(?P<id>\\d+)/'\nidentity = \"{id}\"\n"
            '[[fields.title]]\ncss = "h1"\n[[fields.body]]\ncss = "div.body p"\n'
            "[politeness]\ndelay_seconds = 0.0\nconcurrent_requests = 4\n",
            encoding="utf-8",
        )
        return path


def _page_of(story: Story) -> str:
    paragraphs = "".join(f"<p>{text}</p>" for text in story.paragraphs)
    return (
        f'<html lang="en"><head><title>{story.title}</title></head><body><h1>{story.title}</h1>'
        f'<time datetime="2026-01-05T08:00:00+00:00">Jan. 5, 2026</time><div class="body">{paragraphs}</div>'
        "</body></html>"
    )


@contextmanager
def serve(site: ChangingSite) -> Iterator[ChangingSite]:
    """``site`` on a free port of this machine."""
    with serving(_handler(site)) as site.address:
        yield site


def _handler(site: ChangingSite) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer = site.answer(self.path, self.headers.get("If-None-Match"))
            self.send_response(answer.status)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            if answer.status != 304:
                self.send_header("Content-Length", str(len(answer.body)))
            for name, value in (("Location", answer.location), ("ETag", answer.etag)):
                if value is not None:
                    self.send_header(name, value)
            self.end_headers()
            self.wfile.write(answer.body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - http.server's own name
            """Say nothing: the test reads `asked`."""

    return Handler
