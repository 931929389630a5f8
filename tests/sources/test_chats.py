"""Chats: each message with text is a report; who sent it is a pseudonym before anything is kept."""

from __future__ import annotations

import datetime
import hashlib
import json
from pathlib import Path

import msgspec
import pytest

from masudi.sources import Opened, Opening, find_reports, open_file, retrieve
from masudi.sources.formats import format_of
from tests.sources.files import ARABIC, FIRST, SECOND, archive, telegram
from tests.sources.opening import SALT, fault, opened

NAMED = Opening(name_senders=True)
NAMES = ("Amal", "Sarw", "user77", "user78", "+963", "944", "Basim")


def said_anywhere(reports: list[Opened]) -> str:
    """All that is known of the reports, as one text."""
    return msgspec.json.encode(reports).decode() + "".join(one.data.decode() for one in reports)


GROUP = telegram(
    [
        {"id": 1, "type": "service", "action": "invite_members", "members": ["Basim"]},
        {"id": 2, "text": [FIRST, " See ", {"type": "link", "text": "https://x.example"}]},
        {"id": 3, "text": "", "photo": "photos/p1.jpg", "date": "2024-03-04T10:00:20"},
        {"id": 4, "text": SECOND, "from": "Basim", "from_id": "user78", "forwarded_from": "Amal Sarw"},
        {"id": 5, "text": ARABIC, "reactions": [{"recent": [{"from": "Basim"}]}], "contact_information": {"x": "+963"}},
        {"id": 6, "text": "", "file": "(File not included.)", "file_name": "v.mp4", "date": "2024-03-05T10:00:00"},
    ]
)


def test_a_group_gives_its_messages_and_nobodys_name() -> None:
    reports = opened(GROUP, "result.json")
    assert [one.report.text for one in reports] == [f"{FIRST} See https://x.example", SECOND, ARABIC]
    assert [one.report.path for one in reports] == [f"in/result.json#message {number}" for number in (2, 4, 5)]
    assert {one.report.published for one in reports} == {datetime.date(2024, 3, 4)}
    first, second, third = (one.report.source for one in reports)
    assert first == third
    assert first != second
    assert first is not None
    assert first.startswith("sender-")
    assert first.endswith(" (Telegram)")
    whole = said_anywhere(reports)
    assert [name for name in NAMES if name in whole] == []
    assert reports[0].report.warnings == ("has attachments that came without text, and are not listed (1 file)",)
    (container,) = reports[0].retrieval.within
    assert container.sha256 == hashlib.sha256(GROUP).hexdigest()


def test_a_sender_is_the_same_where_the_salt_is_the_same_and_no_other() -> None:
    (one, *_), (again, *_) = opened(GROUP, "result.json"), opened(GROUP, "result.json")
    assert one == again
    (other, *_) = opened(GROUP, "result.json", Opening(salt="other words"))
    assert other.report.source != one.report.source
    # Without a salt, none is the same in two runs: here it is one run.
    (own, *_) = opened(GROUP, "result.json", Opening())
    assert own.report.source not in (one.report.source, other.report.source)


def test_senders_are_named_where_that_is_asked_for() -> None:
    reports = opened(GROUP, "result.json", NAMED)
    assert [one.report.source for one in reports] == ["user77 (Telegram)", "user78 (Telegram)", "user77 (Telegram)"]


def test_a_channel_is_a_publisher_and_keeps_its_name() -> None:
    data = telegram(
        [{"id": 9, "text": FIRST, "from": "Halven News", "from_id": "channel5"}], "public_channel", "Halven News"
    )
    (one,) = opened(data, "result.json")
    assert one.report.source == "Halven News"


