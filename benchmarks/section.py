"""A part of a page of docs that a benchmark writes, between two marks, so that the rest stays as people wrote it."""

from pathlib import Path


def write_section(page: Path, name: str, text: str) -> None:
    """Put ``text`` between the marks of ``name`` on ``page``. Raises ValueError where the page has no such marks."""
    begin, end = f"<!-- measured: {name} -->", f"<!-- end of measured: {name} -->"
    content = page.read_text(encoding="utf-8")
    before, found, rest = content.partition(begin)
    _, closed, after = rest.partition(end)
    if not (found and closed):
        raise ValueError(f"{page}: has no lines {begin} and {end} to write between")
    page.write_text(f"{before}{begin}\n{text.strip()}\n{end}{after}", encoding="utf-8")
