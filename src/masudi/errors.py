"""The errors that Masudi raises: each says what was wrong, where, and what to do about it."""

from __future__ import annotations


class MasudiError(Exception):
    """Anything that went wrong in a way that the user can act on."""


class ReportError(MasudiError):
    """A report that could not be read.

    `path` names the file, `line` the line at fault (from 1; None where no line is), `problem` says what is wrong
    and what to do.
    """

    def __init__(self, path: str, problem: str, *, line: int | None = None) -> None:
        self.path, self.problem, self.line = path, problem, line
        super().__init__(f"{path}, line {line}: {problem}" if line else f"{path}: {problem}")


class FetchError(MasudiError):
    """An address of the web from which nothing could be fetched.

    `problem` says why and what to do, `status` is the server's answer where there was one. `passing`: it may be over
    before long, so that trying again makes sense, though not before `wait` seconds where the server says so.
    """

    def __init__(
        self, url: str, problem: str, *, status: int | None = None, passing: bool = False, wait: float | None = None
    ) -> None:
        self.url, self.problem, self.status, self.passing, self.wait = url, problem, status, passing, wait
        super().__init__(f"{url}: {problem}" if url else problem)

    def at(self, url: str) -> FetchError:
        """The same, of this address: who meets a fault far down does not know what was asked for."""
        return FetchError(url, self.problem, status=self.status, passing=self.passing, wait=self.wait)


class KnowledgeError(MasudiError):
    """A data file (ontology, lexicon, actors …) that does not say what its schema asks for."""

    def __init__(self, path: str, problem: str, *, line: int | None = None) -> None:
        self.path, self.problem, self.line = path, problem, line
        super().__init__(f"{path}, line {line}: {problem}" if line else f"{path}: {problem}")


class UsageError(MasudiError):
    """A call that cannot be carried out as it stands: a path that is not there, options that contradict."""


class KeyFileError(MasudiError):
    """A key file that cannot be used for signing; `path` names it, `problem` says why and what to do."""

    def __init__(self, path: str, problem: str) -> None:
        self.path, self.problem = path, problem
        super().__init__(f"{path}: {problem}")


class DecisionError(MasudiError):
    """A decision that cannot be taken as it stands: a field that is not there, words that the report does not have."""


class CaseError(MasudiError):
    """A case file that cannot be opened, read or written as it stands.

    `where` names the file, or the database without its password; `problem` says what is wrong and what to do.
    """

    def __init__(self, where: str, problem: str) -> None:
        self.where, self.problem = where, problem
        super().__init__(f"{where}: {problem}")


class ConflictError(MasudiError):
    """Somebody else has decided on the same thing meanwhile: who, what (an action), and its number in the log."""

    def __init__(self, person: str, action: str, sequence: int) -> None:
        self.person, self.action, self.sequence = person, action, sequence
        told = f"{person} has decided on this since you looked ({action}, number {sequence})"
        super().__init__(f"{told}: look at it, then decide")
