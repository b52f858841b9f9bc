"""An invented site whose pages change by themselves in every way that is asked for, and are edited now and then."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from tests.pipelines.making import VISIT

_NAMES = "Ada Bela Cora Dora Elif Finn Gero Hana Ines Jory Kato Lena Mira Nilo Orla Pavel Quin Rosa Sven Tove".split()
_SIGNS = "Amber Birch Cedar Dune Ember Flint Grove Heron Ivory Juniper Kestrel Linden Maple Nettle Osier Pine".split()
_WHO = "baker miller mayor teacher gardener sailor printer singer weaver driver doctor carpenter".split()
_WHAT = "bridge oven market harbour school tower library ferry orchard theatre road fountain".split()
_DID = "opened closed repaired painted measured praised questioned visited".split()
_WHEN = ("on a rainy morning", "after the long winter", "before the council met", "while the bells rang")
_WHERE = ("in the old quarter", "by the river", "on the northern hill", "near the station", "behind the mill")


@dataclass(slots=True)
class Story:
    """What the editors wrote, as it stands now."""

    number: int
    title: str
    paragraphs: list[str]
    published_at: datetime
    summary: str = ""
    tags: list[str] = field(default_factory=list)


def sentence(dice: Random) -> str:
    who, what, other = dice.choice(_WHO), dice.choice(_WHAT), dice.choice(_WHO)
    return (
        f"{dice.choice(_NAMES)} {dice.choice(_SIGNS)}, a {who}, {dice.choice(_DID)} the {what} {dice.choice(_WHERE)} "
        f"{dice.choice(_WHEN)}, and the {other} said that {dice.randint(2, 900)} people had asked for it since "
        f"{dice.choice(_NAMES)} {dice.choice(_SIGNS)} left the {dice.choice(_WHAT)} of {dice.choice(_SIGNS)} Street."
    )


def headline(dice: Random) -> str:
    return f"The {dice.choice(_WHO)} and the {dice.choice(_WHAT)} {dice.choice(_WHERE)}, part {dice.randint(1, 9999)}"


Box = Callable[[Random, int, "NoisySite"], str]


def stamp(dice: Random, number: int, site: "NoisySite") -> str:
    unit = dice.choice(("min", "hours", "hour"))
    return f"<p>Updated {dice.randint(1, 59)} {unit} ago</p>"


def counter(dice: Random, number: int, site: "NoisySite") -> str:
    return f"<p>{dice.randint(1, 5000)} comments</p><p>Passed on {dice.randint(2, 900)} times by our neighbours</p>"


def promotion(dice: Random, number: int, site: "NoisySite") -> str:
    line = dice.choice(site.promotions)
    return f"<p>{line}</p>"


def related(dice: Random, number: int, site: "NoisySite") -> str:
    entries = "".join(f'<li><a href="/news/x/{dice.randint(1, 99)}/">{headline(dice)}</a></li>' for _ in range(4))
    return f'<div class="more-{number}"><h3>Also in the Courier</h3><ul>{entries}</ul></div>'


def known_titles(dice: Random, number: int, site: "NoisySite") -> str:
    entries = "".join(f"<p>{dice.choice(site.stories).title}</p>" for _ in range(3))
    return f"<div>{entries}</div>"


def teasers(dice: Random, number: int, site: "NoisySite") -> str:
    entries = "".join(f'<h4><a href="/n/{n}/">{headline(dice)}</a></h4><p>{sentence(dice)}</p>' for n in range(3))
    return f'<section class="pieces">{entries}</section>'


def clock(dice: Random, number: int, site: "NoisySite") -> str:
    return f'<div class="clock">{site.now:%A, %d %B %Y, %H:%M}:{dice.randint(10, 59)}</div>'


def ticker(dice: Random, number: int, site: "NoisySite") -> str:
    return f'<div class="lines">{"".join(f"<p>{line}</p>" for line in site.lines[-5:])}</div>'


def most_read(dice: Random, number: int, site: "NoisySite") -> str:
    chosen = dice.sample(site.stories, 5)
    entries = "".join(
        f"<li>{place}. {story.title} ({dice.randint(9, 99)})</li>" for place, story in enumerate(chosen, 1)
    )
    return f'<ol class="charts">{entries}</ol>'


BOXES: Mapping[str, Box] = {
    "stamp": stamp,
    "counter": counter,
    "promotion": promotion,
    "related": related,
    "known titles": known_titles,
    "teasers": teasers,
    "clock": clock,
    "ticker": ticker,
    "most read": most_read,
}


class NoisySite:
    """Some stories, the noise of ``kinds`` on the page of each, and an editor. The same dice give the same site."""

    def __init__(self, *kinds: str, stories: int = 30, seed: int = 7) -> None:
        self.dice = Random(f"{seed}/{kinds}")
        self.kinds = kinds
        self.now = VISIT
        self.promotions = [f"{sentence(self.dice)[:-1]}, which only our readers know." for _ in range(12)]
        self.lines = [sentence(self.dice) for _ in range(9)]
        self.stories = [self._story(number) for number in range(1, stories + 1)]

    def _story(self, number: int) -> Story:
        dice = self.dice
        return Story(
            number=number,
            title=headline(dice),
            paragraphs=[" ".join(sentence(dice) for _ in range(dice.randint(1, 3))) for _ in range(dice.randint(5, 9))],
            published_at=VISIT - timedelta(hours=number),
            summary=sentence(dice),
            tags=dice.sample(_WHAT, 3),
        )

    def pass_time(self, hours: int = 3) -> None:
        """The clock moves on, and the ticker with it."""
        self.now += timedelta(hours=hours)
        self.lines.append(sentence(self.dice))

    def edit(self, count: int = 3) -> dict[int, tuple[str, ...]]:
        """Edit so many stories, each in another way; the fields of each that change, by number."""
        return {story.number: self._edit(story) for story in self.dice.sample(self.stories, count)}

    def _edit(self, story: Story) -> tuple[str, ...]:
        dice, paragraphs = self.dice, story.paragraphs
        place = dice.randrange(len(paragraphs))
        way = dice.randrange(6)
        if way == 0:
            paragraphs[place] += f" {sentence(dice)}"
        elif way == 1:
            paragraphs[place] = paragraphs[place].replace(
                " people had ", f" of {dice.randint(1000, 2000)} people had ", 1
            )
        elif way == 2:
            del paragraphs[place]
        elif way == 3:
            paragraphs.insert(place, sentence(dice))
        elif way == 4:
            story.title = headline(dice)
            return ("title",)
        else:
            story.summary, story.tags = sentence(dice), dice.sample(_WHAT, 2)
            return ("summary", "tags")
        return ("body",)

    def page(self, story: Story, *, visit: int) -> str:
        """The page of ``story`` as the ``visit``-th visitor finds it."""
        dice = Random(f"{story.number}/{visit}/{self.kinds}")
        paragraphs = [f"<p>{text}</p>" for text in story.paragraphs]
        for kind in self.kinds:
            paragraphs.insert(2, BOXES[kind](dice, story.number, self))
        tags = "".join(
            f'<meta property="article:tag" content="{tag}">' for tag in dice.sample(story.tags, len(story.tags))
        )
        return (
            f'<html lang="en"><head><title>{story.title}</title><meta name="description" content="{story.summary}">{tags}'
            f'</head><body><header><a href="/">Courier</a></header><article class="post-{story.number}">'
            f'<h1>{story.title}</h1><time datetime="{story.published_at.isoformat()}">then</time>'
            f'<div class="text">{"".join(paragraphs)}</div></article></body></html>'
        )
