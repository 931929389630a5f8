"""Publishers: found by their names and addresses, each with a citation; what is wrong is named with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from masudi.errors import KnowledgeError
from masudi.resolve.publishers import load_publishers, read_publishers

ACTORS = frozenset({"harran_front"})
FILE = """\
publishers:
- name: harran_wire
  label: Harran Wire
  names: [Harran Wire Service, HW]
  domains: [harran.example, news.kelmar.example]
  owner: Harran Front
  alignment: harran_front
  country: SY
  source: "https://harran.example/about"
- name: kelmar_post
  label: Kelmar Post
  names: [The Kelmar Post]
  domains: [kelmar.example]
  owner: its readers
  alignment: independent
  source: "https://kelmar.example/about"
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "publishers.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_packaged_ones_are_in_order() -> None:
    publishers = load_publishers()
    assert len(publishers.by_id) >= 5
    found = publishers.named("syrian arab news agency")
    assert found is not None
    assert found.alignment == "syria"
    assert publishers.at("https://www.sana.sy/en/?p=1") == found


def test_names_and_addresses_lead_to_a_publisher(tmp_path: Path) -> None:
    publishers = read_publishers(write(tmp_path, FILE), ACTORS)
    wire, post = publishers.by_id.values()
    assert [publishers.named(name) for name in ("hw", "Harran wire", "THE KELMAR POST", "Post", "")] == [
        wire,
        wire,
        post,
        None,
        None,
    ]
    addresses = ("https://www.kelmar.example/a", "http://news.kelmar.example:80", "https://en.harran.example")
    assert [publishers.at(address) for address in addresses] == [post, wire, wire]
    assert [publishers.at(one) for one in ("https://kelmar.example.org", "kelmar.example", "http://[", "")] == [
        None
    ] * 4


@pytest.mark.parametrize(
    ("old", "new", "line", "problem"),
    [
        ("name: kelmar_post", "name: harran_wire", 10, "'harran_wire' stands twice"),
        ("name: kelmar_post", "name: Kelmar", 10, "is no id"),
        ("The Kelmar Post", "harran wire", 12, "already names 'harran_wire'"),
        ("label: Kelmar Post", "label: hw", 11, "already names 'harran_wire'"),
        ("domains: [kelmar.example]", "domains: [harran.example]", 13, "already belongs to 'harran_wire'"),
        ("domains: [kelmar.example]", "domains: [www.kelmar.example]", 13, "is no domain"),
        ("domains: [kelmar.example]", "domains: ['https://kelmar.example']", 13, "is no domain"),
        ("alignment: independent", "alignment: neutral", 15, "neither an actor nor one of independent, unknown"),
        ("country: SY", "country: Syria", 8, "no code of ISO 3166-1"),
        ("owner: its readers", "owner: ''", 14, "owner is empty"),
        ('  source: "https://kelmar.example/about"\n', "", 10, "source"),
        ('"https://kelmar.example/about"', "' '", 16, "source is empty"),
    ],
)
def test_a_fault_is_named_with_its_line(tmp_path: Path, old: str, new: str, line: int, problem: str) -> None:
    assert old in FILE
    with pytest.raises(KnowledgeError) as caught:
        read_publishers(write(tmp_path, FILE.replace(old, new)), ACTORS)
    assert problem in caught.value.problem
    assert caught.value.line == line
