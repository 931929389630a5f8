"""The words and sentences of a text. In: a text; out: an Outline of tokens and sentences, as offsets; no claim."""

from masudi.language.outline import Outline, Token, outline

__all__ = ["Outline", "Token", "outline"]
