"""Lives of a small site made up from seeds, crawled after every turn: python -m tests.crawler.random_sites SEED…

Prints as JSON what the archive holds that a simple model of the site does not, and the other way round.
"""

import json
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from archive import Archive
from benchmarks.simulated import SimulatedClock, Simulation
from crawler.crawls import Crawls
from crawler.report import Report
from spiders.site_file import read_site_file
from tests.crawler.changing_site import ChangingSite, Mood, Story, serve

STORIES = 5
RUNS = 6
START = datetime(2026, 1, 5, 8, tzinfo=UTC)
STEP = timedelta(days=2)  # beyond the longest wait after a failure
_WORDS = "harbour ledger signal orchard timber engine lantern river market copper window letter garden".split()
_READ = ("new", "changed", "unchanged")


@dataclass(slots=True, kw_only=True)
class Known:
    """What the archive must know of an article: its contents in order, each a title and a body; one is a revision."""

    contents: list[tuple[str, str]] = field(default_factory=list)
    is_gone: bool = False


class Life:
    """One life of a site, from a seed; ``problems`` is what was found wrong, ``told`` what happened."""

    def __init__(self, seed: int, process: Crawls, place: Path) -> None:
        self.random = Random(seed)  # noqa: S311 - to be repeated, not to be secret
        self.site = ChangingSite()
        self.known: dict[int, Known] = {}
        self.problems: list[str] = []
        self.told: list[str] = []
        self._process = process
        self._place = place
        for number in range(1, STORIES + 1):
            title, paragraphs = self._sentence(5), [self._sentence(14) for _ in range(4)]
            self.site.stories[number] = Story(
                number=number, title=title, paragraphs=paragraphs, slugs=[f"story-{number}"]
            )

    async def live(self) -> None:
        """Crawl, let something happen, and so on."""
        with serve(self.site):
            definition = read_site_file(self.site.write_definition(self._place))
            clock = SimulatedClock(START)
            simulation = Simulation(definition, self._place / "archive", clock, process=self._process)
            for turn in range(RUNS):
                if turn:
                    self._happen(turn)
                clock.move_to(START + turn * STEP)
                self._compare(await simulation.crawl(), turn)

    def _happen(self, turn: int) -> None:
        """Let something happen to some articles, and the server change its mood."""
        for story in self.site.stories.values():
            for what in self.random.choices(
                ["nothing", "edit", "title", "delete", "return", "move", "fail", "mend"], k=2
            ):
                if what != "nothing" and self._do(what, story):
                    self.told.append(f"{turn}: {what} {story.number}")
        if self.random.random() < 0.4:
            self.site.mood = self.random.choice(list(Mood))
            self.told.append(f"{turn}: the server is {self.site.mood}")

    def _do(self, what: str, story: Story) -> bool:
        """Do it, where it can be done; whether it was."""
        match what:
            case "edit":
                place = self.random.randrange(len(story.paragraphs))
                story.paragraphs[place] = f"{story.paragraphs[place]} {self._sentence(9)}"
            case "title":
                story.title = self._sentence(6)
            case "delete" if story.gone_with is None:
                story.gone_with = self.random.choice([404, 410])
            case "return" if story.gone_with is not None:
                story.gone_with = None
            case "move" if story.gone_with is None:
                story.slugs.append(f"story-{story.number}-{len(story.slugs)}")
            case "fail" if story.fails_with is None:
                story.fails_with = self.random.choice([500, 503])
            case "mend" if story.fails_with is not None:
                story.fails_with = None
            case _:
                return False
        return True

    def _sentence(self, length: int) -> str:
        return " ".join(self.random.choices(_WORDS, k=length)).capitalize() + "."

    def _compare(self, report: Report, turn: int) -> None:
        """Hold the archive against the model after a crawl."""
        archive = Archive(self._place / "archive")
        visits = archive.sql("SELECT * FROM observations WHERE run_id = ?", report.run_id).rows()
        self._check(len({visit["address"] for visit in visits}) == len(visits), f"{turn}: an address has two visits")
        self._check(report.requested == len(visits) == sum(report.outcomes.values()), f"{turn}: counts do not add up")
        for story in self.site.stories.values():
            of_story = [visit for visit in visits if visit["address"].rstrip("/").endswith(f"/{story.number}")]
            self._compare_visits(story, of_story, turn)
            self._compare_revisions(story, archive, turn)

    def _compare_visits(self, story: Story, visits: Sequence[dict[str, Any]], turn: int) -> None:
        known, name = self.known.get(story.number), f"{turn}: article {story.number}"
        outcomes = sorted(visit["outcome"] for visit in visits)
        content = (story.title, story.body)
        if story.fails_with:
            self._check(set(outcomes) <= {"http_error"}, f"{name} fails, and ended as {outcomes}")
            self._check(bool(outcomes) or story.gone_with is not None, f"{name} fails, and was not visited")
        elif story.gone_with:
            self._check(set(outcomes) <= {"gone"}, f"{name} is gone, and ended as {outcomes}")
            if known and not known.is_gone:
                self._check(bool(outcomes), f"{name} went, and was not visited")
                # An address of it that never showed it names none.
                named = {visit["article_id"] for visit in visits} - {None}
                self._check(named == {f"changing/{story.number}/en"}, f"{name} went, its tombstones name {named}")
                known.is_gone = True
        else:
            expected = "new" if known is None else "unchanged" if known.contents[-1] == content else "changed"
            read = [outcome for outcome in outcomes if outcome in _READ]
            self._check(read == [expected], f"{name} is {expected}, and ended as {outcomes}")
            rest = set(outcomes) - set(_READ)
            self._check(rest <= {"duplicate"}, f"{name} ended as {outcomes}")
            known = self.known.setdefault(story.number, Known())
            known.is_gone = False
            if expected != "unchanged":
                known.contents.append(content)

    def _compare_revisions(self, story: Story, archive: Archive, turn: int) -> None:
        sql = "SELECT title, body FROM revisions WHERE article_id = ? ORDER BY revision"
        stored = [(row["title"], row["body"]) for row in archive.sql(sql, f"changing/{story.number}/en").rows()]
        known = self.known.get(story.number, Known())
        self._check(stored == known.contents, f"{turn}: article {story.number} has {len(stored)} revisions, or others, "
                    f"than the {len(known.contents)} it should have")  # fmt: skip

    def _check(self, holds: bool, problem: str) -> None:
        if not holds:
            self.problems.append(problem)


def main(seeds: Sequence[int]) -> int:
    """Live every life, and print the problems of those that have some, with what happened in them."""
    process = Crawls({"LOG_LEVEL": "CRITICAL", "NEWSREEL_WORKERS": 0, "RETRY_ENABLED": False})
    wrong: dict[int, dict[str, list[str]]] = {}

    async def plan() -> None:
        for seed in seeds:
            with tempfile.TemporaryDirectory(prefix="random-site-") as place:
                life = Life(seed, process, Path(place))
                await life.live()
            if life.problems:
                wrong[seed] = {"problems": life.problems, "happened": life.told}

    process.run(plan()).result()
    sys.stdout.write(json.dumps(wrong))
    return 0


if __name__ == "__main__":
    sys.exit(main([int(seed) for seed in sys.argv[1:]]))
