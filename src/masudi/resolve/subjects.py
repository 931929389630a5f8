"""Whether a party is the subject of its sentence: what a pronoun after it most likely means.

Cheap cues, for want of a parser: a verb follows within two words, and neither a preposition nor a verb stands before.
"""

from __future__ import annotations

from masudi.resolve.report_lexicon import ReportLexicon
from masudi.resolve.words import Words

# "The organization also made": so many words may stand up to the verb, and so many with another party between them.
_REACH, _JOINED_REACH = 2, 5


def is_subject(words: Words, lexicon: ReportLexicon, start: int, end: int) -> bool:
    """Whether the party of words `start` to `end` is a subject, as far as the words around it tell."""
    if _is_governed(words, lexicon, start):
        return False
    after = lexicon.single(words.folds[end]) if end < len(words) else None
    reach = _JOINED_REACH if after is not None and after.joiner else _REACH
    # "The NAME, a rebel group, might": an apposition ends with a comma before the verb.
    if end < len(words) and words.text[words.ends[end - 1] : words.starts[end]] == ", " and lexicon.is_verb(end):
        return True
    for at in range(end, min(end + reach, len(words))):
        if not words.joined[at]:
            return False
        if lexicon.is_verb(at):
            return True
    return False


def _is_governed(words: Words, lexicon: ReportLexicon, start: int) -> bool:
    """Whether a preposition or a verb stands before the party, an article and the like left out."""
    at = start
    while at > 0 and words.joined[at]:
        sense = lexicon.single(words.folds[at - 1])
        if sense is None or not (sense.determiner or sense.count or sense.inner or sense.before):
            return sense is not None and (sense.governs or sense.inside or sense.toward)
        at -= 1
    return False
