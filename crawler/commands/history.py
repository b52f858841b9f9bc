"""newsreel history: what became of one article, visit by visit."""

import click

from archive import Answer, Archive
from crawler.article_facts import address_of
from crawler.commands.giving import Giving, give, gives_answers
from crawler.commands.reading import reads_archive
from crawler.harmless import harmless

_SHOWN = ("visited_at", "outcome", "revision", "views", "changed_fields", "reason", "address")


@click.command(
    epilog="""\b
Examples:
  newsreel history https://news.example/a-story
  newsreel history https://news.example/a-story --format csv --output visits.csv"""
)
@click.argument("address")
@reads_archive
@gives_answers
def history(address: str, archive: Archive, giving: Giving) -> None:
    """Show what became of the article at ADDRESS: every visit, oldest first.

    ADDRESS may be any address at which the article was ever met, or its article_id. Each line says how the visit ended,
    the revision that was current then, its views, and what had changed. Times are in UTC.
    """
    answer = archive.history(address)
    if giving.is_table and giving.output is None:
        (article,) = archive.article(address).rows()
        click.echo(f"{harmless(article['title'] or '(no title)')}\n{harmless(address_of(article))}\n")
    give(_for_people(answer) if giving.is_table else answer, giving)


def _for_people(answer: Answer) -> Answer:
    """``answer`` without what says nothing: the title, which stands above; where it is always the same, the address."""
    rows = answer.arrow()
    told = [name for name in _SHOWN if name != "address" or len(rows["address"].unique()) > 1]
    return Answer.of(rows.select(told), answer.notes)