def test_attachments_are_hashed_where_they_lie_beside_the_chat(tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "p1.jpg").write_bytes(b"pixels")
    (tmp_path / "result.json").write_bytes(GROUP)
    assert [Path(str(one)).name for one in find_reports(tmp_path)] == ["result.json"]
    first = next(open_file(retrieve(tmp_path / "result.json"), SALT))
    assert isinstance(first, Opened)
    (attached,) = first.retrieval.attachments
    assert (attached.name, attached.size) == ("photos/p1.jpg", 6)
    assert attached.sha256 == hashlib.sha256(b"pixels").hexdigest()
    zipped = archive({"export/result.json": GROUP, "export/photos/p1.jpg": b"pixels"})
    assert opened(zipped, "a.zip")[0].retrieval.attachments == (attached,)


def test_an_attachment_that_leads_out_of_the_folder_is_not_looked_at(tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(b"pixels")
    inside = tmp_path / "export"
    inside.mkdir()
    (inside / "link").symlink_to(tmp_path / "secret")
    for name in ("../secret", str(tmp_path / "secret"), "link", "x/../../secret"):
        (inside / "result.json").write_bytes(telegram([{"id": 1, "text": FIRST, "file": name}]))
        (one,) = open_file(retrieve(inside / "result.json"), SALT)
        assert isinstance(one, Opened)
        (attached,) = one.retrieval.attachments
        assert (attached.name, attached.sha256) == (name, None)


def test_all_chats_of_an_export_are_read() -> None:
    chats = [json.loads(telegram([{"id": 1, "text": text}])) for text in (FIRST, SECOND)]
    reports = opened(json.dumps({"about": "x", "chats": {"list": chats}}).encode(), "result.json")
    assert [one.report.path for one in reports] == ["in/result.json#message 1.1", "in/result.json#message 2.1"]


HTML = f"""<!DOCTYPE html><html><head><meta charset="utf-8"/><title>Exported Data</title></head><body>
<div class="page_wrap"><div class="page_header"><div class="content">
<div class="text bold">Halven watch</div></div></div>
<div class="message service" id="message-1"><div class="body details">4 March 2024</div></div>
<div class="message default clearfix" id="message7"><div class="body">
<div class="pull_right date details" title="04.03.2024 10:00:00 UTC+03:00">10:00</div>
<div class="from_name">Amal Sarw</div><div class="text">{FIRST}<br>{ARABIC}</div></div></div>
<div class="message default clearfix joined" id="message8"><div class="body">
<div class="pull_right date details" title="04.03.2024 10:05:00 UTC+03:00">10:05</div>
<div class="media_wrap clearfix"><a class="photo_wrap clearfix pull_left" href="photos/p2.jpg"></a></div>
<div class="text">{SECOND}</div></div></div></div></body></html>"""


def test_an_export_in_html_is_no_web_page() -> None:
    one, other = opened(HTML.encode(), "messages.html")
    assert one.report.text == f"{FIRST}\n{ARABIC}"
    assert one.report.published == datetime.date(2024, 3, 4)
    assert (one.report.path, other.report.path) == ("in/messages.html#message 7", "in/messages.html#message 8")
    assert one.report.source == other.report.source
    assert [file.name for file in other.retrieval.attachments] == ["photos/p2.jpg"]
    assert "Amal" not in said_anywhere([one, other])


@pytest.mark.parametrize(
    "data", [b"{", b'{"messages": 3}', b'{"a": 1}', b'{"messages": [{"type": "message", "text": ""}]}']
)
def test_what_is_no_export_is_refused(data: bytes) -> None:
    assert fault(data, "result.json").startswith("in/result.json: is")


STYLES = [
    ("04/03/2024, 10:15 - {}: {}\n25/03/2024, 9:05 - {}: {}\n", (3, 4), (3, 25)),
    ("3/4/24, 10:15\u202fAM - {}: {}\n3/25/24, 1:15\u202fPM - {}: {}\n", (3, 4), (3, 25)),
    ("[04/03/2024, 10:15:32] {}: {}\n[25/03/2024, 10:15:32] {}: {}\n", (3, 4), (3, 25)),
    ("\u200e[04.03.24, 10:15:32] {}: {}\n\u200e[05.03.24, 10:15:32] {}: {}\n", (3, 4), (3, 5)),
    ("2024-03-04, 10:15 - {}: {}\n2024-03-05, 10:15 - {}: {}\n", (3, 4), (3, 5)),
    ("4/3/24 10:15 p. m. - {}: {}\n25/3/24 10:15 a. m. - {}: {}\n", (3, 4), (3, 25)),
    ("04/03/2024 à 10:15 - {}: {}\n25/03/2024 à 10:15 - {}: {}\n", (3, 4), (3, 25)),
    ("٤\u200f/٣\u200f/٢٠٢٤، ١٠:١٥ م - {}: {}\n٢٥\u200f/٣\u200f/٢٠٢٤، ١٠:١٥ ص - {}: {}\n", (3, 4), (3, 25)),
    # Told by the order of the messages alone.
    ("03/04/2024, 10:15 - {}: {}\n01/05/2024, 10:15 - {}: {}\n", (4, 3), (5, 1)),
]


@pytest.mark.parametrize(("style", "first", "second"), STYLES)
def test_whatsapp_is_read_in_every_style_of_day(style: str, first: tuple[int, int], second: tuple[int, int]) -> None:
    data = style.format("+963 944 000 111", f"{FIRST}\nmore: {ARABIC}", "Basim Ç 😔", SECOND).encode()
    one, other = opened(data, "WhatsApp Chat.txt")
    assert (one.report.text, other.report.text) == (f"{FIRST}\nmore: {ARABIC}", SECOND)
    assert one.report.published == datetime.date(2024, *first)
    assert other.report.published == datetime.date(2024, *second)
    assert one.report.source != other.report.source
    assert [name for name in NAMES if name in said_anywhere([one, other])] == []


def test_days_that_could_be_two_have_none() -> None:
    data = f"04/03/2024, 10:15 - A: {FIRST}\n05/04/2024, 10:16 - A: {SECOND}\n".encode()
    one, other = opened(data, "chat.txt")
    assert (one.report.published, other.report.published) == (None, None)
    assert "may be day/month or month/day" in one.report.warnings[0]
    (given, _) = opened(data, "chat.txt", Opening(published=datetime.date(2024, 3, 4)))
    assert given.report.published == datetime.date(2024, 3, 4)


def test_files_and_what_the_program_says_are_no_text() -> None:
    data = (
        "13/03/2024, 10:15 - Messages and calls are end-to-end encrypted.\n"
        f"13/03/2024, 10:16 - A: IMG-1.jpg (file attached)\n{FIRST}\n"
        f"13/03/2024, 10:17 - A: <Media omitted>\n13/03/2024, 10:18 - B: {SECOND}\n"
        "13/03/2024, 10:18 - B: \u200e<attached: 0002-AUDIO.opus>\n"
    )
    one, other = opened(data.encode(), "chat.txt")
    assert (one.report.text, other.report.text) == (FIRST, SECOND)
    assert [file.name for file in one.retrieval.attachments] == ["IMG-1.jpg"]
    assert [file.name for file in other.retrieval.attachments] == ["0002-AUDIO.opus"]


def test_a_text_that_is_no_chat_stays_a_text() -> None:
    stamped = f"04/03/2024, 10:15 - Halven: {FIRST}"
    assert format_of(stamped.encode(), name="a.txt").name == "whatsapp"
    for text in (
        f"\n{stamped}",
        f"The file begins with %PDF-1.7. {FIRST}",
        FIRST,
        f"4 March 2024 - Halven: {FIRST}",
        f"title: 04/03/2024, 10:15 - A: x\n\n{FIRST}",
    ):
        assert format_of(text.encode(), name="a.txt").name == "text"


def test_a_chat_without_text_says_so() -> None:
    assert "a chat without a message that has text" in fault(b"13/03/2024, 10:15 - A: <Media omitted>\n", "chat.txt")
