"""newsreel sites teach: from one value shown on one page to rules for the site's file."""

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from archive.errors import SiteDefinitionError, UsageError
from crawler.fetch import fetch_all
from pipelines.page.links import is_web_address
from pipelines.page.page import Page
from pipelines.rules.addresses import host_of
from pipelines.rules.site_rules import FieldName, FieldRule
from pipelines.teaching import Lesson, Reading, learn_rules
from spiders.links import LinkKind, links_to
from spiders.site import SiteDefinition
from spiders.site_edit import add_field_rules, replace_site_file
from spiders.site_folders import SHIPPED, find_site, own_folder

_LISTINGS = 2
_ENOUGH_PAGES = 3
_TOLD_CHARACTERS = 200  # of an example, when it is said again
# A body or a language is no single value that stands somewhere on a page.
_TAUGHT = tuple(name for name in FieldName if name not in (FieldName.BODY, FieldName.LANGUAGE))


@click.command(
    epilog="""\b
Examples:
  newsreel sites teach my-site https://news.example/a-story views=3742
  newsreel sites teach my-site https://news.example/a-story "summary=Two lines below the headline."
  newsreel sites teach my-site https://news.example/a-story authors="Ada Lund; Bo Ek" --dry-run"""
)
@click.argument("site")
@click.argument("address")
@click.argument("examples", metavar="FIELD=VALUE...", nargs=-1, required=True)
@click.option(
    "--pages",
    metavar="N",
    type=click.IntRange(0, 100),
    default=10,
    show_default=True,
    help="Hold the rules against N other articles of the site.",
)
@click.option("--dry-run", is_flag=True, help="Say what was learned, and write nothing.")
def teach(site: str, address: str, examples: tuple[str, ...], pages: int, dry_run: bool) -> None:
    """Teach SITE to read a FIELD from one example: the VALUE that the article at ADDRESS shows.

    Finds selectors and anchors in the text that read the value there, holds them against other articles of the site,
    and writes the best into the site's file, with the share of pages that they read. A shipped site file is copied to
    your own folder first.
    """
    told = _told(examples)
    definition = find_site(site)
    path = _file_of(definition, site)
    if not is_web_address(address) or host_of(address) not in definition.hosts:
        hosts = ", ".join(sorted(definition.hosts))
        raise UsageError(f"{address} is no address of an article of {definition.name}, whose hosts are: {hosts}")
    example, others = _pages(definition, address, pages)
    click.echo(f"{definition.name}: the example and {len(others)} other articles read")
    lessons = [learn_rules(name, value, example, others, definition.rules) for name, value in told.items()]
    for lesson in lessons:
        for line in _said(lesson, told[lesson.name], address):
            click.echo(line)
    learned = [lesson for lesson in lessons if lesson.rules]
    if learned and not dry_run:
        _write(definition, path, learned)
        click.echo(f"written to {path}")
    unlearned = [lesson.name.value for lesson in lessons if not lesson.rules and not lesson.known_by]
    if unlearned:
        raise UsageError(f"nothing learned for {', '.join(unlearned)}; see above")


def _told(examples: Sequence[str]) -> dict[FieldName, str]:
    told: dict[FieldName, str] = {}
    for example in examples:
        name, sign, value = example.partition("=")
        if not sign or not value.strip():
            raise UsageError(f"{example!r} shows nothing; write a field and what the page says, as in views=3742")
        if name not in _TAUGHT:
            raise UsageError(f"{name!r} is no field that one value can show; there are: {', '.join(_TAUGHT)}")
        told[FieldName(name)] = value.strip()
    return told


def _file_of(definition: SiteDefinition, site: str) -> Path:
    """The file to write to: the user's own, or the place of one's own copy of a shipped one."""
    path = Path(definition.origin)
    if not path.is_absolute():
        raise SiteDefinitionError(f"{site} has no site file to write to; make one first: newsreel sites add {site}")
    return own_folder() / path.name if path.parent == SHIPPED else path


def _pages(definition: SiteDefinition, address: str, count: int) -> tuple[Page, list[Page]]:
    """The page at ``address`` and up to ``count`` other articles of the site, linked from it or from a listing."""

    def others(found: Mapping[str, Page]) -> list[str]:
        linked = [link.address for page in found.values() for link in links_to(LinkKind.ARTICLE, page, definition)]
        own = definition.rules.addresses.visiting(address)
        return [each for each in dict.fromkeys(linked) if each != own][:count]

    first = [address, *definition.listings.start[:_LISTINGS]]
    politeness = definition.politeness
    settings = {
        "DOWNLOAD_DELAY": politeness.delay_seconds,
        "CONCURRENT_REQUESTS_PER_DOMAIN": politeness.concurrent_requests,
    }
    found = fetch_all(first, others, settings=settings)
    return found[address], [page for asked, page in found.items() if asked not in first]


def _said(lesson: Lesson, told: str, address: str) -> list[str]:
    told = told if len(told) <= _TOLD_CHARACTERS else f"{told[:_TOLD_CHARACTERS]}…"
    if lesson.known_by:
        return [f"{lesson.name}: {told!r} is read already, by {lesson.known_by}"]
    if not lesson.is_shown:
        return [f"{lesson.name}: {told!r} stands nowhere on {address}, as text, in an attribute or in data"]
    if not lesson.rules:
        return [
            f"{lesson.name}: {told!r} was found, but no rule for it reads the other articles; show a second example"
        ]
    lines = [f"{lesson.name}: {_rule_in_words(reading)}" for reading in lesson.rules]
    if lesson.rules[0].pages < _ENOUGH_PAGES:
        lines.append(f"{lesson.name}: held against {lesson.rules[0].pages} other articles only; look at the rules")
    return lines


def _rule_in_words(reading: Reading) -> str:
    rule = reading.rule
    way = f"css {rule.css}" if rule.css else f"xpath {rule.xpath}" if rule.xpath else f"text {_anchors(rule)}"
    pattern = f", pattern {rule.pattern.pattern}" if rule.pattern else ""
    return f"{way}{pattern} (reads {_share(reading)})"


def _anchors(rule: FieldRule) -> str:
    assert rule.text is not None
    parts = [f"after {' or '.join(rule.text.after)!r}"] if rule.text.after else []
    parts += [f"a line that is a {rule.text.kind}"] if rule.text.kind else []
    parts += [f"before a line that is a {rule.text.next_kind}"] if rule.text.next_kind else []
    return ", ".join(parts)


def _share(reading: Reading) -> str:
    return f"{reading.right} of {reading.pages} other articles"


def _write(definition: SiteDefinition, path: Path, lessons: Sequence[Lesson]) -> None:
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(definition.origin, path)
    for lesson in lessons:
        rules = [(reading.rule, f"taught by an example: reads {_share(reading)}") for reading in lesson.rules]
        share = int(lesson.rules[0].share * 100) / 100
        text = add_field_rules(path, lesson.name, rules, expected=share, stands_first=lesson.is_misread)
        replace_site_file(path, text)
