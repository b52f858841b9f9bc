"""Site files: TOML, read strictly. Whatever is unknown, mistyped or cannot work is an error that names it."""

import re
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from string import Formatter
from typing import Any, TypeVar
from urllib.parse import urljoin
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec
from cssselect import SelectorError
from parsel import Selector

from archive.errors import SiteDefinitionError
from pipelines.bounds import Bounds, first_moment, moment_after
from pipelines.page.links import is_web_address
from pipelines.revisit.durations import read_duration, write_duration
from pipelines.revisit.settings import SHORTEST, Policy
from pipelines.rules.addresses import AddressRules, ParameterRules, host_of
from pipelines.rules.link_rules import LinkRules
from pipelines.rules.site_rules import FieldName, FieldRule, LineKind, ListingRule, SiteRules, TextRule
from spiders.budgets import Budgets
from spiders.links.patterns import complaint_of
from spiders.links.rows import rules_of
from spiders.site import Listings, Politeness, SiteDefinition, Sources
from spiders.site_tables import (
    AddressTable,
    ArticleTable,
    EntryTable,
    FileTable,
    LinkTable,
    RevisitTable,
    RuleTable,
    Texts,
    TextTable,
)

Value = TypeVar("Value")
_LISTS = ("listings", "sitemaps")


def read_site_file(path: Path) -> SiteDefinition:
    """The site definition in the file ``path``.

    Raises SiteDefinitionError, naming the file, the key and the value, for anything that is wrong with it.
    """
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as problem:
        raise SiteDefinitionError(f"{path}: cannot be read: {problem.strerror}") from problem
    except (ValueError, RecursionError) as problem:
        raise SiteDefinitionError(f"{path}: not valid TOML: {problem}") from problem
    return _Checker(path, raw).definition()


