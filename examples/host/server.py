"""A small server for the application: the standard library's, a thread for each request.

Any other WSGI server will do, with one process and as many threads as you like: the monitor lives in one process.
"""

from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from examples.host.host import Host
from examples.host.web import application


class _Server(ThreadingMixIn, WSGIServer):
    """Serves each request in a thread of its own, and waits for those that are being served when it closes."""


class _Handler(WSGIRequestHandler):
    """Hangs up on who stays silent, and writes no log of who asked for what."""

    timeout = 30

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Write nothing."""


def make_host_server(host: Host, address: str = "127.0.0.1", port: int = 0) -> WSGIServer:
    """Return a server for a host; port 0 is one that is free, found as its `server_port`."""
    return make_server(address, port, application(host), server_class=_Server, handler_class=_Handler)
