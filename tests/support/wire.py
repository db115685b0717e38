"""The way from the phone to the server, which can really be cut: a browser's own offline switch is lifted for a moment
at each new page, and that moment is enough for an entry to slip through."""

import contextlib
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit


class Wire:
    """Carries bytes between its own address and the server's until it is cut.

    Attributes:
        address: where the phone finds the server, without the last slash.
    """

    def __init__(self, server: str) -> None:
        parts = urlsplit(server)
        self._server = (parts.hostname, parts.port)
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._whole = True
        self._open_way = threading.Event()
        self._open_way.set()
        self._fatal: tuple[bytes, bool] | None = None
        self._doomed: set[socket.socket] = set()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._listen, daemon=True).start()

    def cut(self) -> None:
        """Break every connection there is and take no new one."""
        with self._lock:
            self._whole = False
            for end in self._open:
                with contextlib.suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)
            self._open.clear()

    def cut_amid(self, words: bytes, *, answered: bool) -> None:
        """Cut when something that holds ``words`` is on its way: halfway there, or, where it is to be answered, when it
        has arrived and the answer is on its way back."""
        self._fatal = (words, answered)

    def mend(self) -> None:
        """Carry again."""
        with self._lock:
            self._whole = True
        self._open_way.set()

    def stall(self) -> None:
        """Take everything and carry nothing, as a bad connection does, until it is mended."""
        self._open_way.clear()

    def close(self) -> None:
        """Cut for good."""
        self.cut()
        self._open_way.set()
        self._listener.close()

    def _listen(self) -> None:
        with contextlib.suppress(OSError):  # the listener was closed
            while True:
                phone, _ = self._listener.accept()
                self._join(phone)

    def _join(self, phone: socket.socket) -> None:
        with self._lock:
            if not self._whole:
                phone.close()
                return
            server = socket.create_connection(self._server)
            self._open |= {phone, server}
        for one, other in ((phone, server), (server, phone)):
            threading.Thread(target=self._carry, args=(one, other), daemon=True).start()

    def _carry(self, one: socket.socket, other: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while piece := one.recv(65536):
                self._open_way.wait()
                if one in self._doomed:
                    self.cut()
                if not self._whole:  # a browser sends anew at once, over another way that is not shut yet
                    break
                other.sendall(self._spoiled(piece, other))
        with self._lock:
            self._open -= {one, other}
        for end in (one, other):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def _spoiled(self, piece: bytes, server: socket.socket) -> bytes:
        """What gets through of a piece that :meth:`cut_amid` waits for."""
        if self._fatal is None or self._fatal[0] not in piece:
            return piece
        answered, self._fatal = self._fatal[1], None
        if answered:
            self._doomed.add(server)
            return piece
        server.sendall(piece[: len(piece) // 2])
        self.cut()
        return b""


@contextmanager
def wire(server: str) -> Iterator[Wire]:
    """A wire to the server at that address, whole at first."""
    made = Wire(server)
    try:
        yield made
    finally:
        made.close()
