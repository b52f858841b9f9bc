"""newsreel sites: what is known by name, and whether its files are right."""

from pathlib import Path

from tests.crawler.commandline import here, newsreel
from tests.crawler.gazette import Gazette

BROKEN = 'name = "broken"\ncolour = "red"\n'


def write_sites(folder: Path) -> Path:
    own = folder / "newsreel-sites"
    own.mkdir()
    Gazette(address="https://gazette.example/").write_definition(own)
    (own / "broken.toml").write_text(BROKEN, encoding="utf-8")
    return own


def test_sites_are_listed_with_address_and_origin(tmp_path: Path) -> None:
    own = write_sites(tmp_path)
    done = newsreel("sites", cwd=tmp_path)
    assert done.status == 0
    rows = {line.split("\t")[0]: line.split("\t")[1:] for line in done.out.splitlines()}
    assert rows["name"] == ["address", "site", "file"]
    assert rows["gazette"] == ["https://gazette.example/", "Gazette", str(own / "gazette.toml")]
    assert rows["neuron"] == ["https://neuron.expert/", "neuron.expert", "shipped"]
    assert "broken" in rows["broken"][1]


def test_check_finds_the_shipped_sites_right(tmp_path: Path) -> None:
    done = here("sites", "check", cwd=tmp_path)
    assert (done.status, done.err) == (0, "")
    assert [line.partition(":")[0] for line in done.out.splitlines()] == ["demo", "neuron"]


def test_check_names_every_wrong_file_and_the_right_ones(tmp_path: Path) -> None:
    own = write_sites(tmp_path)
    (own / "torn.toml").write_text("name = ", encoding="utf-8")
    done = here("sites", "check", cwd=tmp_path)
    assert done.status == 3
    assert f"{own / 'broken.toml'}: colour = 'red'" in done.err
    assert f"{own / 'torn.toml'}: not valid TOML" in done.err
    assert done.err.count("\n") == 2
    assert "gazette: right" in done.out


def test_check_looks_at_the_files_it_is_given_only(tmp_path: Path) -> None:
    own = write_sites(tmp_path)
    done = here("sites", "check", own / "gazette.toml", cwd=tmp_path)
    assert (done.status, done.out) == (0, f"gazette: right ({own / 'gazette.toml'})\n")
    assert here("sites", "check", "nowhere.toml", cwd=tmp_path).status == 3
