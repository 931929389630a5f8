"""Addresses of the web, checked and written in one way before anything is done with them."""

from __future__ import annotations

import re
from urllib.parse import quote, urljoin, urlsplit

from masudi.errors import FetchError

_SCHEMES = {"http": 80, "https": 443}
# What web servers listen on; whatever listens elsewhere is likely no web server.
_PORTS = frozenset((80, 443, 8000, 8080, 8443))
_LONGEST = 8000
_START = re.compile(r"https?://", re.IGNORECASE)
_UNWANTED = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029\\]")
# What may stand in a path or query as it is (RFC 3986); a percent sign begins what is escaped already.
_AS_IT_IS = "%/:@!$&'()*+,;=~-._"
_HOST = re.compile(r"[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?")


def is_url(words: str) -> bool:
    """Whether words are meant as an address of the web, right or wrong, and not as the name of a file."""
    return _START.match(words) is not None


def as_url(words: str, *, base: str | None = None) -> str:
    """The address in its plain form: ASCII, host in lower case, no fragment; taken relative to `base` where given.

    FetchError for anything but http and https, for user names and passwords, blanks and control characters, and for
    hosts and ports that cannot be right.
    """
    if base is not None:
        _require(words)
        try:
            words = urljoin(base, words)
        except ValueError:
            raise FetchError(words, "is no address that can be read") from None
    _require(words)
    try:
        parts = urlsplit(words)
        port = parts.port
    except ValueError:
        raise FetchError(words, "is no address that can be read: check it") from None
    if parts.scheme not in _SCHEMES:
        raise FetchError(words, "is no address of the web: it has to begin with http:// or https://")
    if "@" in parts.netloc:
        raise FetchError(_without_userinfo(words), "has a user name or a password in it: leave them out")
    host = _host(parts.hostname or "", words)
    path = quote(parts.path, safe=_AS_IT_IS) or "/"
    query = f"?{quote(parts.query, safe=_AS_IT_IS + '?')}" if parts.query else ""
    number = f":{port}" if port not in (None, _SCHEMES[parts.scheme]) else ""
    return f"{parts.scheme}://{host}{number}{path}{query}"


def _require(words: str) -> None:
    where = _without_userinfo(words)
    if len(words) > _LONGEST:
        raise FetchError(where[:100] + "…", f"is longer than {_LONGEST:,} characters")
    if _UNWANTED.search(words):
        raise FetchError(where, "has a blank, a backslash or a control character in it: write %20 for a blank")


def _host(name: str, where: str) -> str:
    if ":" in name:
        # An IPv6 address; whether it is one is seen when it is connected to.
        if re.fullmatch(r"[0-9a-f:.]+", name) is None:
            raise FetchError(where, "has a host that is no address")
        return f"[{name}]"
    name = name.removesuffix(".")
    if not name.isascii():
        import idna

        try:
            name = idna.encode(name, uts46=True).decode("ascii")
        except (idna.IDNAError, UnicodeError):
            raise FetchError(where, "has a host that is no name") from None
    name = name.lower()
    if len(name) > 253 or _HOST.fullmatch(name) is None:
        raise FetchError(where, "has no host, or one that is no name")
    return name


def _without_userinfo(words: str) -> str:
    """The address for a message, where nobody is to read a password."""
    return re.sub(r"//[^/?#]*@", "//…@", words, count=1)


def host_of(url: str) -> str:
    """Scheme, host and port of an address in its plain form ("https://monitor.example"): whom requests trouble."""
    return "/".join(url.split("/", 3)[:3])


def parts_of(url: str) -> tuple[str, str, int, str]:
    """Scheme, host (an IPv6 address without brackets), port, and path with query of an address in its plain form."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    return parts.scheme, host, parts.port or _SCHEMES[parts.scheme], url[len(host_of(url)) :]


def common(port: int) -> bool:
    """Whether web servers listen on a port."""
    return port in _PORTS
