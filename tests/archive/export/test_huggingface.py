"""A Hugging Face folder: its files, and a card that says what is in them and that nothing in them can break."""

import html
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import strictyaml
from hypothesis import given, settings
from markdown_it import MarkdownIt

from archive import Archive
from archive.errors import StorageError, UsageError
from archive.export.huggingface.escaping import code, code_block, shown, yaml
from archive.export.huggingface.features import features, loadable_schema
from archive.export.huggingface.folder import Target, write_dataset
from archive.export.huggingface.header import size_category
from archive.export.huggingface.origin import Asked
from archive.folder import ArchiveFolder
from archive.outcomes import Outcome
from archive.query.answer import Answer
from tests.archive.disk import files_below, files_stop_at
from tests.archive.export.arrow_values import ANY_TEXT, tables
from tests.archive.rows import observation, revision, run
from tests.archive.runs import stored

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
ATTACKS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "[click](javascript:alert(1))",
    "| cell | **bold** `code` |",
    "name\n---\nlicense: mit\n# Title",
    "{a: 1}\n- 'x': \"",
    "```\n<script>alert(1)</script>",
    "&lt;script&gt; &amp;",
    "www.evil.example http://evil.example a@evil.example",
    "\u202e\u2028\x1b[31m\x85\ufeff\0",
)


def asked(**values: Any) -> Asked:
    given: dict[str, Any] = {"what": "news articles, each by its latest revision", "at": NOW, "filters": {}}
    return Asked(**(given | values))


def exported(archive: Archive, output: Path, answer: Answer | None = None, **values: Any) -> str:
    """Export the articles, or ``answer``; the card."""
    target = Target(output=output, shard_bytes=values.pop("shard_bytes", 1 << 30), overwrite=values.pop("again", False))
    write_dataset(answer or archive.sql("FROM articles"), archive, asked(**values), target)
    return (output / "README.md").read_text(encoding="utf-8")


def header_of(card: str) -> Any:
    """The header as a strict reader of YAML has it, all values as text."""
    _, header, _ = card.split("---\n", 2)
    return strictyaml.load(header).data


def rendered(card: str) -> str:
    """The rest of the card as HTML, by a renderer that lets HTML through and makes links of addresses."""
    page: str = MarkdownIt("gfm-like", {"linkify": False, "html": True}).render(card.split("---\n", 2)[2])
    return page


def shown_words(page: str) -> str:
    """What a reader sees of ``page``."""
    return html.unescape(re.sub(r"<[^>]*>", "", page))


def test_the_folder_holds_the_rows_and_names_as_datasets_expects_them(archive: Archive, tmp_path: Path) -> None:
    exported(archive, tmp_path / "out")
    assert files_below(tmp_path / "out") == ["README.md", "data/train-00000-of-00001.parquet"]
    rows = pq.read_table(tmp_path / "out" / "data" / "train-00000-of-00001.parquet").to_pylist()
    for row in rows:
        row["sources"] = {pair["key"]: pair["value"] for pair in row["sources"]}
    assert sorted(rows, key=str) == sorted(archive.sql("FROM articles").rows(), key=str)


def test_many_rows_are_parted_into_files_that_count_each_other(archive: Archive, tmp_path: Path) -> None:
    answer = Answer.of(pa.table({"n": list(range(250_000))}))
    exported(archive, tmp_path / "out", answer, shard_bytes=1000)
    files = sorted((tmp_path / "out" / "data").iterdir())
    assert [path.name for path in files] == [f"train-0000{number}-of-00003.parquet" for number in range(3)]
    assert [n for path in files for n in pq.read_table(path)["n"].to_pylist()] == list(range(250_000))


def test_the_header_is_yaml_that_says_types_sizes_and_languages(folder: ArchiveFolder, tmp_path: Path) -> None:
    languages = ("de-AT", "en", None)
    stored(folder, *(revision(f"a{number}", language=tag) for number, tag in enumerate(languages)))
    header = header_of(exported(Archive(folder.path), tmp_path / "out"))
    assert (header["license"], header["license_name"], header["size_categories"]) == ("other", "unknown", ["n<1K"])
    assert (header["language"], header["language_bcp47"]) == (["de", "en"], ["de-AT"])
    assert header["configs"] == [{"config_name": "default", "data_files": [{"split": "train", "path": "data/train-*"}]}]
    (split,) = header["dataset_info"]["splits"]
    assert split["num_examples"] == "3"
    by_name = {feature["name"]: feature for feature in header["dataset_info"]["features"]}
    assert by_name["title"]["dtype"] == "string"
    assert by_name["fetched_at"]["dtype"] == "timestamp[us, tz=UTC]"
    assert by_name["authors"]["list"] == "string"
    assert [one["name"] for one in by_name["sources"]["list"]] == ["key", "value"]


