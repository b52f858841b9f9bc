"""Contents and their fingerprints, as small as a test wants them."""

from typing import Any

from pipelines.changes.fingerprint import Fingerprint, fingerprint_of
from pipelines.changes.noise import SiteNoise
from pipelines.changes.places import Places
from pipelines.read import read
from pipelines.rules.site_rules import SiteRules
from tests.pipelines.making import ADDRESS, page_of, record_of

TEXT = (
    "Nobody in the street had seen the baker of the hill before he opened his door on that rainy morning.",
    "He said that the oven had been cold for years, and that the mayor himself had brought the first wood.",
    "By noon all the loaves were sold, and the children were given what was left of the dough to play with.",
    "The mayor has promised to come back on the first day of every month, whatever the council says of it.",
)
BOX = '<div class="box"><p>{}</p></div>'


def content(*paragraphs: str, **fields: Any) -> Fingerprint:
    """The fingerprint of a record with these paragraphs, which stand nowhere in particular."""
    return fingerprint_of(record_of(body="\n\n".join(paragraphs), **fields), Places())


def page(*blocks: str, around: tuple[str, ...] = TEXT) -> Fingerprint:
    """The fingerprint of a page whose article is the paragraphs ``around``, with HTML ``blocks`` below the second."""
    texts = [f"<p>{text}</p>" for text in around]
    html = f'<article><h1>Warm bread</h1><div class="text">{"".join([*texts[:2], *blocks, *texts[2:]])}</div></article>'
    source = page_of(f'<html lang="en"><body>{html}</body></html>')
    body = "\n\n".join(block.text for block in source.walk.blocks if block.text != "Warm bread")
    return fingerprint_of(record_of(body=body), Places(source.walk))


def taught(*articles: tuple[Fingerprint, Fingerprint], new: tuple[Fingerprint, ...] = ()) -> SiteNoise:
    """The noise of a site with these new articles, and with others that were compared, each with itself before."""
    noise = SiteNoise()
    for one in new:
        noise.learn_article(one)
    for number, (before, now) in enumerate(articles):
        noise.learn_comparison(f"courier/{number}", before, now)
    return noise


def read_of(html: str) -> Fingerprint:
    """The fingerprint that reading a whole page makes."""
    made = Fingerprint.unpacked(read(page_of(html), SiteRules(), address=ADDRESS).fingerprint)
    assert made is not None
    return made
