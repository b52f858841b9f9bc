"""The benchmark of extraction: its definitions, its folders, and one run of it from the command line."""

import gzip
import json
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from benchmarks.extraction.__main__ import main
from benchmarks.extraction.corpus import CorpusError, PageSet, Truth, find_folders, read_folder
from benchmarks.extraction.held_out import held_out
from benchmarks.extraction.measuring import by_language, figures, measure
from benchmarks.extraction.report import Results, Run, data, grids, markdown, worst
from benchmarks.extraction.rivals import reading_of_any
from benchmarks.extraction.scoring import BodyScore, Reading, SnippetScore, folded, score, score_body
from benchmarks.extraction.systems import SYSTEMS, System

SENTENCE = "The council met again and spoke about the old bridge until noon."
HTML = f'<html lang="en-GB"><title>The bridge</title><h1>The bridge</h1><p>{SENTENCE}</p><p>{SENTENCE}</p></html>'
TRUTH = {"url": "https://news.example/1", "title": "The bridge", "body": f"{SENTENCE} {SENTENCE}", "views": None}


def page_set(path: Path, **truth: object) -> PageSet:
    path.mkdir(parents=True, exist_ok=True)
    (path / "one.html.gz").write_bytes(gzip.compress(HTML.encode()))
    (path / "two.html").write_text(HTML.replace("en-GB", "fr"), encoding="utf-8")
    pages = dict.fromkeys(("one", "two"), TRUTH | truth)
    (path / "truth.json").write_text(json.dumps(pages), encoding="utf-8")
    return read_folder(path)


def system(name: str, reading: Reading, silent_on: frozenset[str] = frozenset()) -> System:
    return System(name=name, module=None, load=lambda: lambda _html, _url: reading, silent_on=silent_on)


def test_a_body_is_scored_by_four_words_in_a_row() -> None:
    assert score_body(["a b c d e"], "a b c d x") == BodyScore(f1=0.5, precision=0.5, recall=0.5, is_exact=False)
    assert score_body(["a, b! C"], "a b C") == BodyScore(f1=1.0, precision=1.0, recall=1.0, is_exact=True)
    assert score_body(["a b c"], "") == BodyScore(f1=0.0, precision=None, recall=0.0, is_exact=False)
    assert score_body([""], "") == BodyScore(f1=1.0, precision=None, recall=None, is_exact=True)


def test_repeated_words_count_as_often_as_they_stand_there() -> None:
    assert score_body(["a b c d " * 2], "a b c d").recall == pytest.approx(1 / 5)


def test_of_several_references_the_best_counts() -> None:
    assert score_body(["x y z w", "a b c d"], "a b c d").f1 == 1.0


def test_pieces_of_text_are_found_across_line_breaks() -> None:
    truth = Truth(wanted=("one  two", "nine"), unwanted=("four",))

    assert score(truth, Reading(body="one\ntwo three four")).snippets == SnippetScore(found=1, unwanted=1, missed=1)


@pytest.mark.parametrize(
    ("one", "other"), [("“It’s” – now", '"it\'s" - NOW'), ("A\u00a0b\u00ad", "a b"), ("ﬁne", "fine")]
)
def test_titles_are_the_same_whatever_their_quotes_dashes_and_letter_case(one: str, other: str) -> None:
    assert folded(one) == folded(other)


@pytest.mark.parametrize(
    ("truth", "read", "day", "minute"),
    [
        ("2026-01-05", "2026-01-05", 1.0, None),
        ("2026-01-05", datetime(2026, 1, 5, 23, tzinfo=UTC), 1.0, None),
        ("2026-01-05", None, 0.0, None),
        ("2026-01-05T10:30:00+00:00", None, 0.0, 0.0),
        ("2026-01-05T10:30:00+00:00", "2026-01-05", 1.0, 0.0),
        ("2026-01-05T10:30:00+00:00", "2026-01-05T10:30:40Z", 1.0, 1.0),
        ("2026-01-05T10:30:00+00:00", "2026-01-05T10:32:00Z", 1.0, 0.0),
        ("2026-01-05T23:30:00-05:00", datetime(2026, 1, 6, 4, 30, tzinfo=UTC), 1.0, 1.0),
        ("2026-01-05T00:00:00+00:00", "2026-01-05T09:00:00Z", 1.0, None),
        ("2026-01-05T10:30:00", datetime(2026, 1, 5, 10, 30, tzinfo=timezone(timedelta(hours=2))), 1.0, 0.0),
        ("2026-01-05", "5 January 2026", 1.0, None),
        ("2026-01-05", "no day at all", 0.0, None),
        ("no day at all", "2026-01-05", None, None),
    ],
)
def test_dates_are_compared_on_the_truths_calendar(
    truth: str, read: datetime | str | None, day: float | None, minute: float | None
) -> None:
    found = score(Truth(date=truth), Reading(date=read))

    assert (found.same_day, found.same_minute) == (day, minute)