def test_the_card_tells_sites_times_crawls_and_what_was_left_alone(folder: ArchiveFolder, tmp_path: Path) -> None:
    stored(
        folder,
        revision("a", title="One", summary=None, marks=("paywalled",)),
        revision("b", section=None, summary=None),
        revision("c", site="other"),
        observation(None, outcome=Outcome.ROBOTS, address="https://news.example/private"),
        run(),
    )
    archive = Archive(folder.path)
    answer = archive.sql("SELECT * FROM articles WHERE site = 'neuron'")
    words = shown_words(rendered(exported(archive, tmp_path / "out", answer, filters={"site": "neuron"})))
    assert "2 rows: news articles, each by its latest revision" in words
    assert "Fetched: from 2026-03-14 12:00 UTC to 2026-03-14 12:00 UTC" in words
    assert re.search(r"neuron\s+2\s", words)
    assert not re.search(r"^other$", words, re.MULTILINE)
    assert "By 1 crawl of newsreel 0.1.0" in words
    assert "Left alone since robots.txt asks for that: 1 address of these sites." in words
    assert re.search(r"summary\s+string\s+0\.0 %", words)
    assert "newsreel knows no licence of these texts" in words
    assert "Headline without the site's name." in words
    assert "Only site: neuron" in words


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_foreign_breaks_out_of_the_card(folder: ArchiveFolder, tmp_path: Path, attack: str) -> None:
    stored(folder, revision("a", site=attack, language=attack, title=attack, marks=(attack,)))
    archive = Archive(folder.path)
    answer = Answer.of(archive.sql("FROM articles").arrow().append_column(attack, pa.array([1])))
    card = exported(archive, tmp_path / "out", answer, question=f"SELECT '{attack}'", filters={"search": attack})
    plain = exported(archive, tmp_path / "plain", archive.sql("SELECT *, 1 AS x FROM articles"), question="SELECT 1",
                     filters={"search": "x"})  # fmt: skip
    header = header_of(card)
    assert header["license"] == "other"
    assert set(header) - {"language"} == set(header_of(plain)) - {"language"}
    page = rendered(card)
    assert tags_of(page) == tags_of(rendered(plain).replace("out", "plain"))
    assert all(char.isprintable() or char == "\n" for char in card)


def tags_of(page: str) -> Sequence[str]:
    """The elements of a page that are not names shown as code, which a name is only if it is harmless."""
    return [tag for tag in re.findall(r"<[^>]*>", page) if tag not in ("<code>", "</code>")]


@given(ANY_TEXT)
@settings(max_examples=300, deadline=None)
def test_any_text_shows_as_itself_and_is_nothing_else(text: str) -> None:
    printable = "".join(char if char.isprintable() else " " for char in text)
    for escape in (shown, code):
        page = rendered(f"---\n---\n| a |\n|---|\n| {escape(text)} |\n")
        (cell,) = re.findall(r"<td>(.*?)</td>", page, re.DOTALL)
        cell = cell.removeprefix("<code>").removesuffix("</code>")
        assert "<" not in cell
        assert html.unescape(cell).split() == printable.split()
    block = rendered(f"---\n---\n{code_block(text)}\n\nafter\n")
    assert re.fullmatch(r'<pre><code class="language-sql">[^<]*</code></pre>\n<p>after</p>\n', block)
    assert strictyaml.load(yaml({"a": text, "b": [text]})).data == {"a": printable, "b": [printable]}


# The names of `datasets.Value`, from its documentation.
VALUES = re.compile(
    r"null|bool|u?int(8|16|32|64)|float(16|32|64)|time(32|64)\[(s|ms|us|ns)\]|timestamp\[(s|ms|us|ns)(, tz=\S+)?\]|"
    r"date(32|64)|duration\[(s|ms|us|ns)\]|decimal(128|256)\(\d+, \d+\)|(large_)?(binary|string)"
)


def value_names(feature: Any) -> list[str]:
    if isinstance(feature, str):
        return [feature]
    if isinstance(feature, list):
        return [name for one in feature for name in value_names(one)]
    return [name for key, one in feature.items() if key != "name" for name in value_names(one)]


@given(tables())
@settings(deadline=None)
def test_every_type_has_a_name_that_datasets_knows_and_rows_in_it(table: pa.Table) -> None:
    schema = loadable_schema(table.schema)
    assert all(map(VALUES.fullmatch, value_names(features(schema))))
    assert table.cast(schema).num_rows == table.num_rows
    assert not any(pa.types.is_map(kind) for kind in schema.types)


def test_a_data_set_is_replaced_only_when_asked_for_and_nothing_foreign_ever(archive: Archive, tmp_path: Path) -> None:
    output = tmp_path / "out"
    exported(archive, output)
    before = files_below(tmp_path)
    with pytest.raises(UsageError, match="--overwrite"):
        exported(archive, output)
    exported(archive, output, Answer.of(pa.table({"n": [1]})), again=True)
    assert pq.read_table(output / "data" / "train-00000-of-00001.parquet").to_pylist() == [{"n": 1}]
    assert files_below(tmp_path) == before
    (output / "thesis.txt").write_text("years of work")
    with pytest.raises(UsageError, match=r"holds 'thesis\.txt'"):
        exported(archive, output, again=True)


def test_a_full_disk_leaves_the_data_set_that_was_there(archive: Archive, tmp_path: Path) -> None:
    output = tmp_path / "out"
    card = exported(archive, output)
    before = files_below(tmp_path)
    big = Answer.of(pa.table({"text": [str(number) * 9 for number in range(200_000)]}))
    with files_stop_at(50_000), pytest.raises(StorageError):
        exported(archive, output, big, again=True)
    assert files_below(tmp_path) == before
    assert (output / "README.md").read_text(encoding="utf-8") == card


@pytest.mark.parametrize(
    ("rows", "name"), [(0, "n<1K"), (1000, "1K<n<10K"), (99_999, "10K<n<100K"), (10**6, "1M<n<10M"), (10**9, "n>1B")]
)
def test_a_size_is_sorted_as_hugging_face_does(rows: int, name: str) -> None:
    assert size_category(rows) == name
