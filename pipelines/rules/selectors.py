"""Reading fields by CSS or XPath."""

from parsel import Selector

from pipelines.rules.site_rules import FieldRule


def select_texts(selector: Selector, rule: FieldRule) -> list[str]:
    """The texts a CSS or XPath rule finds below ``selector``, white space folded, empty ones left out.

    An element yields its whole text; ``::attr(x)``, ``::text`` and ``@x`` yield what they name.
    """
    found = selector.css(rule.css) if rule.css else selector.xpath(rule.xpath or "")
    texts = [fold(match.xpath("string()").get(default="") if _is_element(match) else match.get()) for match in found]
    if rule.pattern:
        matches = [rule.pattern.search(text) for text in texts]
        texts = [match[1].strip() for match in matches if match]
    return [text for text in texts if text]


def fold(text: str) -> str:
    """``text`` with every run of white space as one space."""
    return " ".join(text.split())


def _is_element(match: Selector) -> bool:
    return hasattr(match.root, "tag")
