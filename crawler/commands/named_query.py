"""A named query as a command of its own: its parameters are options, its help is made from its description."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from archive import Archive
from archive.errors import UsageError
from archive.query.named import Kind, NamedQuery, Parameter, queries_of
from archive.query.named.known import known_values
from archive.sandbox import Limits
from crawler.commands.giving import Giving, give, gives_answers
from crawler.commands.reading import reads_archive
from crawler.commands.untrusted import answer_within, asks_for_strangers

own_queries_option = click.option(
    "--queries",
    "own_queries",
    metavar="DIR",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    envvar="NEWSREEL_QUERIES",
    show_envvar=True,
    help="A folder of named queries of your own, .sql files as those that --sql shows.",
)


def command_of(query: NamedQuery) -> click.Command:
    """The command that asks ``query``; its first argument is the query's name.

    Raises UsageError where a parameter is called as an option that every query has.
    """

    def ask(
        *, archive: Archive, giving: Giving, limits: Limits | None, own_queries: Path | None, **values: Any
    ) -> None:
        del own_queries  # read before the query was known
        read = query.values(values, now=archive.moment or datetime.now(UTC))
        give(answer_within(limits, archive, query.sql, known_values(archive, query, read)), giving)

    command: Callable[..., None] = own_queries_option(_sql_option(query)(asks_for_strangers(ask)))
    # Where a query bounds its rows itself, it does that before it sorts them.
    command = reads_archive(gives_answers(command, with_limit="limit" not in query.parameters))
    for name, parameter in reversed(list(query.parameters.items())):
        command = _option(name, parameter)(command)
    command = click.argument("query", metavar=query.name, expose_value=False)(command)
    made = click.command(name="query", help=query.meaning, epilog=_epilog(query))(command)
    names = [name for one in made.params for name in one.opts]
    for name in names:
        if names.count(name) > 1:
            raise UsageError(f"{query.name}: {name} is an option of every query; call its parameter otherwise")
    return made


@click.command(name="query", epilog="\b\nExamples:\n  newsreel query --list\n  newsreel query trending --help")
@click.option("--list", "is_list", is_flag=True, expose_value=False, help="Show the named queries.")
@own_queries_option
def list_queries(own_queries: Path | None) -> None:
    """Show the named queries: what each answers, and what it takes."""
    queries = queries_of(own_queries)
    width = max(map(len, queries))
    for query in queries.values():
        takes = " ".join(_flag(name) for name in query.parameters)
        click.echo(f"{query.name:<{width}}  {query.meaning}\n{'':<{width}}  {takes}".rstrip())
    click.echo("\nWhat one takes, and its SQL:  newsreel query NAME --help   newsreel query NAME --sql")


def _sql_option(query: NamedQuery) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    def show(context: click.Context, _: click.Parameter, is_wanted: bool) -> None:
        if is_wanted:
            click.echo(query.text.rstrip())
            context.exit()

    return click.option(
        "--sql",
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=show,
        help="Print the query instead, to change and ask it: newsreel query -f FILE --set NAME=VALUE.",
    )


def _option(name: str, parameter: Parameter) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    default = "" if parameter.default is None else f"  [default: {parameter.default}]"
    return click.option(
        _flag(name), name, type=ParameterValue(parameter), required=parameter.required, help=parameter.help + default
    )


def _flag(name: str) -> str:
    return f"--{name.replace('_', '-')}"


def _epilog(query: NamedQuery) -> str:
    needed = " ".join(f"{_flag(name)} …" for name, one in query.parameters.items() if one.required)
    asked = f"newsreel query {query.name} {needed}".rstrip()
    return f"\b\nExamples:\n  {asked}\n  {asked} --format json\n  newsreel query {query.name} --sql > mine.sql"


class ParameterValue(click.ParamType[Any]):
    """Values of a parameter, as its description has them."""

    def __init__(self, parameter: Parameter) -> None:
        self.name = "time" if parameter.kind is Kind.END else str(parameter.kind)
        self._parameter = parameter

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """``value`` as the SQL takes it; a wrong one is told as click tells them."""
        try:
            return self._parameter.read(_flag(param.name) if param and param.name else "it", value)
        except UsageError as problem:
            self.fail(str(problem), param, ctx)
