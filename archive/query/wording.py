"""SQL errors in people's words: what DuckDB said, and the names there are, made into a sentence and nearest names."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from archive.nearest import did_you_mean, nearest_names
from archive.query.named import queries_of
from archive.query.said import Said, shown
from archive.query.views import QUESTIONS, VIEWS

_MOST = 300
_NAMED = "newsreel query"  # a named query is asked by its name, not in FROM
_FEW = 12  # columns that are told
_A_TIME = "a time looks like '2026-01-05 12:00'"
_LOOKED_AT = 10_000  # characters of a query that are looked through for its own views
# The name of a view that the query itself makes: WITH name AS (…), WITH name(columns) AS (…).
_OWN = re.compile(r"\b(\w++)(?:\s*\([^()]*\))?\s+AS\s+(?:NOT\s+)?(?:MATERIALIZED\s*)?\(", re.IGNORECASE)
_OURS = re.compile(r"\b(?:memory\.(?:main\.)?|temp\.(?:main\.)?|log_of_)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What there is for a query to name: the columns of every view and question, and which of these it names."""

    columns: Mapping[str, tuple[str, ...]]
    named: tuple[str, ...]
    query: str = ""
    given: tuple[str, ...] = ()  # names of the parameters that were given

    def columns_at_hand(self) -> list[str]:
        """The columns of what the query names."""
        return list(dict.fromkeys(column for view in self.named for column in self.columns[view]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What is told of an error, and the names that were perhaps meant."""

    message: str
    nearest: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """An ``error`` whose message has the form of ``match``."""

    error: Said
    match: re.Match[str]
    known: Known


def words_for(error: Said, known: Known) -> Words:
    """``error`` in people's words."""
    for kinds, pattern, tell in _TOLD:
        match = re.search(pattern, error.message, re.DOTALL) if error.kind in kinds.split("|") else None
        if match:
            return tell(Case(error=error, match=match, known=known))
    return Words(message=plain(error.message))


def plain(message: str) -> str:
    """What DuckDB says in one line, without the advice to set what cannot be set here and without internal names."""
    message = re.split(r"\n\s*(?:Candidate|Possible solutions|LINE \d|Did you mean|See also)", message)[0]
    return shown(_OURS.sub("", message), _MOST)


def _view(case: Case) -> Words:
    name = case.match[1]
    if name.casefold() in QUESTIONS:
        called = QUESTIONS[name.casefold()].called(name.casefold())
        return Words(message=f"{name} takes times: FROM {called}; {_A_TIME}", nearest=(called,))
    if name.casefold() in VIEWS:
        return Words(message=f"{name} is a view, and takes no values: FROM {name}", nearest=(name,))
    calls = {name: name for name in VIEWS} | {name: one.called(name) for name, one in QUESTIONS.items()}
    asked = {one.replace("-", "_"): f"{_NAMED} {one}" for one in queries_of()}
    own = _OWN.findall(case.known.query[:_LOOKED_AT])
    near = [(asked | calls).get(one, one) for one in nearest_names(name, [*own, *calls, *asked])]
    hint = did_you_mean(near) or f"; there are {', '.join(calls.values())}"
    return Words(message=f"there is no view {shown(name)}{hint}", nearest=tuple(near))


def _function(case: Case) -> Words:
    meant = re.findall(r'Did you mean "([^"]+)"', case.error.message)
    if case.match[1].casefold() in QUESTIONS:
        return Words(message=f"{case.match[1]} stands where a view does: FROM {case.match[1]}(…)")
    near = nearest_names(case.match[1], meant)
    return Words(message=f"there is no function {shown(case.match[1])}{did_you_mean(near)}", nearest=tuple(near))


def _used_as_value(case: Case) -> Words:
    return Words(message=f"{case.match[1]} gives rows, not a value; ask it with FROM {case.match[1]}(…)")


def _column(case: Case) -> Words:
    name = case.match[1].rpartition(".")[2].strip('"')
    said = re.findall(r'"([^"]+)"', case.error.message.partition("Candidate bindings:")[2])
    own = [column.rpartition(".")[2] for column in said]
    missing = f"there is no column {shown(name)}"
    elsewhere = [view for view, columns in case.known.columns.items() if name in columns]
    if elsewhere and not set(elsewhere) & set(case.known.named):
        return Words(message=f"{missing} here; it is one of {', '.join(elsewhere)}", nearest=tuple(elsewhere))
    near = nearest_names(name, [*case.known.columns_at_hand(), *own])
    if near:
        return Words(message=missing + did_you_mean(near), nearest=tuple(near))
    if "FROM clause is missing" in case.error.message:
        return Words(message=f"{missing}: the query asks no view; add FROM, and one of {', '.join(VIEWS)}")
    as_text = f"; a text stands in single quotes: '{shown(name)}'" if f'"{name}"' in case.known.query else ""
    return Words(message=missing + as_text + _columns(case.known))


def _columns(known: Known) -> str:
    """The columns of the view that the query names, in part where they are many."""
    if len(known.named) != 1:
        return ""
    (view,) = known.named
    columns = known.columns[view]
    more = f", … (all: DESCRIBE {view})" if len(columns) > _FEW and view in VIEWS else ""
    return f"; {view} has {', '.join(columns[:_FEW])}{more}"


def _table(case: Case) -> Words:
    there = [
        one.rpartition(".")[2] for one in re.findall(r'"([^"]+)"', case.error.message.partition("Candidate tables:")[2])
    ]
    near = nearest_names(case.match[1], there) or there
    return Words(message=f"the query asks no {shown(case.match[1])}{did_you_mean(near)}", nearest=tuple(near))


def _ambiguous(case: Case) -> Words:
    ways = re.findall(r"'([^']+)'", case.match[2])
    return Words(
        message=f"the column {shown(case.match[1])} is in several of what is asked{did_you_mean(ways)}",
        nearest=tuple(ways),
    )


def _grouped(case: Case) -> Words:
    name = shown(case.match[1])
    return Words(message=f"{name} must stand in GROUP BY, or within a function such as any_value({name})")


def _times(case: Case) -> Words:
    called = QUESTIONS[case.match[1]].called(case.match[1]) if case.match[1] in QUESTIONS else f"{case.match[1]}(…)"
    return Words(message=f"{case.match[1]} takes other values: {called}; {_A_TIME}", nearest=(called,))


def _no_time(case: Case) -> Words:
    return Words(message=f"'{shown(case.match[1])}' is no time; {_A_TIME}")


def _not_given(case: Case) -> Words:
    missing = [name.strip() for name in case.match[1].split(",")]
    if all(name.isdecimal() for name in missing):
        what = "the parameter" if len(missing) == 1 else "the parameters"
        return Words(message=f"no value is given for {what} ? number {', '.join(missing)}")
    near = nearest_names(missing[0], case.known.given)
    told = ("the parameters " if missing[1:] else "") + ", ".join(f"${shown(name)}" for name in missing)
    return Words(message=f"no value is given for {told}{did_you_mean(near)}", nearest=tuple(near))


def _in_excess(case: Case) -> Words:
    if all(name.strip().isdecimal() for name in case.match[1].split(",")):
        return Words(message="more values are given than the query has ?")
    return Words(message=f"the query has no ${', $'.join(shown(name.strip()) for name in case.match[1].split(','))}")


def _said(message: str) -> Callable[[Case], Words]:
    """What is told with these words; {0} stands for what the pattern's first group found."""

    def tell(case: Case) -> Words:
        return Words(message=message.format(*(shown(_OURS.sub("", group)) for group in case.match.groups())))

    return tell


_TOLD: Iterable[tuple[str, str, Callable[[Case], Words]]] = (
    ("Catalog", r"^(?:Table|View|Table Function) with name \"?(.+?)\"? does not exist", _view),
    ("Catalog", r"^(?:\w+ )?Function with name (.+?) does not exist", _function),
    ("Binder", r'^Function "(\w+)" is a table function but', _used_as_value),
    ("Binder", r'^Referenced column "(.+?)" (?:not found|was not found)', _column),
    ("Binder", r'^(?:Values list|Table) ".+?" does not have a column named "(.+?)"', _column),
    ("Binder", r'^Column "(.+?)" (?:in \w+ list not found|does not exist on)', _column),
    ("Binder", r'^Referenced table "(.+?)" not found', _table),
    ("Binder", r'^Ambiguous reference to column name "(.+?)" \(use: (.+)\)', _ambiguous),
    ("Binder", r'^column "(.+?)" must appear in the GROUP BY', _grouped),
    ("Binder", r"^Macro (\w+)\(\) does not support", _times),
    (
        "Binder",
        r"^No function matches the given name and argument types '(.+?)\((.*?)\)'",
        _said("{0} takes no {1}; cast what it is given, as in views::DOUBLE"),
    ),
    (
        "Binder",
        r'^Could not choose a best candidate function for the function call "(.+?)"',
        _said("which types are meant is not clear in {0}; cast what it is given, as in views::DOUBLE"),
    ),
    (
        "Binder",
        r"^WHERE clause cannot contain aggregates",
        _said("what is counted or summed up stands in HAVING, not WHERE"),
    ),
    ("Binder", r"Expected (\d+), got (\d+)", _said("the query takes {0} values, and {1} are given")),
    ("Conversion", r'^(?:invalid )?(?:timestamp|date|time) field .*?: "(.*?)"', _no_time),
    ("Invalid Input", r"^Values were not provided for the following parameters: (.+)", _not_given),
    ("Invalid Input", r"identifiers of the excess parameters: (.+)", _in_excess),
    ("Not implemented", r"^Mixing named and positional", _said("the query has ? and $names, or is given the other")),
    ("Not implemented", r"python value of type '(.+)'", _said("a value is of type {0}, which SQL has no form for")),
    ("Parser", r"depth limit of (\d+) exceeded", _said("the SQL is nested deeper than {0} levels")),
    ("IO", r'^No files found that match the pattern "(.+)"', _said("there is no file {0}")),
    (
        "Out of Memory",
        r"",
        _said("the query needs more memory than there is; ask for fewer rows or columns, or group and sort less"),
    ),
)
