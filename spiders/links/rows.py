"""Link rules as a site file has them: one [[links]] table for each pattern, with its evidence."""

from collections.abc import Iterable, Mapping

from pipelines.rules.link_rules import LearnedPattern, LinkKind, LinkRules

Row = Mapping[str, str | int]


def rows_of(rules: LinkRules) -> tuple[Row, ...]:
    """The ``[[links]]`` tables of ``rules``, articles first, then the best known.

    Left out are patterns of which nothing can be said yet, and a narrower one where a wider one says the same.
    """
    known = {one.pattern: one for one in rules}
    said = [one for one in rules if _says_something(one) and not _is_said_by_another(one, known.values())]
    order = {LinkKind.ARTICLE: 0, LinkKind.LISTING: 1, LinkKind.NEITHER: 2}
    by_worth = sorted(said, key=lambda one: (order[one.leads_to or LinkKind.NEITHER], -one.read, -one.seen))
    return tuple(row_of(one) for one in by_worth)


def row_of(known: LearnedPattern) -> Row:
    """The ``[[links]]`` table of one pattern: what was written down has no evidence."""
    row: dict[str, str | int] = {"pattern": known.pattern, "leads_to": str(known.leads_to or LinkKind.NEITHER)}
    if known.is_fixed:
        return row
    counts = {"seen": known.seen, "teasers": known.teasers, "dated": known.dated, "read": known.read}
    return row | counts | {"right": known.right, "example": known.example}


def rules_of(rows: Iterable[Row]) -> LinkRules:
    """The rules that ``[[links]]`` tables give, whose patterns `complaint_of` finds nothing wrong with.

    A table with evidence is what was learned, and pages may yet say otherwise; one without is somebody's word.
    """
    learned = []
    for row in rows:
        pattern, kind = str(row["pattern"]), LinkKind(str(row["leads_to"]))
        seen, read, right = (int(row.get(name, 0)) for name in ("seen", "read", "right"))
        # What the pages were that were something else, a table does not tell; so divided, they change nothing.
        wrong = max(read - right, 0) if kind is LinkKind.NEITHER else 0
        learned.append(
            LearnedPattern(
                pattern=pattern,
                leads_to=kind,
                seen=seen,
                teasers=int(row.get("teasers", 0)),
                dated=int(row.get("dated", 0)),
                read=read,
                articles=right if kind is LinkKind.ARTICLE else wrong // 2,
                listings=right if kind is LinkKind.LISTING else wrong - wrong // 2,
                example=str(row.get("example", "")),
                is_fixed=not (seen or read),
            )
        )
    return LinkRules(tuple(learned))


def _says_something(one: LearnedPattern) -> bool:
    """Whether a pattern is worth writing down: that links lead nowhere is, where pages showed it."""
    is_shown = one.is_fixed or one.read > 0 or one.leads_to is not LinkKind.NEITHER
    return one.leads_to is not None and is_shown


def _is_said_by_another(one: LearnedPattern, others: Iterable[LearnedPattern]) -> bool:
    """Whether a pattern with a wider one in its place of one folder leads to the same."""
    shapes = one.pattern.split("/")
    return any(
        other.leads_to is one.leads_to and other.pattern != one.pattern and _is_narrower(shapes, other.pattern)
        for other in others
    )


def _is_narrower(shapes: list[str], other: str) -> bool:
    wider = other.split("/")
    if len(wider) != len(shapes):
        return False
    unlike = [(mine, theirs) for mine, theirs in zip(shapes, wider, strict=True) if mine != theirs]
    return len(unlike) == 1 and unlike[0][1].startswith("{") and not unlike[0][0].startswith("{")
