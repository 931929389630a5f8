"""A PostgreSQL server of the tests' own: in a folder of its own, reached by a socket in it, gone afterwards."""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

# Nothing has to outlive the tests.
_HASTY = ("fsync=off", "full_page_writes=off")


class Server:
    """A server that runs; its superuser is `masudi`, and everybody has to give a password."""

    def __init__(self, folder: Path, password: str) -> None:
        self.folder, self.password = folder, password

    def address(self, database: str, password: str | None = None) -> str:
        """The address of a database as `--case` takes it."""
        return f"postgresql://masudi:{password or self.password}@/{database}?host={self.folder}"

    def run(self, statement: str) -> None:
        """Run a statement that no transaction may hold, such as CREATE DATABASE."""
        with psycopg.connect(self.address("postgres"), autocommit=True) as connection:
            connection.execute(statement)

    def database(self, template: str = "template0") -> str:
        """The address of a new database, copied from a template."""
        name = f"case_{secrets.token_hex(6)}"
        self.run(f"CREATE DATABASE {name} TEMPLATE {template}")
        return self.address(name)


def programs() -> Path | None:
    """The folder with initdb and postgres; None where no PostgreSQL is installed."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda one: float(one.parent.name), reverse=True)
    for folder in folders:
        if (folder / "initdb").exists():
            return folder
    found = shutil.which("initdb")
    return Path(found).parent if found and shutil.which("postgres") else None


@contextmanager
def running(*, hasty: bool = True) -> Iterator[Server | None]:
    """A server while the block runs; None where no PostgreSQL is installed. `hasty`, it never waits for the disk."""
    bin_ = programs()
    if bin_ is None:
        yield None
        return
    # A socket's path may have a hundred characters, and the folders of pytest are deep, and closed to other users.
    folder = Path(tempfile.mkdtemp(prefix="masudi-pg-"))
    try:
        server = Server(folder, secrets.token_hex(8))
        (folder / "password").write_text(server.password)
        user = _unprivileged(folder)
        data = folder / "data"
        log = (folder / "log").open("wb")
        init = ["--username=masudi", "--auth=scram-sha-256", f"--pwfile={folder / 'password'}", "--no-sync"]
        init += ["--encoding=UTF8", "--locale=C.UTF-8", f"--pgdata={data}"]
        subprocess.run([str(bin_ / "initdb"), *init], check=True, user=user, stdout=log, stderr=log, cwd=folder)
        settings = [word for one in (*(_HASTY if hasty else ()), "listen_addresses=") for word in ("-c", one)]
        command = [str(bin_ / "postgres"), "-D", str(data), "-k", str(folder), *settings]
        with subprocess.Popen(command, user=user, stdout=log, stderr=log, cwd=folder) as process:
            try:
                ready = [str(bin_ / "pg_isready"), "--quiet", "-h", str(folder)]
                while subprocess.run(ready).returncode and process.poll() is None:
                    time.sleep(0.05)
                if process.poll() is not None:
                    raise RuntimeError(f"PostgreSQL did not start: {(folder / 'log').read_text()}")
                yield server
            finally:
                process.send_signal(3)  # SIGQUIT: at once
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _unprivileged(folder: Path) -> str | None:
    """Whom the server runs as: PostgreSQL refuses root. The folder is then that user's."""
    if os.geteuid() != 0:
        return None
    import pwd

    names = {one.pw_name for one in pwd.getpwall()}
    user = "postgres" if "postgres" in names else "nobody"
    for path in (folder, *folder.iterdir()):
        shutil.chown(path, user)
    return user
