"""Reading fields by CSS or XPath."""

from parsel import Selector

from pipelines.page.text import text_of
from pipelines.rules.site_rules import FieldRule


def select_texts(selector: Selector, rule: FieldRule) -> list[str]:
    """The texts a CSS or XPath rule finds below ``selector``, white space folded, empty ones left out.

    An element yields its whole text; ``::attr(x)``, ``::text`` and ``@x`` yield what they name.
    """
    found = selector.css(rule.css) if rule.css else selector.xpath(rule.xpath or "")
    texts = [text_of(match) for match in found]
    if rule.pattern:
        matches = [rule.pattern.search(text) for text in texts]
        texts = [match[1].strip() for match in matches if match]
    return [text for text in texts if text]
