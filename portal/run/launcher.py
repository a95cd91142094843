"""What ./run does: starts the whole portal on one machine, and runs the tests and the checks."""

import http.client
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path

import django
import environ
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import DatabaseError, connection

from portal.run import embedded
from portal.run.children import Busy, CannotStart, Child, end_on_signals, only_one, stop, wait_for
from portal.run.front import front, web
from portal.run.quality import check

PROJECT = Path(__file__).resolve().parents[2]
VAR = PROJECT / "var"
SECRETS, RUNNING = VAR / "secret.env", VAR / "running.env"
OWNER = "OWNER_DATABASE_URL"


def keep(path, values):
    """Write NAME=value lines that only their owner can read."""
    draft = path.with_suffix(".new")
    draft.unlink(missing_ok=True)
    draft.touch(mode=0o600)
    draft.write_text("".join(f"{name}={value}\n" for name, value in values.items()))
    draft.rename(path)


def require_room(folder, megabytes):
    if shutil.disk_usage(folder).free < megabytes * 1_000_000:
        raise CannotStart(f"less than {megabytes} MB are free on the disk that holds {folder}.")


def require_port(port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(port)))
        except (OSError, ValueError, OverflowError):
            raise CannotStart(f"port {port} cannot be had; take another one: PORT=8001 ./run") from None


@contextmanager
def servers(**settings):
    """PostgreSQL and Valkey, unless the environment names others; yields those started here.

    What all parts must know is put into the environment, and for `./run manage` into a file.
    """
    require_room(VAR, 50 if SECRETS.exists() else 500)
    if not SECRETS.exists():
        keep(SECRETS, {"SECRET_KEY": secrets.token_urlsafe(50), "SERVER_PASSWORD": secrets.token_urlsafe(24)})
    environ.Env.read_env(SECRETS)
    RUNNING.unlink(missing_ok=True)
    started = []
    with ExitStack() as stack:
        for name, server in {"DATABASE_URL": embedded.postgres, "REDIS_URL": embedded.valkey}.items():
            if name not in os.environ:
                started.append(stack.enter_context(server(VAR, password=os.environ["SERVER_PASSWORD"])))
                os.environ[name] = started[-1].url
                if name == "DATABASE_URL":
                    os.environ |= two_roles(started[-1].url)
        for name, value in settings.items():
            os.environ.setdefault(name, value)
        known = ("DATABASE_URL", OWNER, "REDIS_URL", *settings)
        keep(RUNNING, {name: os.environ[name] for name in known if name in os.environ})
        yield started


def two_roles(url):
    """What the environment says of a database, given its owner's address: the application is another role."""
    return {OWNER: url, "DATABASE_URL": url.replace("//portal:", "//portal_app:", 1)}


def prepare():
    """Bring the database up to date; fill it if it is empty."""
    if not embedded.valkey_answers(os.environ["REDIS_URL"]):
        raise CannotStart("the server that REDIS_URL names does not answer.")
    django.setup()
    try:
        connection.ensure_connection()
    except DatabaseError as error:
        reason = str(error).splitlines()[0]
        raise CannotStart(f"the server that DATABASE_URL names does not answer: {reason}") from None
    for step in ("messages", "icons", "migrate", "seed", "load_sample"):
        call_command(step, verbosity=0)
    connection.close()
    os.environ.pop(OWNER, None)  # nothing that is started from here on acts as the owner


def page_answers(port):
    visit = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        visit.request("GET", "/healthz")
        return visit.getresponse().status == http.HTTPStatus.OK
    except OSError:
        return False
    finally:
        visit.close()


@contextmanager
def parts(port, mail, folder=VAR):
    """Everything that runs beside the two servers, as children."""
    near = os.path.relpath(folder, PROJECT)  # a socket's address is short
    celery = [sys.executable, "-m", "celery", "-A", "portal"]
    commands = {
        "web": web(f"{near}/web.sock"),
        "front": front(folder / "front", f"127.0.0.1:{port}", f"{near}/web.sock"),
        "worker": [*celery, "worker", "-P", "threads", "-c", "3", "--without-gossip", "--without-mingle"],
        "beat": [*celery, "beat", "--pidfile=", f"--schedule={near}/beat"],
    }
    if os.environ["EMAIL_URL"].endswith(mail):
        mailbox = f"aiosmtpd -n -l {mail} -c aiosmtpd.handlers.Mailbox {near}/mail"
        commands["mail"] = [sys.executable, "-m", *mailbox.split()]
    children = []
    try:
        for name, command in commands.items():
            children.append(Child(command, folder / f"log/{name}.log", cwd=PROJECT))
            if name == "front":  # nobody waits for the others, so they do not compete with these two
                wait_for(children, lambda: page_answers(port))
        yield children
    finally:
        stop(children)


