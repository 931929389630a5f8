"""The workbench: a case in the browser. In: an open `Case` and who may use it; out: an application (ASGI), or a server.

Each page is a URL, and has the same data at the same URL with `.json`. Pages are made on the server; scripts only make
them quicker to use. Nothing is loaded from elsewhere. FastAPI and uvicorn are imported when a server is made, never by
reading alone.
"""

from masudi.web.access import Person, Visitors
from masudi.web.app import create_app
from masudi.web.boards import LARGE
from masudi.web.guard import is_loopback
from masudi.web.serving import serve
from masudi.web.tiles import tiles_at

__all__ = ["LARGE", "Person", "Visitors", "create_app", "is_loopback", "serve", "tiles_at"]
