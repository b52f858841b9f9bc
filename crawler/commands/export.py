"""newsreel export: articles, or the answer to any query, as files for other programs."""

import codecs
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

import click

from archive import Answer, Archive
from archive.errors import UsageError
from archive.export.choosing import Choice, asked, chosen
from archive.export.huggingface.folder import Target, write_dataset
from archive.export.huggingface.origin import Asked
from archive.export.whole import require_outside, whole_file
from archive.export.writing import Form, form_by_name, write
from archive.query.unknown import require_site
from crawler.commands.giving import require_room_for
from crawler.commands.reading import reads_archive, tell
from crawler.commands.setting import given_values
from crawler.harmless import HarmlessFile
from crawler.waiting import Waiting

Command = TypeVar("Command", bound=Callable[..., Any])

_HUGGING_FACE = "huggingface"
_DAY = click.DateTime(formats=["%Y-%m-%d"])
_FILTERS = (
    click.option("--site", metavar="NAME", help="Only articles of this site."),
    click.option("--since", metavar="DATE", type=_DAY, help="Only what was published on that day (UTC) or later."),
    click.option("--until", metavar="DATE", type=_DAY, help="Only what was published on that day (UTC) or before."),
    click.option("--section", metavar="NAME", help="Only articles of this section, by its words."),
    click.option("--language", metavar="TAG", help="Only articles in this language: en, or en-GB for one form of it."),
    click.option("--search", metavar="TEXT", help="Only articles that newsreel search finds for this text."),
    click.option("--columns", metavar="NAMES", help="Only these columns, parted by commas, in this order."),
    click.option("--revisions", is_flag=True, help="Every revision of the articles, not only the latest."),
)


def _filters(command: Command) -> Command:
    for option in reversed(_FILTERS):
        command = option(command)
    return command


@click.command(
    epilog="""\b
Examples:
  newsreel export -o articles.parquet
  newsreel export -o 2026.jsonl.gz --since 2026-01-01 --columns address,published_at,title,body
  newsreel export -o storms.csv --excel --search '"storm warning"' --site neuron
  newsreel export -o observations.parquet observations
  newsreel export -o top.csv "SELECT title, views FROM articles ORDER BY views DESC LIMIT 100"
  newsreel export --format huggingface -o news-data --language en"""
)
@click.argument("question", metavar="[SQL|NAME]", required=False)
@reads_archive
@click.option(
    "--format",
    "form",
    type=click.Choice([*(str(form) for form in Form), _HUGGING_FACE]),
    help="csv; json, one object a line; parquet; huggingface, a folder.  [default: as the name of the output ends]",
)
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path),
    help="Write to this file, or folder (huggingface). A name that ends in .gz or .zst packs csv and json. "
    "[default: standard output]",
)
@click.option("--overwrite", is_flag=True, help="Replace a data set that the output folder holds; files always are.")
@_filters
@click.option("--set", "settings", metavar="NAME=VALUE", multiple=True, help="Value of a $NAME in the SQL. Repeatable.")
@click.option("--keep-formulas", is_flag=True, help="CSV: leave text that a spreadsheet would run as a formula.")
@click.option("--excel", is_flag=True, help="CSV: begin with a byte order mark, by which Excel knows UTF-8.")
def export(question: str | None, archive: Archive, form: str | None, output: Path | None, **options: Any) -> None:
    """Write articles, or the answer to any query, as CSV, JSON Lines, Parquet or a Hugging Face data set.

    Without SQL (or the name of a view or of a named query), the latest revision of every article that the filters
    leave. The output is there when it is whole; until then, there is what there was before. Rows pass through memory
    some at a time; --search first finds all its articles, and keeps the name of each.
    """
    form = form or _form_of(output)
    _require_fit(form, output, options)
    require_site(archive, options["site"])
    choice, settings = _choice(options), given_values(options["settings"])
    if question is not None and (choice.told or choice.revisions):
        raise UsageError(
            "filters choose articles: with a query, write them into its WHERE, and columns into its SELECT"
        )
    if question is None and settings:
        raise UsageError("--set fills a $NAME of a query; there is none")
    if output is not None:
        require_outside(output, archive.folder)
    answer = chosen(archive, choice) if question is None else asked(archive, question, settings)
    with Waiting(is_shown=output is not None) as waiting:
        if form == _HUGGING_FACE and output is not None:
            target = Target(output=output if output.name else output.absolute(), overwrite=options["overwrite"])
            write_dataset(answer, archive, _asked(archive, question, choice, settings), target, waiting.tell)
        elif output is not None:
            with whole_file(output) as file:
                _write(answer, Form(form), file, options, waiting.tell)
        else:
            out = sys.stdout.buffer
            _write(answer, Form(form), HarmlessFile(out) if out.isatty() else out, options, waiting.tell)
    tell(answer.notes)


def _write(
    answer: Answer, form: Form, file: BinaryIO, options: dict[str, Any], told: Callable[[int], None] | None
) -> None:
    if options["excel"]:
        file.write(codecs.BOM_UTF8)
    write(answer, form, file, keep_formulas=options["keep_formulas"], told=told)


def _form_of(output: Path | None) -> str:
    """The form that the name of ``output`` asks for. Raises UsageError."""
    form = None if output is None else form_by_name(output)
    if form is None:
        raise UsageError(f"in which form? add --format {'|'.join([*Form, _HUGGING_FACE])}, or --output FILE.csv")
    return form


def _require_fit(form: str, output: Path | None, options: dict[str, Any]) -> None:
    """Raises UsageError for options that do not go with the form."""
    require_room_for(form, output)
    wrong = {
        "--output: a Hugging Face data set is a folder; name one": form == _HUGGING_FACE and output is None,
        "--keep-formulas and --excel are of CSV only": form != Form.CSV
        and (options["keep_formulas"] or options["excel"]),
        "--overwrite is of --format huggingface; a file is always replaced": form != _HUGGING_FACE
        and options["overwrite"],
    }
    for problem, is_met in wrong.items():
        if is_met:
            raise UsageError(problem)


def _choice(options: dict[str, Any]) -> Choice:
    since, until = (options[name] and options[name].date() for name in ("since", "until"))
    return Choice(
        site=options["site"],
        since=since,
        until=until,
        section=options["section"],
        language=options["language"],
        search=options["search"],
        columns=[name.strip() for name in (options["columns"] or "").split(",") if name.strip()],
        revisions=options["revisions"],
    )


def _asked(archive: Archive, question: str | None, choice: Choice, settings: dict[str, str]) -> Asked:
    """What the card of a data set says of what was asked."""
    rows = "every revision of news articles" if choice.revisions else "news articles, each by its latest revision"
    return Asked(
        what=rows if question is None else "the answer to a query",
        at=datetime.now(UTC),
        question=question,
        filters=choice.told if question is None else settings,
        as_of=archive.scope.until,
    )
