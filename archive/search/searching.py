"""Searching by the index: the tree of what is asked as a query of tantivy. Needs the package tantivy."""

from collections.abc import Iterator, Sequence

from tantivy import FieldType, Occur, Query

from archive.search.asking import FIELDS, AllOf, AnyOf, Asked, Filters, Not, Words
from archive.search.index import SearchIndex, articles_query
from archive.search.matching import OTHER_FIELDS, WEIGHTS, order_bounds
from archive.search.question import By, Page, Question
from archive.search.rows import id_alone, section_key


def search_index(index: SearchIndex, question: Question) -> Page:
    """The hits among the articles of ``index``. Raises IndexDamagedError."""
    by_date = question.by is By.DATE
    limit = max(1, min(question.limit, index.articles() - question.offset))  # it takes memory for as many
    total, found = index.search(_query(index, question), limit, question.offset, by_date=by_date)
    kept = (index.kept(address) for _, address in found)
    shown = map(id_alone, kept) if question.ids_only else kept
    scores = (None if by_date else float(score) for score, _ in found)
    return Page(total=total, hits=list(zip(scores, shown, strict=True)))


def _query(index: SearchIndex, question: Question) -> Query:
    filters = [(Occur.Must, Query.const_score_query(one, 0.0)) for one in _filters(index, question.filters)]
    return Query.boolean_query([(Occur.Must, _asked(index, question.asked)), *filters])


def _asked(index: SearchIndex, asked: Asked) -> Query:
    match asked:
        case Words():
            return _words(index, asked)
        case Not():
            return _all_of(index, (asked,))
        case AllOf(parts):
            return _all_of(index, parts)
        case AnyOf(parts):
            return Query.boolean_query([(Occur.Should, _asked(index, part)) for part in parts])


def _all_of(index: SearchIndex, parts: Sequence[Asked]) -> Query:
    clauses = [
        (Occur.MustNot, _asked(index, part.part)) if isinstance(part, Not) else (Occur.Must, _asked(index, part))
        for part in parts
    ]
    # Without anything that must stand there, nothing would be found.
    return Query.boolean_query([(Occur.Must, articles_query(index)), *clauses])


def _words(index: SearchIndex, asked: Words) -> Query:
    in_fields = [
        Query.boost_query(_in_field(index, name, asked.tokens), WEIGHTS[name])
        for name in ((asked.field,) if asked.field else FIELDS)
    ]
    return in_fields[0] if len(in_fields) == 1 else Query.disjunction_max_query(in_fields, OTHER_FIELDS)


def _in_field(index: SearchIndex, name: str, tokens: tuple[str, ...]) -> Query:
    if len(tokens) == 1:
        return index.term(name, tokens[0])
    return Query.phrase_query(index.schema, name, list(tokens))


def _filters(index: SearchIndex, filters: Filters) -> Iterator[Query]:
    if filters.site is not None:
        yield index.term("is_site", filters.site)
    if filters.language is not None:
        yield index.term("is_language", filters.language.lower().replace("_", "-"))
    if filters.section is not None:
        yield index.term("is_section", section_key(filters.section) or "")
    if filters.since is not None or filters.until is not None:
        lowest, beyond = order_bounds(filters)
        yield Query.range_query(
            index.schema, "order", FieldType.Integer, lowest, beyond, include_lower=True, include_upper=False
        )
