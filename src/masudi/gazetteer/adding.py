"""Adding a gazetteer to the user's own, and taking one out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from masudi.data import own_folder, own_name, remove_own, show, write_whole
from masudi.errors import KnowledgeError
from masudi.gazetteer.drafts import Draft, Fault, full_id, load_imports, made_id
from masudi.gazetteer.files import Format, open_gazetteer
from masudi.gazetteer.geojson import read_geojson
from masudi.gazetteer.geonames_dump import read_geonames
from masudi.gazetteer.ocha import read_ocha
from masudi.gazetteer.own_table import read_own_table
from masudi.resolve.local_places import area_of, load_local_places
from masudi.resolve.place_checks import distance_problem, faults_of, first_faults, nesting_faults, nesting_problem
from masudi.resolve.place_rules import PlaceRules, load_place_rules
from masudi.resolve.place_table import SiteEntry
from masudi.resolve.sites import Site
from masudi.resolve.user_places import UserGazetteer, load_user_gazetteers

_WHAT = "gazetteer"


class Added(msgspec.Struct, frozen=True, kw_only=True):
    """What came of adding a file: `sites` are stored unless `refused`; `faults` are the rows that were not taken."""

    name: str
    format: Format
    sites: tuple[Site, ...]
    faults: tuple[KnowledgeError, ...]
    replaced: bool
    refused: bool


def add_gazetteer(
    path: Path,
    *,
    name: str | None = None,
    source: str | None = None,
    country: str | None = None,
    skip_faulty: bool = False,
    folder: Path | None = None,
) -> Added:
    """Check the gazetteer in `path` and store it under `name` (else the file's), replacing one of that name.

    `source` and `country` hold for rows that say none. With a fault in any row nothing is stored, unless
    `skip_faulty`. Raises KnowledgeError where the file as a whole cannot be read, UsageError for a wrong name.
    """
    name = own_name(path, name, _WHAT)
    folder = own_folder("gazetteers") if folder is None else folder
    rules = load_place_rules()
    format_, text = open_gazetteer(path)
    entries: list[SiteEntry] = []
    faults: list[KnowledgeError] = []
    for draft in _read(path, format_, text, rules):
        found = draft if isinstance(draft, Fault) else _entry(draft, name, path, source, country, rules)
        if isinstance(found, Fault):
            faults.append(KnowledgeError(str(path), found.problem, line=found.line))
        else:
            entries.append(found)
    others = {site.id: site for one in load_user_gazetteers(folder) if one.name != name for site in one.sites}
    known = {**load_local_places().sites, **others}
    entries = _fitted(entries, format_, known, rules)
    sites, more = _checked(entries, known, rules, nested=format_ in ("csv", "geojson"))
    faults.extend(more)
    faults = [_numbered(fault, format_) for fault in sorted(faults, key=lambda fault: fault.line or 0)]
    refused = bool(faults and not skip_faulty) or not sites
    replaced = (folder / f"{name}.json").exists()
    if not refused:
        kept = {site.id for site in sites}
        common = {entry.site.id: entry.common for entry in entries if entry.common and entry.site.id in kept}
        stored = UserGazetteer(name=name, file=str(path), sites=sites, common=common)
        write_whole(folder / f"{name}.json", msgspec.json.encode(stored))
    return Added(name=name, format=format_, sites=sites, faults=tuple(faults), replaced=replaced, refused=refused)


def _numbered(fault: KnowledgeError, format_: Format) -> KnowledgeError:
    """A fault of a file that has features in place of lines says so."""
    if format_ != "geojson" or fault.line is None:
        return fault
    return KnowledgeError(fault.path, f"feature {fault.line}: {fault.problem}")


def remove_gazetteer(name: str, folder: Path | None = None) -> None:
    """Take a gazetteer out; UsageError where there is none of that name."""
    remove_own(own_folder("gazetteers") if folder is None else folder, name, ".json", _WHAT)


def _read(path: Path, format_: Format, text: str, rules: PlaceRules) -> Iterator[Draft | Fault]:
    imports = load_imports()
    if format_ == "geonames":
        return read_geonames(text, imports)
    if format_ == "geojson":
        return read_geojson(text, imports, rules)
    if format_ == "ocha":
        return read_ocha(text, imports, rules)
    return read_own_table(path, text)


def _entry(
    draft: Draft, name: str, path: Path, source: str | None, country: str | None, rules: PlaceRules
) -> SiteEntry | Fault:
    ident = full_id(draft.id, name) if draft.id else made_id(draft, name)
    within = full_id(draft.within, name)
    for field, given, full in (("id", draft.id, ident), ("within", draft.within, within)):
        if given and full is None:
            return Fault(draft.line, f"field {field!r}: {show(given)} is no id: use letters, digits and - _ . / @")
    if not (draft.source or source):
        return Fault(draft.line, "field 'source' is empty: say where this place can be looked up, or give --source")
    kind = rules.kinds.get(draft.kind)
    usual = "within_parent" if draft.lat is None else kind.precision if kind else "village"
    site = Site(
        id=ident or "",
        name=draft.name,
        names=draft.names,
        kind=draft.kind,
        country=draft.country or country,
        within=within,
        lat=draft.lat,
        lon=draft.lon,
        precision=draft.precision or usual,
        population=max(draft.population, 0),
        source=draft.source or source,
    )
    return SiteEntry(site, draft.common, str(path), draft.line or 0)


def _fitted(
    entries: Sequence[SiteEntry], format_: Format, known: Mapping[str, Site], rules: PlaceRules
) -> list[SiteEntry]:
    """The entries, those of GeoNames without a division that they do not lie in: its codes are often a border off."""
    if format_ != "geonames":
        return list(entries)
    sites = {**known, **{entry.site.id: entry.site for entry in entries}}
    return [
        entry._replace(site=msgspec.structs.replace(entry.site, within=None))
        if nesting_problem(entry.site, sites) or distance_problem(entry.site, sites, rules)
        else entry
        for entry in entries
    ]


def _checked(
    entries: Sequence[SiteEntry], known: Mapping[str, Site], rules: PlaceRules, *, nested: bool
) -> tuple[tuple[Site, ...], list[KnowledgeError]]:
    """The sites that pass every check, and what is wrong with the others."""
    faults = [
        KnowledgeError(entry.path, problem, line=entry.line) for entry in entries for problem in faults_of(entry, rules)
    ]
    faults.extend(first_faults(entries))
    kept = _without(entries, faults)
    mine = {entry.site.id for entry in entries}
    # Taking an entry out can leave others within something that is not there any more.
    while True:
        sites = {**known, **{entry.site.id: entry.site for entry in kept}}
        wrong = [
            KnowledgeError(entry.path, f"field 'within': {show(entry.site.within or '')} is at fault", line=entry.line)
            for entry in kept
            if entry.site.within in mine and entry.site.within not in sites
        ] or list(_nesting(kept, sites, rules, nested=nested))
        if not wrong:
            break
        faults.extend(wrong)
        kept = _without(kept, wrong)
    return tuple(msgspec.structs.replace(entry.site, area=area_of(entry.site, sites)) for entry in kept), faults


def _nesting(
    entries: Iterable[SiteEntry], sites: Mapping[str, Site], rules: PlaceRules, *, nested: bool
) -> Iterator[KnowledgeError]:
    # What lies within an entry of the world's gazetteer, which is not at hand here, is taken at its word.
    mine = [one for one in entries if one.site.within in sites or not (one.site.within or "").startswith("geonames:")]
    if nested:
        yield from nesting_faults(mine, sites, rules)
        return
    for entry in mine:
        if problem := nesting_problem(entry.site, sites):
            yield KnowledgeError(entry.path, f"field 'within': {problem}", line=entry.line)


def _without(entries: Sequence[SiteEntry], faults: Iterable[KnowledgeError]) -> list[SiteEntry]:
    lines = {fault.line for fault in faults}
    return [entry for entry in entries if entry.line not in lines]
