"""Short lines within an article that are plainly not its own: links elsewhere, promotion, credits, buttons."""

import re

_MAX_CHARS = 220
_BEGINS = (
    r"(?:read|see|watch|listen)(?: it)? (?:more|also|next|now)\b|also read|"
    r"related(?: (?:article|stor|content|topic|news))?\w*\W|more on\b|don.?t miss|"
    r"you (?:may|might) (?:also )?like|recommended\b|trending\b|click here|follow us|share (?:this|on)\b|"
    r"sign up|subscribe|get the latest|join (?:our|us)\b|newsletter|advertisement|sponsored\b|"
    r"(?:story|article) continues|©|copyright\b|all rights reserved|"
    r"(?:tags?|topics?|source|credit|image credit):|filed under|lesen sie|mehr zum thema|auch interessant|"
    r"lire aussi|à lire|lee también|leggi anche|leia (?:mais|também)|lees ook|les også|läs (?:mer|också)|"
    r"czytaj (?:też|także)|читайте также|関連記事|あわせて読みたい|관련기사"
)
_WHOLE = (
    r"comments?|photos?(?: by)?:.*|photograph(?:s|er|y)?(?: by)?:.*|(?:file )?photo\b.{0,50}|"
    r"watch\b.{0,60}|listen\b.{0,40}|follow .{0,40} on (?:twitter|facebook|instagram|x)\b.{0,80}"
)
_ENDS = r"(?:getty images|/reuters|/afp|/ap photo|shutterstock)\W*.{0,12}"
_FOREIGN = re.compile(rf"^\W*(?:(?:{_BEGINS})|(?:{_WHOLE})\W*$)|(?:{_ENDS})$", re.IGNORECASE)


def is_own_line(line: str) -> bool:
    """Whether ``line`` may be the article's own. Long lines are: they speak of such things within a text."""
    return len(line) >= _MAX_CHARS or _FOREIGN.search(line) is None


def own_lines(text: str) -> str:
    """``text``, a block's, without lines that are not the article's own."""
    if "\n" not in text:
        return text if is_own_line(text) else ""
    return "\n".join(line for line in text.split("\n") if is_own_line(line))
