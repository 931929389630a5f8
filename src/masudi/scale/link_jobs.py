"""What a worker does to link the claims of an output into incidents, one job at a time.

Four steps, each of jobs that know nothing of each other: `tell` boils down what the reports of one part say and files
it by windows of time; `compare` looks in some windows (claims at a border lie in both) for what may be one incident;
`members` files what a part tells by the components that the links form, and `group` makes the incidents of some of
these. Between them stand files of the output's own folder.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, cached_property
from typing import Any

import msgspec

from masudi.corroborate import (
    Gist,
    Print,
    Signature,
    bands,
    blocks_of,
    cluster,
    gists_of,
    name_groups,
    scored,
    show,
    signature,
)
from masudi.corroborate.blocks import candidates, shared
from masudi.corroborate.rules import load_rules
from masudi.domain import Claim
from masudi.domain.case import of_case
from masudi.domain.incident import Link
from masudi.pipeline.relink import alignments
from masudi.scale.folder import Folder
from masudi.scale.link_files import (
    BANDS,
    GISTS,
    HOMES,
    INCIDENTS,
    LINKS,
    MEMBERS,
    PRINTED,
    SIGNED,
    TOLD,
    Prints,
    by,
    files_by_part,
    incident_row,
    parts,
    rows,
    save,
)
from masudi.scale.tables import month_of
from masudi.scale.windows import jobs_of


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """One job: `step` of it, and the name of the part or bucket that it is about.

    `cuts` is into how many buckets is filed what no part has for itself.
    """

    step: str
    name: str
    cuts: int = 1


class Linker:
    """A worker that links; what knowledge it takes is loaded once."""

    def __init__(self, output: str) -> None:
        self._out, self._rules = Folder(output), load_rules()
        self._steps: dict[str, Callable[[Job], None]] = {
            "tell": self._tell,
            "compare": self._compare,
            "members": self._members,
            "group": self._group,
        }

    def run(self, job: Job) -> None:
        """Do one job; done twice, it writes the same files."""
        self._steps[job.step](job)

    # What the reports of one part say

    def _tell(self, job: Job) -> None:
        told = [msgspec.structs.replace(claim, sha256_text=report) for report, claim in self._claims(job.name)]
        filed: dict[int, list[dict[str, Any]]] = defaultdict(list)
        all_ = []
        for gist in gists_of(told, rules=self._rules):
            row = {"id": gist.id, "body": msgspec.msgpack.encode(gist)}
            all_.append(row)
            keys = sorted(blocks_of(gist, self._rules))
            for bucket in jobs_of(keys, self._rules, job.cuts):
                filed[bucket].append(row | {"keys": keys})
        save(self._out, by("gists", "all", job.name), all_, GISTS)
        for bucket, its in filed.items():
            save(self._out, by("told", str(bucket), job.name), its, TOLD)
        self._sign(job)

    def _claims(self, part: str) -> Iterator[tuple[str, Claim]]:
        """The claims of a part of the output, with the ids that they have in any case, and their reports' ids."""
        for row in rows(self._out, self._files("claims", part), ["report", "claim"]):
            yield row["report"], of_case(row["report"], msgspec.json.decode(row["claim"], type=Claim))

    def _files(self, what: str, part: str) -> Sequence[str]:
        """The files that a part has in a table of the output."""
        return self._tables[what].get(part, ())

    @cached_property
    def _tables(self) -> Mapping[str, Mapping[str, list[str]]]:
        """The files of the output's tables by part; listed once, for that goes through every month."""
        return {what: files_by_part(self._out, what) for what in ("claims", "reports")}

    def _sign(self, job: Job) -> None:
        """The signatures of a part's reports, and under which keys those that are alike meet."""
        signed, filed = [], defaultdict[int, list[dict[str, Any]]](list)
        columns = ["id", "text", "publisher", "published", "sha256_text"]
        for row in rows(self._out, self._files("reports", job.name), columns):
            mine = signature(row["id"], row["text"], row["publisher"])
            signed.append(
                {name: row[name] for name in columns if name != "text"} | {"body": msgspec.msgpack.encode(mine)}
            )
            for key in bands(mine):
                filed[key % job.cuts].append({"key": key, "id": row["id"]})
        save(self._out, by("signed", "all", job.name), signed, SIGNED)
        for bucket, its in filed.items():
            save(self._out, by("bands", str(bucket), job.name), its, BANDS)

    # What may be one incident

    def _compare(self, job: Job) -> None:
        found: dict[str, Gist] = {}
        keys: dict[str, frozenset[str]] = {}
        for row in rows(self._out, parts(self._out, "told", job.name), None):
            found[row["id"]] = _gist(row["body"])
            keys[row["id"]] = frozenset(row["keys"])

        @cache
        def ours(block: str) -> bool:
            return int(job.name) in jobs_of([block], self._rules, job.cuts)

        made = [
            {"one": link.one, "other": link.other, "score": link.score}
            for link in scored(found, _pairs(found, keys, ours), self._rules)
        ]
        save(self._out, by("links", "all", job.name), made, LINKS)

    # Incidents

    def _members(self, job: Job) -> None:
        """File what a part tells by the component that it is of."""
        claims = {claim.id: msgspec.msgpack.encode(claim) for _, claim in self._claims(job.name)}
        filed: dict[int, list[dict[str, Any]]] = defaultdict(list)
        for row in rows(self._out, [by("gists", "all", job.name)], None):
            home = self._homes.get(row["id"], row["id"])
            its = [claims[one] for one in _gist(row["body"]).claims]
            filed[bucket_of(home, job.cuts)].append(row | {"claims": its})
        for bucket, some in filed.items():
            save(self._out, by("members", str(bucket), job.name), some, MEMBERS)

    @cached_property
    def _homes(self) -> Mapping[str, str]:
        """The component of each gist that is in one with others, by the id of its first."""
        return {row["id"]: row["home"] for row in rows(self._out, [HOMES], None)}

    @cached_property
    def _prints(self) -> Mapping[str, Print]:
        data = self._out.read(PRINTED) or b"{}"
        return msgspec.json.decode(data, type=Prints)

    def _group(self, job: Job) -> None:
        gists: dict[str, Gist] = {}
        claims: dict[str, Claim] = {}
        for row in rows(self._out, parts(self._out, "members", job.name), None):
            gists[row["id"]] = _gist(row["body"])
            for body in row["claims"]:
                claim = _claim(body)
                claims[claim.id] = claim
        links = [Link(**row) for row in rows(self._out, parts(self._out, "homed", job.name), ["one", "other", "score"])]
        made: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for group in name_groups(cluster(gists.values(), links, rules=self._rules)):
            one = show(
                group,
                [claims[id_] for id_ in group.claims],
                alignments=alignments(),
                reprints=self._prints,
                rules=self._rules,
            )
            made[month_of(one.from_)].append(incident_row(one))
        for month, its in made.items():
            name = f"incidents/month={month}/part-{int(job.name):06}.parquet"
            save(self._out, name, its, INCIDENTS)


_gist = msgspec.msgpack.Decoder(Gist).decode
_claim = msgspec.msgpack.Decoder(Claim).decode
signed_body = msgspec.msgpack.Decoder(Signature).decode


def bucket_of(home: str, buckets: int) -> int:
    """In which bucket a component is."""
    return int.from_bytes(hashlib.blake2b(home.encode(), digest_size=8).digest()) % buckets


def _pairs(
    found: Mapping[str, Gist], keys: Mapping[str, frozenset[str]], ours: Callable[[str], bool]
) -> Iterator[tuple[str, str]]:
    """The pairs that are to be compared here, each once.

    Two may meet in several jobs: the first of the blocks that they share says in which they are compared.
    """
    # In order, so that a job that is done twice writes the same file.
    here = {id_: [key for key in its if ours(key)] for id_, its in keys.items()}
    for one, other in sorted(candidates(found, here)):
        if ours(min(shared(keys[one], keys[other]))):
            yield one, other