def demo():
    """start the portal with its demo data (PORT=8001 ./run takes another port)"""
    port, mail = os.environ.get("PORT", "8000"), f"127.0.0.1:{embedded.free_port()}"
    settings = {"BASE_URL": f"http://127.0.0.1:{port}", "EMAIL_URL": f"smtp://{mail}"}
    end_on_signals()
    with only_one(VAR):
        require_port(port)
        if not SECRETS.exists():
            print("直通车 makes the database and a year of sample data … 正在准备示例数据……", flush=True)
        with servers(DEMO="true", MEDIA_ROOT=str(VAR / "media"), **settings) as started:
            prepare()
            with parts(port, mail) as children:
                print(f"\n直通车  http://127.0.0.1:{port}/   Ctrl-C ends it 结束\n", flush=True)
                call_command("demo_accounts")
                look_after([*started, *children])


def look_after(children):
    """For good: what has ended is started again, and the terminal hears of it."""
    while True:
        for child in children:
            if child.revive():
                print(f"直通车 starts {child.log.stem} again; why, says {child.log}", flush=True)
        time.sleep(0.5)


def reset():
    """delete the demo data"""
    with only_one(VAR):
        for path in VAR.iterdir():
            if path.is_dir():
                shutil.rmtree(path)
            elif path.name != "lock":
                path.unlink()


def manage(*arguments):
    """run manage.py with the demo's servers, started for the purpose if need be"""
    command = [sys.executable, "manage.py", *arguments]
    signal.signal(signal.SIGINT, lambda *_: None)  # Ctrl-C is for the command
    try:
        with only_one(VAR), servers(DEMO="true", MEDIA_ROOT=str(VAR / "media")):
            return subprocess.call(command)
    except Busy:
        if not RUNNING.exists():
            raise
        environ.Env.read_env(SECRETS)
        environ.Env.read_env(RUNNING)
        return subprocess.call(command)


def bench(what="pages", *arguments):
    """measure pages, sweeps, search and more with many reports; `against COMMIT` beside an older build"""
    return manage("bench", what, *arguments)


def doctor():
    """say in words what is wrong with the portal that runs, and what to do; ends with 1 where anything is"""
    if "DATABASE_URL" not in os.environ and RUNNING.exists():
        environ.Env.read_env(SECRETS)
        environ.Env.read_env(RUNNING)
    return subprocess.call([sys.executable, "manage.py", "doctor"])


ON_ALL_CORES = ("-n", "auto", "--dist", "worksteal")


def test(*arguments):
    """run the tests, all of them on all cores; arguments go to pytest"""
    os.execv(sys.executable, [sys.executable, "-m", "pytest", *(arguments or ON_ALL_CORES)])


def faults(*arguments):
    """kill, freeze and empty parts of the portal and count what arrives; --short takes a few minutes"""
    os.execv(sys.executable, [sys.executable, "-m", "tests.faults", *arguments])


def pictures(*arguments):
    """take the README's pictures from the demo that runs"""
    os.execv(sys.executable, [sys.executable, "-m", "tests.pictures", *arguments])


def measure(*arguments):
    """open each page of each account of the demo that runs, and measure it; ADDRESS ACCOUNT ... take some"""
    os.execv(sys.executable, [sys.executable, "-m", "tests.measure", *arguments])


def usage():
    """show this list"""
    for name, verb in VERBS.items():
        print(f"./run {name:8}{verb.__doc__}")


VERBS = {
    "": demo,
    "test": test,
    "faults": faults,
    "check": check,
    "doctor": doctor,
    "bench": bench,
    "pictures": pictures,
    "measure": measure,
    "manage": manage,
    "reset": reset,
    "help": usage,
}


def main(verb="", *arguments):
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    if verb not in VERBS:
        return f"直通车: there is no ./run {verb}; ./run help lists what there is."
    try:
        return VERBS[verb](*arguments)
    except (CannotStart, OSError, ImproperlyConfigured) as error:
        return f"直通车: {error}"
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
