"""Writes the pages of docs/ that come from the code: columns, named queries, outcomes, exit statuses, commands."""

import sys
from collections.abc import Callable
from pathlib import Path

import click

from archive.outcomes import OUTCOMES
from archive.query.named import queries_of
from archive.query.views import QUESTIONS, VIEWS
from archive.tables import TABLES
from crawler.cli import newsreel
from crawler.exits import ExitStatus

HERE = Path(__file__).parent
NOTE = "<!-- Written by docs/generate.py from the code: change it there, then run `make docs-write`. -->\n\n"


def columns() -> str:
    """The page of all tables, columns and views."""
    parts = [
        "# Tables and columns\n\n"
        "Every table is a folder of Parquet files with exactly these columns. "
        "Instants are UTC. An empty cell (null) means that the source did not say, except where a "
        "column says what it stands for; "
        "an empty text or list means it said nothing; zero means zero.\n"
    ]
    for table in TABLES:
        where = (
            f"{table.name}/{table.partition}=YYYY-MM/part-….parquet"
            if table.partition
            else f"{table.name}/part-….parquet"
        )
        parts.append(
            f"\n## {table.name}\n\n{table.meaning} Files: `{where}`, sorted by {', '.join(table.sorted_by)}.\n\n"
        )
        parts.append("| column | type | null | meaning | unit | example |\n|---|---|---|---|---|---|\n")
        for field, column in zip(table.schema, table.columns.values(), strict=True):
            null = "yes" if field.nullable else "no"
            parts.append(
                f"| `{field.name}` | {field.type} | {null} | {column.description} | {column.unit or ''} "
                f"| `{_shown(column.example)}` |\n"
            )
    parts.append("\n## Views of `newsreel query`\n\n| view | what it holds |\n|---|---|\n")
    parts += [f"| `{name}` | {meaning} |\n" for name, (meaning, _) in VIEWS.items()]
    parts.append(
        "\n## Views with times\n\nA time is a `TIMESTAMP`, or text such as `'2026-01-05 12:00'`, in UTC: "
        "`FROM front_page('2026-01-05 12:00')`.\n\n| view | what it holds |\n|---|---|\n"
    )
    parts += [f"| `{question.called(name)}` | {question.meaning} |\n" for name, question in QUESTIONS.items()]
    return "".join(parts)


def named_queries() -> str:
    """The page of all named queries."""
    parts = [
        "# Named queries\n\n"
        '`newsreel query NAME` asks them, `archive.named("NAME")` does from Python; '
        "[questions](questions.md) shows them at work. "
        "A time is a day or `'2026-01-05 12:00'`, in UTC; as an end, a day counts whole. `$now` is the moment of asking, "
        "or that of `--as-of`.\n\n"
        "| query | what it answers |\n|---|---|\n"
    ]
    parts += [f"| [`{name}`](#{name}) | {_shown(query.meaning)} |\n" for name, query in queries_of().items()]
    for name, query in queries_of().items():
        parts.append(f"\n## {name}\n\n{query.meaning}\n\n| option | takes | default | |\n|---|---|---|---|\n")
        for option, parameter in query.parameters.items():
            default = "required" if parameter.required else "" if parameter.default is None else parameter.default
            parts.append(f"| `--{option}` | {parameter.kind} | {default} | {_shown(parameter.help)} |\n")
        parts.append(f"\n```sql\n{query.sql}\n```\n")
    return "".join(parts)


def outcomes() -> str:
    """The page of all outcomes."""
    rows = [f"| `{outcome}` | {family} | {meaning} |\n" for outcome, (family, meaning) in OUTCOMES.items()]
    return (
        "# Outcomes\n\n"
        "Every address a crawl asks for ends in exactly one of these. The report counts them, "
        "`observations.outcome` stores them, and their sum is the number of addresses asked for.\n\n"
        "| outcome | family | meaning |\n|---|---|---|\n" + "".join(rows)
    )


def exit_statuses() -> str:
    """The page of all exit statuses."""
    rows = [f"| {status.value} | {status.name.lower()} | {status.meaning} |\n" for status in ExitStatus]
    return (
        "# Exit statuses\n\n"
        "What the `newsreel` command tells the shell, so that cron, make and scripts can act on it.\n\n"
        "| status | name | meaning |\n|---|---|---|\n" + "".join(rows)
    )


def commands() -> str:
    """The page of all commands, as their --help shows them."""
    context = click.Context(newsreel, info_name="newsreel", max_content_width=100, terminal_width=100)
    parts = ["# Commands\n", _help(context)]
    for name in newsreel.list_commands(context):
        command = newsreel.get_command(context, name)
        assert command is not None
        inner = click.Context(command, info_name=name, parent=context, max_content_width=100, terminal_width=100)
        parts.append(_help(inner))
        if isinstance(command, click.Group):
            for sub in sorted(command.list_commands(inner)):
                subcommand = command.get_command(inner, sub)
                assert subcommand is not None
                context_of_sub = click.Context(
                    subcommand, info_name=sub, parent=inner, max_content_width=100, terminal_width=100
                )
                parts.append(_help(context_of_sub))
    return "".join(parts)


def _help(context: click.Context) -> str:
    return f"\n## {context.command_path}\n\n```text\n{context.get_help()}\n```\n"


def _shown(value: object) -> str:
    return str(value).replace("|", "\\|")


PAGES: dict[str, Callable[[], str]] = {
    "columns.md": columns,
    "named-queries.md": named_queries,
    "outcomes.md": outcomes,
    "exit-statuses.md": exit_statuses,
    "commands.md": commands,
}


def main() -> int:
    """Write the pages; with --check only say which are not what the code says, and return 1 if any."""
    stale = []
    for name, make in PAGES.items():
        path, text = HERE / name, NOTE + make()
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            stale.append(name)
            if "--check" not in sys.argv:
                path.write_text(text, encoding="utf-8")
    if stale and "--check" in sys.argv:
        sys.stderr.write(f"not up to date: {', '.join(stale)}; run `make docs-write`\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