def test_names_are_compared_as_a_set_without_accents_and_by() -> None:
    found = score(Truth(authors=("Ana Peña", "Bo Li")), Reading(authors=("By ANA PENA", "Cy Oh")))

    assert found.authors == 0.5
    assert score(Truth(authors=("Ana",)), Reading()).authors == 0.0


def test_no_views_stated_and_none_read_are_right() -> None:
    assert score(Truth(views=(None,)), Reading()).same_views == 1.0
    assert score(Truth(views=(None,)), Reading(views=3)).same_views == 0.0
    assert score(Truth(), Reading(views=3)).same_views is None


def test_a_truth_that_says_nothing_scores_nothing() -> None:
    found = score(Truth(), Reading(title="x", body="x"))

    assert found == replace(found, body=None, snippets=None, same_title=None, same_day=None, authors=None)


def test_a_folder_of_folders_is_every_folder_with_truth(tmp_path: Path) -> None:
    page_set(tmp_path / "b")
    page_set(tmp_path / "a")

    assert [folder.name for folder in find_folders(tmp_path)] == ["a", "b"]
    assert find_folders(tmp_path / "a") == [tmp_path / "a"]
    assert read_folder(tmp_path / "a").pages[0].html() == HTML.encode()


@pytest.mark.parametrize("truth", ["{", "[]", '{"one": {}}', '{"gone": {"url": "https://news.example/"}}'])
def test_a_folder_that_cannot_be_used_is_named(tmp_path: Path, truth: str) -> None:
    page_set(tmp_path)
    (tmp_path / "truth.json").write_text(truth, encoding="utf-8")

    if truth == "[]":
        assert not read_folder(tmp_path).pages
        return
    with pytest.raises(CorpusError, match=str(tmp_path)):
        read_folder(tmp_path)


def test_a_page_that_cannot_be_unpacked_is_named(tmp_path: Path) -> None:
    pages = page_set(tmp_path).pages
    (tmp_path / "one.html.gz").write_bytes(b"not gzip")

    with pytest.raises(CorpusError, match=r"one\.html\.gz"):
        pages[0].html()


def test_a_system_that_fails_has_read_nothing_and_its_error_is_kept(tmp_path: Path) -> None:
    def fail(_html: bytes, _url: str) -> Reading:
        raise RuntimeError("no idea")

    measured = measure(page_set(tmp_path), System(name="broken", module=None, load=lambda: fail))

    assert [page.error for page in measured] == ["RuntimeError: no idea"] * 2
    assert (figures(measured)["errors"], figures(measured)["empty"], figures(measured)["body_f1"]) == (2, 2, 0)


def test_a_field_that_a_system_does_not_read_is_not_held_against_it(tmp_path: Path) -> None:
    measured = measure(page_set(tmp_path), system("silent", Reading(body=SENTENCE), frozenset({"title", "views"})))

    assert "title_exact" not in figures(measured)
    assert "views_right" not in figures(measured)
    assert "body_f1" in figures(measured)


def test_pages_are_told_apart_by_the_language_they_declare(tmp_path: Path) -> None:
    measured = measure(page_set(tmp_path), SYSTEMS[0])

    assert {language: len(pages) for language, pages in by_language(measured).items()} == {"en": 1, "fr": 1}