class _Checker:
    """Turns the raw content of one file into a definition; every complaint names file, key and value."""

    def __init__(self, path: Path, raw: Mapping[str, Any]) -> None:
        self._path = path
        self._raw = raw

    def definition(self) -> SiteDefinition:
        try:
            file = msgspec.convert(self._raw, FileTable, strict=True)
        except msgspec.ValidationError as problem:
            raise self._mistyped(str(problem)) from problem
        if self._path.stem != file.name:
            raise self._wrong("name", file.name, f"must be the file's own name, {self._path.stem!r}")
        return SiteDefinition(
            name=file.name,
            title=file.title,
            address=file.address,
            origin=str(self._path),
            hosts=self._hosts(file),
            listings=self._listings(file),
            sources=self._sources(file),
            rules=self._rules(file),
            has_memory=file.site_memory,
            budgets=Budgets(**msgspec.structs.asdict(file.budgets)),
            links=self._links(file.links),
            politeness=Politeness(**msgspec.structs.asdict(file.politeness)),
            bounds=self._bounds(file),
            expected={
                FieldName(name): share
                for name, share in msgspec.structs.asdict(file.expected).items()
                if share is not None
            },
        )

    def _hosts(self, file: FileTable) -> frozenset[str]:
        if not is_web_address(file.address):
            raise self._wrong("address", file.address, "is no address")
        for host in file.hosts:
            if not is_web_address(f"http://{host}/") or host_of(f"http://{host}/") != host.lower():
                raise self._wrong("hosts", host, "is no host; one looks like www.news.example or 127.0.0.1:8000")
        return frozenset({host_of(file.address), *(host.lower() for host in file.hosts)})

    def _listings(self, file: FileTable) -> Listings:
        self._css("listings.next_link", file.listings.next_link)
        if file.listings.next_link and "::attr(" not in file.listings.next_link:
            raise self._wrong("listings.next_link", file.listings.next_link, "selects no address; add ::attr(href)")
        return Listings(
            start=self._on_site("listings.start", file.listings.start, file),
            linked_as=file.listings.linked_as,
            next_as=file.listings.next_as,
            next_link=file.listings.next_link,
            max_pages=file.listings.max_pages,
        )

    def _sources(self, file: FileTable) -> Sources:
        if not (file.listings.start or file.sources.feeds or file.sources.sitemaps):
            raise self._wrong("listings.start", [], "and sources name no address: there is nowhere to begin")
        return Sources(
            feeds=self._on_site("sources.feeds", file.sources.feeds, file),
            sitemaps=self._on_site("sources.sitemaps", file.sources.sitemaps, file),
        )

    def _on_site(self, key: str, addresses: Texts, file: FileTable) -> Texts:
        """``addresses`` made absolute, each on a host of the site."""
        absolute = tuple(
            self._try(key, address, lambda one: urljoin(file.address, one), (ValueError,)) for address in addresses
        )
        for address in absolute:
            if host_of(address) not in self._hosts(file):
                raise self._wrong(key, address, "is on a host that neither address nor hosts names")
        return absolute

    def _bounds(self, file: FileTable) -> Bounds:
        zone = ZoneInfo(file.time_zone or "UTC")
        since, until = file.bounds.since, file.bounds.until
        if since and until and since > until:
            raise self._wrong("bounds.until", str(until), "is before bounds.since: nothing can be published in between")
        days = {"since": first_moment(since, zone), "until": moment_after(until, zone)}
        return Bounds(**msgspec.structs.asdict(file.bounds) | days)

    def _rules(self, file: FileTable) -> SiteRules:
        if file.time_zone is not None:
            self._try("time_zone", file.time_zone, ZoneInfo, (ZoneInfoNotFoundError, ValueError, OSError))
        fields = {name: getattr(file.fields, name) for name in FieldName}
        return SiteRules(
            site=file.name,
            language=file.language,
            time_zone=file.time_zone,
            date_order=file.date_order,
            addresses=self._addresses(file.articles, self._parameters(file.addresses)),
            fields={
                name: tuple(self._rule(f"fields.{name}[{number}]", rule) for number, rule in enumerate(rules))
                for name, rules in fields.items()
                if rules
            },
            rules_only=frozenset(file.rules_only),
            listing=self._entries(file.entries) if file.entries else None,
            revisit=self._revisit(file.revisit),
        )

    def _revisit(self, table: RevisitTable) -> Policy:
        given = {key: value for key, value in msgspec.structs.asdict(table).items() if value is not None}
        for key, value in given.items():
            if isinstance(value, str):
                given[key] = self._try(f"revisit.{key}", value, read_duration, (ValueError,))
                if given[key] < SHORTEST:
                    least = write_duration(SHORTEST)
                    raise self._wrong(f"revisit.{key}", value, f"is too often for any server; the least is {least}")
        policy = Policy(**given)
        for shortest, longest in (("shortest", "longest"), *((f"{one}_shortest", f"{one}_longest") for one in _LISTS)):
            least, most = getattr(policy, shortest), getattr(policy, longest)
            if least > most:
                key, value = (longest, most) if longest in given else (shortest, least)
                other = (
                    f"{shortest} is {write_duration(least)}"
                    if key == longest
                    else f"{longest} is {write_duration(most)}"
                )
                raise self._wrong(f"revisit.{key}", write_duration(value), f"revisit.{other}: set both")
        return policy

    def _parameters(self, addresses: AddressTable) -> ParameterRules:
        keep, drop = frozenset(addresses.keep_parameters), frozenset(addresses.drop_parameters)
        if keep & drop:
            raise self._wrong("addresses.drop_parameters", min(keep & drop), "stands in keep_parameters too")
        return ParameterRules(keep=keep, drop=drop)

    def _addresses(self, articles: ArticleTable, parameters: ParameterRules) -> AddressRules:
        path = self._pattern("articles.path", articles.path)
        groups = set(path.groupindex) if path else set()
        for key, template in (("identity", articles.identity), ("canonical", articles.canonical)):
            parts = self._try(
                f"articles.{key}", template or "", lambda text: list(Formatter().parse(text)), (ValueError,)
            )
            unknown = {name for _, name, _, _ in parts if name is not None} - groups
            if template and not any(name for _, name, _, _ in parts):
                raise self._wrong(f"articles.{key}", template, "names no group of articles.path, as in {id}")
            if unknown:
                raise self._wrong(f"articles.{key}", template, f"names no group of articles.path: {min(unknown)!r}")
        return AddressRules(
            article=path, identity=articles.identity, canonical=articles.canonical, parameters=parameters
        )

    def _links(self, links: tuple[LinkTable, ...]) -> LinkRules:
        for place, link in enumerate(links):
            complaint = complaint_of(link.pattern)
            if complaint:
                raise self._wrong(f"links[{place}].pattern", link.pattern, complaint)
        return rules_of(msgspec.structs.asdict(link) for link in links)

    def _entries(self, entries: EntryTable) -> ListingRule:
        for key in ("entry", "title", "link", "date", "teaser"):
            self._css(f"entries.{key}", getattr(entries, key))
        for key in ("title", "date", "teaser"):
            value = getattr(entries, key)
            if value and not entries.entry:
                raise self._wrong(f"entries.{key}", value, "needs entries.entry, the CSS of one whole entry")
        return ListingRule(**msgspec.structs.asdict(entries))

    def _rule(self, key: str, rule: RuleTable) -> FieldRule:
        ways = [name for name in ("css", "xpath", "text") if getattr(rule, name) is not None]
        if len(ways) != 1:
            raise self._wrong(key, ", ".join(ways) or "nothing", "a rule has exactly one of css, xpath, text")
        if rule.text and rule.pattern is not None:
            raise self._wrong(f"{key}.pattern", rule.pattern, "stands beside text; put it into text")
        self._css(f"{key}.css", rule.css)
        if rule.xpath is not None:
            self._try(f"{key}.xpath", rule.xpath, Selector(text="<p/>").xpath, (ValueError,))
        return FieldRule(
            css=rule.css,
            xpath=rule.xpath,
            text=self._text(f"{key}.text", rule.text) if rule.text else None,
            pattern=self._pattern(f"{key}.pattern", rule.pattern, groups=1),
            values=rule.values,
        )

    def _text(self, key: str, text: TextTable) -> TextRule:
        for anchor in text.after:
            if anchor.startswith("is:"):
                raise self._wrong(key, anchor, "stands in until only; after takes @field or words")
        for anchor in (*text.after, *text.until):
            if anchor.startswith("@"):
                self._try(f"{key}", anchor, lambda name: FieldName(name[1:]), (ValueError,))
            elif anchor.startswith("is:"):
                self._try(f"{key}", anchor, lambda name: LineKind(name[3:]), (ValueError,))
        raw = msgspec.structs.asdict(text)
        return TextRule(**raw | {"pattern": self._pattern(f"{key}.pattern", text.pattern, groups=1)})

    def _css(self, key: str, css: str | None) -> None:
        if css is not None:
            self._try(key, css, Selector(text="<p/>").css, (SelectorError, ValueError))

    def _pattern(self, key: str, pattern: str | None, *, groups: int = 0) -> re.Pattern[str] | None:
        if pattern is None:
            return None
        compiled = self._try(key, pattern, re.compile, (re.error, OverflowError))
        if compiled.groups < groups:
            raise self._wrong(key, pattern, "needs a group (…) around the value")
        return compiled

    def _try(self, key: str, value: str, make: Callable[[str], Value], problems: tuple[type[Exception], ...]) -> Value:
        try:
            return make(value)
        except problems as problem:
            raise self._wrong(key, value, str(problem) or type(problem).__name__) from problem

    def _wrong(self, key: str, value: object, reason: str) -> SiteDefinitionError:
        return SiteDefinitionError(f"{self._path}: {key} = {value!r}: {reason}")

    def _mistyped(self, message: str) -> SiteDefinitionError:
        reason, _, place = message.partition(" - at `")
        keys = [key for key in re.split(r"[.\[\]]+", place.rstrip("`").lstrip("$")) if key]
        value: Any = self._raw
        for key in keys:
            value = value[int(key)] if isinstance(value, list | tuple) else value.get(key, "")
        unknown = re.fullmatch(r"Object contains unknown field `(.*)`", reason)
        if unknown:
            key = ".".join([*keys, unknown[1]])
            return self._wrong(key, value.get(unknown[1]), "unknown key; see docs/sites.md for the keys there are")
        return self._wrong(".".join(keys) or "file", value if keys else "…", reason)
