"""`masudi watch` and `masudi add URL` at the command line, and against a real server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner

from masudi import feeds_cli
from masudi.casefile import open_case
from masudi.cli import main
from masudi.pipeline import Adding, fetch
from masudi.sources.fetching import Polite
from tests.pipeline.test_watch import article, feed
from tests.webserver import Site, Watch, fetcher, page, site


@pytest.fixture
def server() -> Iterator[Site]:
    with site() as running:
        running.answers |= {f"/{n}": article(n) for n in range(9)}
        yield running


def run(*words: str, code: int = 0) -> Any:
    done = CliRunner().invoke(main, list(words))
    assert done.exit_code == code, done.output
    return done


def test_a_whole_watch_against_a_server(
    server: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the reader itself; the fetcher may reach this machine by what its constructor is given, and only so."""
    where = tmp_path / "mine.masudi"
    server.answers |= {"/feed": [feed(server, 1, 2), page("", status=304)], "/2": page("", status=404)}
    with open_case(where, create=True, person="tests") as case:
        case.follow(server.url("/feed"))
        with pytest.raises(click.exceptions.Exit) as left:
            feeds_cli.watching(case, Polite(fetcher(server), clock=Watch()), Adding(person="Ada"), None)
        assert left.value.exit_code == 1
        said = capsys.readouterr()
        assert said.out.startswith("1 feed read, 1 page fetched: 1 added; ")
        lines = said.err.splitlines()
        assert lines[0] == f"feed {server.url('/feed')}: 2 items, 2 new"
        assert f"error: {server.url('/2')}: the server has no such page (status 404)" in lines
        assert any(line.startswith(f"fetched {server.url('/1')} (") for line in lines)
        feeds_cli.watching(case, Polite(fetcher(server), clock=Watch()), Adding(person="Ada"), None)
        said = capsys.readouterr()
        assert (said.out, said.err) == (
            "1 feed read, 0 pages fetched: no reports; 0 claims\n",
            f"feed {server.url('/feed')}: unchanged\n",
        )
    assert server.paths().count("/1") == 1
    listed = run("watch", "--list", "--case", str(where)).output
    assert listed.startswith(f"{server.url('/feed')}  Sarw Monitor\n    looked at 2031-03-05 ")
    assert "1 done, 0 waiting, 1 failed" in listed
    assert "no longer followed" in run("watch", "--forget", server.url("/feed"), "--case", str(where)).output
    assert run("watch", "--list", "--case", str(where)).output == "the case follows no feed\n"


def test_no_user_can_be_led_to_this_machine(server: Site, tmp_path: Path) -> None:
    where = str(tmp_path / "mine.masudi")
    url = server.url("/feed", host="127.0.0.1")
    done = run("watch", url, "--once", "--case", where, code=1)
    assert "this machine's own address" in done.output
    assert "this machine's own address" in run("add", url, "--case", where, code=1).output
    assert server.asked == []


def test_a_page_is_added_by_its_address(server: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch, "_own", lambda: Polite(fetcher(server), clock=Watch(), robots=False))
    where = str(tmp_path / "mine.masudi")
    report = tmp_path / "report.txt"
    report.write_text("Raiders took the mill at Tell Sarw on Monday, the Sarw Monitor said.", encoding="utf-8")
    assert "2 added" in run("add", server.url("/1"), str(report), "--case", where).output
    assert "2 already there" in run("add", server.url("/1"), str(report), "--case", where).output
    with open_case(where) as case:
        (url,) = [one.url for one in case.reports() if one.url]
    assert url == server.url("/1")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--once"], "follows no feed yet"),
        (["file:///etc/passwd"], "has to begin with http:// or https://"),
        (["feed.xml"], "has to begin with http:// or https://"),
        (["https://u:p@monitor.example/"], "leave them out"),
        (["--forget", "https://monitor.example/"], "is not among the feeds"),
        (["--once", "--every", "9"], "give one of them"),
        (["--every", "1"], "--every"),
        (["--contact", "a\nb", "--once"], "plain ASCII"),
    ],
)
def test_a_wrong_call_is_told(words: list[str], said: str, tmp_path: Path) -> None:
    where = tmp_path / "mine.masudi"
    with open_case(where, create=True, person="tests"):
        pass
    done = CliRunner().invoke(main, ["watch", *words, "--case", str(where)])
    assert done.exit_code == 2, done.output
    assert said in done.output


def test_reading_alone_fetches_nothing(server: Site) -> None:
    done = run("read", server.url("/1"), code=1)
    assert "`masudi add` fetches what is there" in done.output.replace("\n", " ")
    assert server.asked == []
