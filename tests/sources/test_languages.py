"""The language of a report: the header's for short texts, that of the words for long ones, none where none tells."""

from __future__ import annotations

import msgspec
import pytest

from masudi.data import packaged
from masudi.data.languages import language_name, load_languages
from masudi.sources import find_reports, read_report, report_from_text
from masudi.sources.languages import detect, language_of, respoken

ENGLISH = (
    "Raiders stormed the grain mill at Tell Sarw on Monday, the Sarw Monitor said. At least 12 civilians were killed, "
    "and the road to the village has been closed since. The guard said that it would take the mill back."
)
ARABIC = (
    "قصف مسلحون مطحنة الحبوب في تل سرو صباح أمس، وقال مرصد سرو إن اثني عشر مدنيا قتلوا وإن الطريق إلى القرية مغلق. "
)
FRENCH = (
    "Des hommes armés ont pris le moulin de Tell Sarw lundi, selon l'observatoire de Sarw. Douze civils ont été tués "
    "et la route du village est fermée depuis. Les gardes ont dit qu'ils vont reprendre le moulin avant la fin du mois"
    " et que personne ne devait rentrer chez soi avant cela, car les combats pouvaient reprendre à tout moment. "
)
TURKISH = (
    "Silahlı kişiler pazartesi günü Tell Sarw'daki değirmeni ele geçirdi, on iki sivil öldürüldü ve köy yolu kapatıldı."
)
PERSIAN = "افراد مسلح روز دوشنبه آسیاب تل سرو را گرفتند و دوازده غیرنظامی کشته شدند و راه روستا بسته شده است."
RUSSIAN = "Вооружённые люди захватили мельницу в Тель-Сарве в понедельник, двенадцать мирных жителей погибли."


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (ENGLISH, "en"),
        (ARABIC, "ar"),
        (FRENCH, "fr"),
        (TURKISH, "tr"),
        (PERSIAN, "fa"),
        (RUSSIAN, "ru"),
        (ENGLISH.upper(), "en"),
    ],
)
def test_languages_are_told_by_the_words(text: str, code: str) -> None:
    found = detect(text)
    assert found is not None
    assert found.code == code
    report = report_from_text(text)
    assert (report.language, report.unread) == (code, code != "en")


@pytest.mark.parametrize("text", ["Raiders took Sarw.", "Tell Sarw, Halven, Dalgo", "12", "…", "!", "Tell Sarw " * 5])
def test_what_cannot_be_told_is_read(text: str) -> None:
    report = report_from_text(text)
    assert (report.language, report.unread) == (None, False)


@pytest.mark.parametrize(
    ("header", "text", "code", "read"),
    [
        ("ar", "Tell Sarw", "ar", False),
        ("Arabic", "Tell Sarw", "ar", False),
        ("ara", "Tell Sarw", "ar", False),
        ("ar-SY", "Tell Sarw", "ar", False),
        ("en_GB", "Tell Sarw", "en", True),
        ("English", "Tell Sarw", "en", True),
        ("Sarwan", "Tell Sarw", "Sarwan", False),
        ("und", ARABIC, "ar", False),
        # Of a short text the header counts, of a long one the words.
        ("en", "قصف الجيش", "en", True),
        ("en", ARABIC * 4, "ar", False),
        ("en", FRENCH * 2, "fr", False),
        ("fr", ENGLISH * 3, "en", True),
    ],
)
def test_the_header_of_a_short_text_counts(header: str, text: str, code: str, read: bool) -> None:
    spoken = language_of(header, text)
    assert (spoken.code, spoken.read) == (code, read)


def test_a_header_that_is_wrong_is_told() -> None:
    report = report_from_text(f"language: en\n\n{FRENCH * 2}")
    assert report.warnings[0] == "is in English by its header, and in French by its words, which count"
    assert report.warnings[1].startswith("is in French (as far as its words tell), which Masudi does not read")
    assert report_from_text(f"language: en\n\n{ENGLISH * 3}").warnings == ()


def test_no_sample_is_taken_for_another_language() -> None:
    reports = [read_report(str(path)) for path in find_reports(str(packaged("samples")))]
    assert len(reports) == 10
    # Without their headers as well.
    assert all(detect(one.text) is not None for one in reports)
    assert {found.code for one in reports if (found := detect(one.text))} == {"en"}


def test_a_report_of_an_older_case_is_told_anew() -> None:
    report = report_from_text(ARABIC)
    before = msgspec.structs.replace(report, language=None, unread=False)
    assert (respoken(before).language, respoken(before).unread) == ("ar", True)


def test_every_code_and_name_is_of_one_language() -> None:
    names = [name.lower() for one in load_languages().languages for name in (one.code, one.name, *one.also)]
    assert len(names) == len(set(names))
    assert language_name("AR") == "Arabic"
    assert language_name("xx") == "xx"