def test_the_f1_of_a_set_is_that_of_its_mean_precision_and_recall(tmp_path: Path) -> None:
    found = figures(measure(page_set(tmp_path), system("half", Reading(body=SENTENCE))))

    precision, recall = found["body_precision"], found["body_recall"]
    assert found["body_f1"] == pytest.approx(2 * precision * recall / (precision + recall))
    assert (precision, found["title_exact"], found["views_right"]) == (1.0, 0.0, 1.0)


def test_tables_name_sets_systems_and_what_is_missing(tmp_path: Path) -> None:
    pages = page_set(tmp_path / "hill")
    runs = [
        Run(page_set=pages.name, system=one.name, measured=measure(pages, one))
        for one in (SYSTEMS[0], system("mute", Reading()))
    ]
    results = Results(runs=runs, missing=["absent"])
    text = markdown(results)

    assert grids(results)[0].title == "hill"
    assert "| newsreel |" in text
    assert "| mute |" in text
    assert "Not installed, so not measured: absent." in text
    assert data(results)["sets"]["hill"]["newsreel"]["figures"]["pages"] == 2
    assert json.loads(json.dumps(data(results)))["sets"].keys() == data(results)["sets"].keys()
    assert worst(runs[1], 1)[0].startswith("0.000 one")


def test_the_held_out_system_takes_bodies_from_the_training_and_the_rest_from_the_page(tmp_path: Path) -> None:
    pages = page_set(tmp_path / "hill", url="https://news.example/2")
    bodies = tmp_path / "bodies.json"
    bodies.write_text(json.dumps({"hill/one": "Another text."}), encoding="utf-8")
    reading = held_out(bodies, [pages]).load()(HTML.encode(), "https://news.example/2")

    assert (reading.title, reading.body) == ("The bridge", "Another text.")
    assert held_out(bodies, [pages]).name not in {one.name for one in SYSTEMS}


@pytest.mark.parametrize("content", [None, "{", "[]"])
def test_a_file_that_holds_no_bodies_is_named(tmp_path: Path, content: str | None) -> None:
    file = tmp_path / "bodies.json"
    if content is not None:
        file.write_text(content, encoding="utf-8")

    with pytest.raises(CorpusError, match=r"bodies\.json"):
        held_out(file, [])


def test_what_a_system_gives_in_the_wrong_form_counts_as_not_given() -> None:
    given = reading_of_any(title=["x"], body=7, date=12.5, authors=[["Ada"], "Bo"])

    assert given == Reading(authors=("['Ada']", "Bo"))


def test_one_run_from_the_command_line_writes_all_three_forms(tmp_path: Path) -> None:
    page_set(tmp_path / "hill")
    outputs = ["--json", str(tmp_path / "o.json"), "--markdown", str(tmp_path / "o.md")]
    command = [sys.executable, "-m", "benchmarks.extraction", str(tmp_path / "hill"), "--system", "newsreel", *outputs]
    done = subprocess.run(
        [*command, "--worst", "1"], check=False, capture_output=True, text=True, cwd=Path(__file__).parents[2]
    )

    assert done.returncode == 0, done.stdout + done.stderr
    assert "body F1" in done.stdout
    assert json.loads((tmp_path / "o.json").read_text(encoding="utf-8"))["missing"] == []
    assert (tmp_path / "o.md").read_text(encoding="utf-8").startswith("### hill")


@pytest.mark.parametrize("arguments", [["nowhere"], ["nowhere", "--system", "newsreel"]])
def test_a_folder_that_is_not_there_ends_the_run(
    arguments: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path / arguments[0]), *arguments[1:]]) == 2
    assert "nowhere" in capsys.readouterr().err


def test_a_system_that_nobody_knows_ends_the_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page_set(tmp_path)

    assert main([str(tmp_path), "--system", "oracle"]) == 2
    assert "'oracle'" in capsys.readouterr().err


def test_a_system_that_is_not_installed_is_named_and_no_crash(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    absent = System(name="absent", module="no_such_module_anywhere", load=SYSTEMS[0].load)
    monkeypatch.setattr("benchmarks.extraction.__main__.SYSTEMS", (SYSTEMS[0], absent))
    page_set(tmp_path)

    assert main([str(tmp_path)]) == 0
    assert "absent" in capsys.readouterr().out
