"""newsreel query: ask the archive in SQL, or by the name of a question."""

import os
import re
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from archive import Archive
from archive.errors import UsageError
from archive.query.named import find_query, queries_of, read_query
from archive.query.views import QUESTIONS, VIEWS
from archive.sandbox import Limits
from crawler.commands.giving import Giving, give, gives_answers
from crawler.commands.named_query import command_of, list_queries, own_queries_option
from crawler.commands.reading import reads_archive
from crawler.commands.setting import given_values
from crawler.commands.untrusted import answer_within, asks_for_strangers

_STANDARD_INPUT = "-"
_WORD = re.compile(r"\s*[\w-]+\s*")
_NUMBER = re.compile(r"[+-]?\d+")
_VIEW_HELP = "\n".join(f"  {name:<16} {meaning}" for name, (meaning, _) in VIEWS.items())
_QUESTION_HELP = "\n".join(f"  {one.called(name):<22} {one.meaning}" for name, one in QUESTIONS.items())
_NAMED_HELP = "\n".join(f"  {name:<16} {one.meaning}" for name, one in queries_of().items())


class _QueryCommand(click.Command):
    """The command that asks in SQL, in whose place those of the named queries step."""

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """The context of the command that ``args`` name: a named query's, the list's, or this one's."""
        command = self._named(args)
        if command is not None:
            return command.make_context(info_name, args, parent, **extra)
        return super().make_context(info_name, args, parent, **extra)

    def _named(self, arguments: Sequence[str]) -> click.Command | None:
        context = self.context_class(self, ignore_unknown_options=True, resilient_parsing=True)
        try:
            given, words, _ = self.make_parser(context).parse_args(list(arguments))
        except click.UsageError:
            return None  # this command tells what is wrong
        if given.get("is_list") is True:
            return list_queries
        own = given.get("own_queries") or os.environ.get("NEWSREEL_QUERIES")
        queries = queries_of(Path(own) if isinstance(own, str) and Path(own).is_dir() else None)
        for word in (one for one in (given.get("sql"), *words) if isinstance(one, str)):
            found = queries.get(word) or queries.get(word.replace("_", "-"))
            if found is not None:
                return command_of(found)
            if not word.startswith("-") and word is given.get("sql"):
                return None  # it is SQL, or meant to be
        return None


def _checked(context: click.Context, _: click.Parameter, sql: str | None) -> str | None:
    """``sql``, unless it is a word that names no query. Raises UsageError."""
    if sql is None or sql == _STANDARD_INPUT or not _WORD.fullmatch(sql) or context.resilient_parsing:
        return sql
    if sql.strip().lower() in VIEWS:
        raise UsageError(f'{sql.strip()} is a view; ask it so: newsreel query "FROM {sql.strip()} LIMIT 10"')
    find_query(sql.strip(), context.params.get("own_queries"))
    return sql


@click.command(
    cls=_QueryCommand,
    epilog=f"""\b
Named queries, such as newsreel query trending --days 7 (see: newsreel query trending --help):
{_NAMED_HELP}

\b
Views:
{_VIEW_HELP}

\b
Views with times, such as '2026-01-05 12:00' (UTC):
{_QUESTION_HELP}

\b
Examples:
  newsreel query trending --days 7
  newsreel query "SELECT published_at, title FROM articles ORDER BY published_at DESC LIMIT 10"
  newsreel query "SELECT site, count(*) FROM articles GROUP BY site"
  newsreel query "FROM front_page(TIMESTAMP '2026-01-05 12:00')"
  newsreel query --format parquet --output all.parquet "SELECT * FROM articles"
  newsreel query -f question.sql --set site=neuron""",
)
@click.argument("sql", required=False, callback=_checked, metavar="SQL|NAME")
@click.option("--list", "is_list", is_flag=True, expose_value=False, help="Show the named queries.")
@own_queries_option
@click.option(
    "--file",
    "-f",
    "file",
    metavar="FILE",
    type=click.File(encoding="utf-8"),
    help="Ask the SQL in this file; -, also in place of SQL: in standard input.",
)
@click.option(
    "--set",
    "settings",
    metavar="NAME=VALUE",
    multiple=True,
    help="Value of a $NAME in the SQL: a whole number, else text. Repeatable.",
)
@reads_archive
@gives_answers
@asks_for_strangers
def query(sql: str | None, archive: Archive, giving: Giving, limits: Limits | None, **options: Any) -> None:
    """Answer a question to the archive: SQL (DuckDB's dialect), or a named query. Times are in UTC."""
    text, given = _text(sql, options["file"]), given_values(options["settings"])
    named = read_query(text, "this SQL", where="the SQL")
    if named is None:
        values: Mapping[str, Any] = {name: int(one) if _NUMBER.fullmatch(one) else one for name, one in given.items()}
    else:
        text, values = named.sql, named.values(given, now=archive.moment or datetime.now(UTC))
    give(answer_within(limits, archive, text, values), giving)


def _text(sql: str | None, file: Any) -> str:
    """The SQL of the arguments, or of the file they name. Raises UsageError."""
    if sql is not None and file is not None:
        raise UsageError("give the SQL itself or --file, not both")
    if sql == _STANDARD_INPUT:
        file = sys.stdin
    if file is not None:
        try:
            return str(file.read())
        except (OSError, UnicodeDecodeError) as problem:
            raise UsageError(f"{file.name} cannot be read as UTF-8 text: {problem}") from problem
    if sql is None:
        raise UsageError(
            'what is to be asked? newsreel query "SELECT …", or a query by its name: newsreel query --list'
        )
    return sql
