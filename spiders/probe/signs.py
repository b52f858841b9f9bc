"""Signs that a page is not what a reader sees: made by scripts, hidden behind a consent or a challenge, paid for."""

import re
from collections.abc import Iterable
from enum import StrEnum

from pipelines.fields.marks import is_paywalled
from pipelines.page.page import Page

# Of a front page that readers see, the text alone is longer: a headline and its teaser are some 200 characters.
_LITTLE_TEXT = 600
_FEW_LINKS = 5
# Where the common frameworks hang the page that their scripts draw.
_ROOTS = frozenset("root app __next __nuxt main-app app-root react-root gatsby-focus-wrapper svelte ember".split())
_ROOT_TAGS = ("app-root", "app", "my-app", "app-main")
_NO_SCRIPT = re.compile(r"java\s*script", re.IGNORECASE)
# Words for a reader's agreement, by their stems, in the languages with such laws.
_CONSENT = re.compile(
    r"\b(?:cookies?|consent\w*|privacy|datenschutz\w*|einwillig\w*|zustimm\w*|consentement\w*|confidentialit\w*"
    r"|consentimiento\w*|privacidad\w*|privacidade\w*|consentimento\w*|toestemming\w*|samtyck\w*|samtykke\w*"
    r"|zgod[aęy]\w*|suostum\w*|consenso|souhlas\w*)\b",
    re.IGNORECASE,
)
_CONSENT_SHARE = 0.03  # of all words: an article about cookies has fewer
_FEW_WORDS = 400
_CHALLENGE_HEADERS = ("cf-mitigated", "x-datadome", "x-px-block", "x-amzn-waf-action")
_CHALLENGE_WORDS = re.compile(
    r"just a moment|checking your browser|verify (?:that )?you are (?:a )?human|enable javascript and cookies"
    r"|attention required|are you a robot|captcha",
    re.IGNORECASE,
)


class Sign(StrEnum):
    """One sign, and in ``meaning`` what it means for a crawl and what can be done."""

    SCRIPTS_ONLY = "scripts_only"
    CONSENT_WALL = "consent_wall"
    CHALLENGE = "challenge"
    PAYWALLED = "paywalled"

    @property
    def meaning(self) -> str:
        """A sentence for people."""
        return _MEANINGS[self]


_MEANINGS = {
    Sign.SCRIPTS_ONLY: (
        "is drawn by scripts, which newsreel does not run: its HTML holds next to no text. A feed or a sitemap of the "
        "site may lead to pages that are whole: put its address into [sources] of a site file"
    ),
    Sign.CONSENT_WALL: (
        "answers with a question for consent instead of the page, and newsreel agrees to nothing in your name. A feed "
        "or a sitemap of the site may lead past it: put its address into [sources] of a site file"
    ),
    Sign.CHALLENGE: (
        "answers with a test for browsers, and newsreel never poses as one. Set NEWSREEL_CONTACT, ask the site's owner "
        "to let newsreel in, or ask for a feed"
    ),
    Sign.PAYWALLED: (
        "says that its whole text is for subscribers: what anybody may read is stored, and marked as paywalled"
    ),
}


def signs_of(page: Page) -> tuple[Sign, ...]:
    """The signs that ``page`` gives."""
    found = []
    text = " ".join(line.text for line in page.lines)
    links = sum(1 for _ in page.tree.iter("a"))
    if is_challenge(text, ()):
        found.append(Sign.CHALLENGE)
    elif _asks_for_consent(text):
        found.append(Sign.CONSENT_WALL)
    elif len(text) < _LITTLE_TEXT and links < _FEW_LINKS and _is_drawn_by_scripts(page):
        found.append(Sign.SCRIPTS_ONLY)
    if is_paywalled(page):
        found.append(Sign.PAYWALLED)
    return tuple(found)


def is_challenge(text: str, headers: Iterable[str]) -> bool:
    """Whether an answer is a test for browsers, by the lower-case names of its ``headers`` or its visible ``text``."""
    if any(name in _CHALLENGE_HEADERS for name in headers):
        return True
    return len(text) < _LITTLE_TEXT and _CHALLENGE_WORDS.search(text) is not None


def _asks_for_consent(text: str) -> bool:
    words = len(text.split())
    return 0 < words < _FEW_WORDS and len(_CONSENT.findall(text)) > max(2, words * _CONSENT_SHARE)


def _is_drawn_by_scripts(page: Page) -> bool:
    """Whether ``page`` has scripts, and a place for what they draw or words for readers without them."""
    has_scripts = has_root = is_told = False
    for element in page.tree.iter("script", "noscript", "div", "main", *_ROOT_TAGS):
        if element.tag == "script":
            has_scripts = has_scripts or bool(element.get("src") or (element.text or "").strip())
        elif element.tag == "noscript":
            is_told = is_told or _NO_SCRIPT.search("".join(element.itertext())) is not None
        else:
            has_root = has_root or element.tag in _ROOT_TAGS or element.get("id") in _ROOTS
    return has_scripts and (has_root or is_told)
