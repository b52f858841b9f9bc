"""What is found, by the index and by the scan alike: in every script, by operators, fields, filters, order, pages."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from archive import Archive
from archive.errors import QueryError, UsageError
from archive.folder import create_folder
from archive.search import By, search
from tests.archive.rows import DAY, NOON
from tests.archive.search.articles import archive_of, article, found, ids

SPELLINGS = [
    ("cafe", "Un café crème", True),
    ("CAFÉ", "the cafe at the corner", True),
    ("strasse", "Die Straße ist lang", True),
    ("STRAẞE", "in der Strasse", True),
    ("efficient", "an eﬃcient engine", True),
    ("wide", "ｗｉｄｅ letters", True),
    ("Lodz", "Mecz w Łodzi", False),
    ("lodz", "Miasto Łódź", True),
    ("istanbul", "İSTANBUL'da", True),
    ("ODYSSEUS", "ὀδυσσεύς", False),
    ("Οδυσσευς", "Ὁ Ὀδυσσεύς ἦλθεν", True),
    ("москва", "в Москве, МОСКВА", True),
    ("ёлка", "новогодняя елка", True),
    ("мои", "мой дом", False),
    ("احمد", "قال أَحْمَد اليوم", True),
    ("أحمد", "قال احمد", True),
    ("السلام", "الـــسلام عليكم", True),
    ("مدرسة", "مدرسه جديدة", True),
    ("کتاب", "هذا كتاب", True),
    ("می‌خواهم", "من میخواهم بروم", True),
    ("שלום", "שָׁלוֹם עולם", True),
    ("東京", "新しい東京都の計画", True),
    ("京東", "新しい東京都の計画", False),
    ("首相", "日本の首相、訪米", True),
    ("カード", "ｶｰﾄﾞの発行", True),
    ("人人", "人人都是", True),
    ("人人", "人都是人", False),
    ("서울", "서울에서 열린", True),
    ("กรุงเทพ", "ชาวกรุงเทพมหานคร", True),
    ("हिन्दी", "वह हिन्दी में", True),
    ("e-mail", "an E‑mail came", True),
    ("mail", "an e-mail came", True),
    ("homme", "l’homme qui rit", True),
    ("don't", "they don’t know", True),
    ("1,000", "more than 1,000 people", True),
    ("1000", "more than 1,000 people", False),
    ("34", "العدد ٣٤", True),
    ("h2o", "made of H₂O", True),
    ("chip", "many chips", False),
    ("🙂 cat", "a cat", True),
]


@pytest.fixture(scope="module")
def spelled(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    folder = create_folder(tmp_path_factory.mktemp("spelled") / "archive", archive_id="s", now=NOON)
    return archive_of(folder, *(article(str(number), "", text) for number, (_, text, _) in enumerate(SPELLINGS)))


@pytest.mark.parametrize(("number", "asked", "fits"), [(n, a, f) for n, (a, _, f) in enumerate(SPELLINGS)])
def test_a_word_is_found_as_people_write_it(spelled: Archive, number: int, asked: str, fits: bool) -> None:
    assert (str(number) in found(spelled, asked)) == fits


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    folder = create_folder(tmp_path_factory.mktemp("found") / "archive", archive_id="f", now=NOON)
    return archive_of(
        folder,
        article("chips", "Quiet chips", "A lab has shown a chip that sleeps. Quiet chips win.", section="Hardware"),
        article(
            "storm", "Storm", "Wind. Chips fly, quiet returns.", summary="A storm is near", authors=("Ada Bee", "Cy")
        ),
        article(
            "bees", "On bees", "Ada keeps bees. Cy Dee sings.", tags=("wild life", "honey"), section="Café Culture"
        ),
        article("nothing", "", ""),
        article("untitled", None, "the quiet title"),
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("quiet", "chips storm untitled"),
        ("quiet chips", "chips storm"),
        ('"quiet chips"', "chips"),
        ('"chips quiet"', ""),
        ('"chips win"', "chips"),
        ("storm OR bees", "storm bees"),
        ("quiet -storm", "chips untitled"),
        ("quiet NOT (storm OR lab)", "untitled"),
        ("NOT quiet", "bees nothing"),
        ("bees OR NOT quiet", "bees nothing"),
        ("chips (sleeps OR fly)", "chips storm"),
        ("title:chips", "chips"),
        ("body:chips", "chips storm"),
        ("summary:storm", "storm"),
        ("author:ada", "storm"),
        ("ada", "storm bees"),
        ('author:"ada bee"', "storm"),
        ('author:"bee cy"', ""),
        ('tag:"wild life"', "bees"),
        ('tag:"life honey"', ""),
        ("section:cafe", "bees"),
        ("hardware", "chips"),
        ("storm sleeps", ""),
        ("title:(quiet chips) body:lab", "chips"),
        ("quiet AND -title:storm", "chips untitled"),
        ("NOT NOT storm", "storm"),
        ("-(quiet -chips)", "chips storm bees nothing"),
    ],
)
def test_operators_and_fields_say_what_fits(archive: Archive, text: str, expected: str) -> None:
    assert found(archive, text) == set(expected.split())


@pytest.fixture(scope="module")
def dated(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    folder = create_folder(tmp_path_factory.mktemp("dated") / "archive", archive_id="d", now=NOON)
    start = datetime(2026, 1, 1, tzinfo=UTC)
    languages = ("en", "en-GB", "EN_us", "de", None)
    return archive_of(
        folder,
        *(
            article(
                str(number),
                "word",
                published_at=None if number == 9 else start + number * timedelta(hours=12),
                language=languages[number % 5],
                site=f"site-{number % 2}",
                section="Étoiles & Co." if number == 3 else None,
            )
            for number in range(10)
        ),
        article("old", "word", published_at=datetime(1805, 3, 1, tzinfo=UTC)),
    )


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({}, "0 1 2 3 4 5 6 7 8 9 old"),
        ({"site": "site-1"}, "1 3 5 7 9"),
        ({"language": "en"}, "0 1 2 5 6 7 old"),
        ({"language": "EN-gb"}, "1 6"),
        ({"language": "e"}, ""),
        ({"section": "etoiles co"}, "3"),
        ({"section": "etoiles"}, ""),
        ({"since": date(2026, 1, 2)}, "2 3 4 5 6 7 8"),
        ({"until": date(2026, 1, 2)}, "0 1 2 3 old"),
        ({"since": date(2026, 1, 2), "until": date(2026, 1, 2)}, "2 3"),
        ({"since": datetime(2026, 1, 1, 12, tzinfo=UTC), "until": datetime(2026, 1, 2, tzinfo=UTC)}, "1"),
        ({"since": date.min, "until": date.max}, "0 1 2 3 4 5 6 7 8 old"),
        ({"site": "site-0", "language": "de", "since": date(2026, 1, 3)}, "8"),
    ],
)
def test_filters_leave_out_the_rest(dated: Archive, options: dict[str, Any], expected: str) -> None:
    expected_ids = set(expected.split())
    if "language" in options and "old" in expected_ids:
        expected_ids.discard("old")
    assert found(dated, "word", **options) == expected_ids
    assert found(dated, "NOT other", **options) == expected_ids


@pytest.mark.parametrize("use_index", [True, False], ids=["index", "scan"])
def test_the_latest_come_first_and_those_without_a_date_last(dated: Archive, use_index: bool) -> None:
    results = search(dated, "word", by="date", limit=20, use_index=use_index)
    assert ids(results) == ["8", "7", "6", "5", "4", "3", "2", "1", "0", "old", "9"]
    assert {hit.score for hit in results.hits} == {None}
    assert results.by is By.DATE


@pytest.mark.parametrize("use_index", [True, False], ids=["index", "scan"])
def test_pages_follow_one_another(dated: Archive, use_index: bool) -> None:
    options: dict[str, Any] = {"use_index": use_index, "by": By.DATE}
    pages = [search(dated, "word", limit=4, offset=offset, **options) for offset in (0, 4, 8, 12, 10**6)]
    assert [len(page.hits) for page in pages] == [4, 4, 3, 0, 0]
    assert {page.total for page in pages} == {11}
    assert [one for page in pages for one in ids(page)] == ids(search(dated, "word", limit=10**6, **options))


@pytest.mark.parametrize("use_index", [True, False], ids=["index", "scan"])
def test_the_title_weighs_more_and_rare_words_more_than_frequent_ones(tmp_path: Path, use_index: bool) -> None:
    folder = create_folder(tmp_path / "archive", archive_id="w", now=NOON)
    filler = "some other words that stand here to fill the text "
    archive = archive_of(
        folder,
        article("title", "Storm of May", filler),
        article("often", "Weather", f"storm storm {filler}"),
        article("once", "Weather", f"storm {filler}"),
        article("rare", "Weather", f"comet {filler}"),
    )
    assert ids(search(archive, "storm", use_index=use_index)) == ["title", "often", "once"]
    assert ids(search(archive, "body:storm OR body:comet", use_index=use_index))[0] == "rare"
    scores = [hit.score for hit in search(archive, "storm", use_index=use_index).hits]
    assert scores == sorted(scores, key=lambda score: -(score or 0))


def test_results_come_as_rows_and_as_a_table(archive: Archive) -> None:
    results = search(archive, "sleeps")
    (row,) = results.rows()
    assert row == results.arrow().to_pylist()[0] == results.rows()[0]
    assert list(row) == "address title published_at site language score snippet article_id".split()
    assert (row["article_id"], row["title"]) == ("chips", "Quiet chips")
    assert row["snippet"] == "A lab has shown a chip that **sleeps**. Quiet chips win."
    assert search(archive, "unheard").arrow().schema == results.arrow().schema


def test_the_snippet_is_of_the_summary_where_the_words_stand_only_there(archive: Archive) -> None:
    (hit,) = search(archive, "summary:storm").hits
    assert hit.snippet.marked("[", "]") == "A [storm] is near"
    (hit,) = search(archive, "title:storm").hits
    assert hit.title is not None
    assert hit.title.marked("[", "]") == "[Storm]"
    assert hit.snippet.marks == ()


def test_what_must_not_stand_there_is_not_marked(archive: Archive) -> None:
    (hit,) = search(archive, "lab -storm").hits
    assert hit.snippet.marked("[", "]").count("[") == 1


@pytest.mark.parametrize(
    "options",
    [
        {"limit": 0},
        {"offset": -1},
        {"by": "luck"},
        {"section": "&"},
        {"since": datetime(2026, 1, 1)},  # noqa: DTZ001 - the point of it
        {"since": date(2026, 1, 2), "until": date(2026, 1, 1)},
    ],
)
def test_options_that_cannot_be_are_refused(archive: Archive, options: dict[str, Any]) -> None:
    with pytest.raises(UsageError):
        search(archive, "word", **options)


@pytest.mark.parametrize("text", ["\x00", "a\ud800 OR", "(" * 9_000, "a" * 20_000, '"' * 3, "title:"])
def test_hostile_text_is_refused(archive: Archive, text: str) -> None:
    with pytest.raises(QueryError):
        search(archive, text)


@pytest.mark.parametrize(
    "text", ["quiet\ud800chips", "x" * 9_000, '"' + "quiet " * 499 + '"', "(" * 40 + "quiet" + ")" * 40]
)
def test_odd_text_is_answered(archive: Archive, text: str) -> None:
    found(archive, text)


def test_an_archive_without_articles_has_no_hits(tmp_path: Path) -> None:
    folder = create_folder(tmp_path / "archive", archive_id="e", now=NOON)
    assert found(Archive(folder.path), "word") == set()
    archive_of(folder, article("a", "word"), now=NOON + DAY)
    assert found(Archive(folder.path), "word") == {"a"}
