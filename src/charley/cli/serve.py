"""``charley serve`` and ``charley demo``: the app on this machine, in the browser."""

import multiprocessing
import os
import re
import signal
import socket
import sys
import threading
import time
import urllib.request
import webbrowser
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter, Token

from charley.cli import output
from charley.errors import BadInput, Problem, StorageFault

HOST = "127.0.0.1"
PORT = 8000
THREADS = 4
READY_WITHIN_S = 30.0
STOPS_WITHIN_S = 5
#: Linear algebra keeps large blocks on the stack; the server's own threads have 2 MB by default, and overflow.
STACK_BYTES = 16 * 2**20
#: In the data folder: what the static files there were made from, and the sign that its person is made up.
STAMP = "static.stamp"
MADE_UP = "made-up-person"


def _whole(_type: object, tokens: Sequence[Token]) -> int:
    """A port in plain digits: 8000.5 is not 8000, and other scripts' digits are more likely a slip than meant."""
    written = tokens[0].value
    if not re.fullmatch(r"[0-9]{1,5}", written):
        raise BadInput([Problem("port", f"should be a whole number from 1024 to 65535, not {written}")])
    return int(written)


Port = Annotated[int, Parameter(help="Where to listen, 1024 to 65535.", converter=_whole)]
Data = Annotated[Path | None, Parameter(help="The folder that holds the diary; made where it is missing.")]
Browser = Annotated[bool, Parameter(name="--browser", help="Open the page in the browser, where there is one.")]


def serve(*, port: Port = PORT, data: Data = None, browser: Browser = True) -> int:
    """Open Charley in the browser, with the diary in a folder of your own.

    Example: charley serve --port 8000 --no-browser
    """
    from charley.db.folder import data_folder

    return _open(port, data_folder(data), browser=browser, demo=False)


def demo(*, port: Port = PORT, data: Data = None, browser: Browser = True) -> int:
    """Open Charley with a made-up, clearly labelled sample person. Your own diary is not touched.

    Example: charley demo
    """
    from charley.db.folder import data_folder, database_file

    folder = data_folder(data)
    if data is None:
        folder = folder.with_name(f"{folder.name}-demo")
    elif database_file(folder).exists() and not (folder / MADE_UP).exists():
        raise BadInput([Problem("data", f"{folder} holds a diary that is not made up; choose another folder")])
    return _open(port, folder, browser=browser, demo=True)


def _open(port: int, folder: Path, *, browser: bool, demo: bool) -> int:
    if not 1024 <= port <= 65535:
        raise BadInput([Problem("port", f"should be from 1024 to 65535, not {port}")])
    if _is_taken(port):
        output.errors.print(
            f"Port {port} is in use, perhaps by Charley itself: look at http://{HOST}:{port}/ first. "
            f"Or choose another: charley serve --port {port + 1 if port < 65535 else PORT}",
            markup=False,
        )
        return output.OUR_FAULT
    _prepare(folder, demo=demo)
    address = f"http://{HOST}:{port}/"
    threading.Thread(target=_announce, args=(address, folder, browser), daemon=True).start()
    _run(port)
    return output.DONE


def _is_taken(port: int) -> bool:
    with socket.socket() as probe:
        if sys.platform != "win32":  # there the option means something else
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return True
    return False


def _prepare(folder: Path, *, demo: bool) -> None:
    """Folder, key, tables and static files, so that the server itself only reads settings.

    Raises:
        StorageFault: where the folder or the database cannot be used.
    """
    from charley.db.folder import prepare, secret_key

    secret_key(prepare(folder))
    os.environ["CHARLEY_DATA"] = str(folder)
    if demo:
        (folder / MADE_UP).touch()
    os.environ["CHARLEY_DEMO"] = "1" if (folder / MADE_UP).exists() else "0"
    os.environ["DJANGO_SETTINGS_MODULE"] = "charley.web.settings"

    import django

    django.setup()

    from charley.db.connection import migrate

    migrate()
    if demo:
        _fill_demo()
    _collect_static(folder)


def _fill_demo() -> None:
    """Give the made-up person a diary, once."""
    from datetime import UTC, datetime

    from charley.db.repository import local_person, store_for
    from charley.services.sample import SAMPLE_PROFILE, sample_entries

    now = datetime.now(UTC)
    store = store_for(local_person(made_at=now))
    if not store.count():
        store.append(entries=sample_entries(until=now.date()), received_at=now)
        store.keep_profile(document=SAMPLE_PROFILE, made_at=now)


def _collect_static(folder: Path) -> None:
    """Copy the hashed and compressed static files into the data folder, when they differ from what is there."""
    from django.conf import settings
    from django.core.management import call_command

    sources = sorted(file for place in settings.STATICFILES_DIRS for file in Path(place).rglob("*") if file.is_file())
    wanted = sha256(b"".join(str(file.name).encode() + file.read_bytes() for file in sources)).hexdigest()
    stamp = folder / STAMP
    try:
        if stamp.exists() and stamp.read_text("utf-8") == wanted and Path(settings.STATIC_ROOT).is_dir():
            return
        call_command("collectstatic", verbosity=0, interactive=False, clear=True)
        stamp.write_text(wanted, "utf-8")
    except OSError as fault:
        reason = (fault.strerror or "unknown reason").lower()
        raise StorageFault(
            f"The pages' own files could not be put into {folder} ({reason}). Is the disk full?"
        ) from None


def _run(port: int) -> None:
    """Serve until Ctrl-C, or until the terminal is closed."""
    os.environ["RUST_MIN_STACK"] = str(STACK_BYTES)

    from granian import Granian
    from granian.constants import Interfaces

    from charley.db.folder import data_folder
    from charley.db.secrecy import hand_over

    if multiprocessing.get_start_method() != "fork":
        hand_over(data_folder())

    server = Granian(
        "charley.web.worker:application",
        address=HOST,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=THREADS,
        websockets=False,
        log_enabled=False,
        workers_kill_timeout=STOPS_WITHIN_S,
    )
    if hasattr(signal, "SIGHUP"):  # granian would start its worker anew
        server.on_startup(lambda: signal.signal(signal.SIGHUP, server.signal_handler_interrupt))
    server.serve()


def _announce(address: str, folder: Path, browser: bool) -> None:
    """Say where the page is as soon as it is there, and open it."""
    from charley.db.secrecy import taken_over

    ends = time.monotonic() + READY_WITHIN_S
    while time.monotonic() < ends:
        try:
            with urllib.request.urlopen(f"{address}healthz", timeout=1):  # noqa: S310 our own loopback address
                break
        except OSError:
            time.sleep(0.05)
    else:
        output.errors.print("Charley did not come up in time. Stop it with Ctrl-C and try again.")
        return
    taken_over()  # before a browser is started with this environment
    sys.stdout.write(f"Charley is open at {address}\nYour diary is in {folder}. Ctrl-C stops Charley.\n")
    sys.stdout.flush()
    if browser and _has_screen():
        webbrowser.open(address)


def _has_screen() -> bool:
    """Whether a window could open here; a text browser in the terminal would only get in the way."""
    return sys.platform in ("win32", "darwin") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
