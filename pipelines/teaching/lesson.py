"""One lesson: a field shown on one page of a site, and the rules that read it there and on the site's other pages."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from pipelines.extract import FieldReader, extract
from pipelines.fields.candidate import Candidate
from pipelines.page.page import Page
from pipelines.rules.site_rules import FieldName, FieldRule, SiteRules
from pipelines.teaching.lines import line_proposals
from pipelines.teaching.places import places_of
from pipelines.teaching.proposals import COUNT, Hold, Proposal, proposals
from pipelines.teaching.values import essence, told_texts, told_value

MIN_PAGES = 3  # fewer pages with one and the same value say nothing of a rule
MIN_SHARE = 0.5  # of the other pages that a rule reads, for it to be worth a line in a site file
_MAX_PROPOSALS = 200
_COUNTS = re.compile(COUNT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A rule, and on how many of the ``pages`` beside the example it reads what most rules read there: ``right``."""

    rule: FieldRule
    hold: Hold
    right: int
    pages: int

    @property
    def share(self) -> float:
        """The share of the other pages that the rule reads (0 to 1); 1 without other pages."""
        return self.right / self.pages if self.pages else 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """What came of one example. ``rules`` are the ones to keep, the best first, at most two and of different kinds.

    ``known_by``: where the value is read already; ``is_misread``: the site's rules read another one there.
    ``is_shown``: the value stands on the page in a form that a rule can read.
    """

    name: FieldName
    rules: tuple[Reading, ...]
    known_by: str | None = None
    is_misread: bool = False
    is_shown: bool = True


def learn_rules(name: FieldName, told: str, example: Page, others: Sequence[Page], rules: SiteRules) -> Lesson:
    """The rules by which field ``name`` reads ``told`` on ``example``, held against ``others``, pages of the same site.

    ``rules`` are those the site has already. Of two rules that read equally many pages, the one that holds on to what
    lasts longer is the better.
    """
    value = told_value(example, rules, name, told)
    before: Candidate[Any] | None = getattr(extract(example, rules), name)
    if before and value is not None and essence(before.value) == value:
        return Lesson(name=name, rules=(), known_by=before.source)
    proposed = [] if value is None else _proposed(name, told, example, rules)
    right_here = [each for each in proposed if _value_by(each.rule, example, rules, name) == value]
    elsewhere = [[_value_by(each.rule, page, rules, name) for each in right_here] for page in others]
    readings = _held_against(right_here, elsewhere)
    if name is FieldName.VIEWS and len(others) >= MIN_PAGES:
        fixed = [all(row[place] in (None, value) for row in elsewhere) for place in range(len(right_here))]
        # One and the same number wherever a rule reads any is the site's own, not the article's.
        readings = [each for each, is_fixed in zip(readings, fixed, strict=True) if not is_fixed]
    return Lesson(
        name=name,
        rules=_chosen(readings),
        is_misread=_value_by_rules(example, rules, name) is not None,
        is_shown=bool(right_here),
    )


def _value_by_rules(page: Page, rules: SiteRules, name: FieldName) -> Any:
    """What the site's own ``rules`` read as field ``name`` of ``page``, as `essence` has it; None for nothing."""
    found = next(FieldReader(page, rules).by_rules(name), None)
    return essence(found.value) if found else None


def _proposed(name: FieldName, told: str, example: Page, rules: SiteRules) -> list[Proposal]:
    text = told_texts(name, told)[0]
    reader = FieldReader(example, rules)
    wanted = essence(reader.value_of(name, [text]))

    def says(shown: str) -> bool:
        return bool(shown) and essence(reader.value_of(name, [shown])) == wanted

    def finds(shown: str) -> str | None:
        if name is not FieldName.VIEWS:
            return text if text in shown else None
        return next((match[0] for match in _COUNTS.finditer(shown) if says(match[0])), None)

    found = [each for place in places_of(example, says, finds) for each in proposals(place, name)]
    found += line_proposals(example, name, says)
    unique = {_identity(each.rule): each for each in found}
    return list(unique.values())[:_MAX_PROPOSALS]


def _identity(rule: FieldRule) -> str:
    return repr(replace(rule, pattern=None, values={})) + (rule.pattern.pattern if rule.pattern else "")


def _value_by(rule: FieldRule, page: Page, rules: SiteRules, name: FieldName) -> Any:
    """What ``rule`` alone reads; the site's rules for the other fields stay, since a text rule may lean on them."""
    return _value_by_rules(page, replace(rules, fields={**rules.fields, name: (rule,)}), name)


def _held_against(candidates: Sequence[Proposal], values: Sequence[Sequence[Any]]) -> list[Reading]:
    """How the ``candidates`` stand to ``values``: a row for each other page, of what each of them reads there."""
    # Nobody says what stands on the other pages; what most rules read there is taken for it.
    agreed = [_most_common(row) for row in values]
    return [
        Reading(
            rule=each.rule,
            hold=each.hold,
            right=sum(
                row[place] is not None and row[place] == value for row, value in zip(values, agreed, strict=True)
            ),
            pages=len(values),
        )
        for place, each in enumerate(candidates)
    ]


def _most_common(values: Sequence[Any]) -> Any:
    counted = Counter(value for value in values if value is not None)
    return counted.most_common(1)[0][0] if counted else None


def _chosen(readings: Sequence[Reading]) -> tuple[Reading, ...]:
    """The best reading, and behind it the best of another kind: markup and visible text rarely change at once."""
    good = [each for each in readings if each.share >= MIN_SHARE]
    ranked = sorted(good, key=lambda each: (-each.right, each.hold, _length(each.rule)))
    first = ranked[:1]
    second = [each for each in ranked if bool(each.rule.text) != bool(first[0].rule.text)][:1] if first else []
    return (*first, *second)


def _length(rule: FieldRule) -> int:
    return len(rule.css or rule.xpath or "")
