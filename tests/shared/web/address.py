"""Serve an app on a free port of this machine while a browser looks at it."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from threading import Thread
from typing import Any

from flask import Flask
from werkzeug.serving import make_server
from werkzeug.wsgi import ClosingIterator


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """The address at which the app answers."""
    server = make_server("127.0.0.1", 0, _closes_dropped(app), threaded=True)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def _closes_dropped(app: Flask) -> Callable[..., Iterable[bytes]]:
    """Close each answer when the server lets go of it: this server doesn't when the browser went away meanwhile."""

    def serve(environ: dict[str, Any], start: Callable[..., Any]) -> Iterator[bytes]:
        with closing(ClosingIterator(app(environ, start))) as answer:
            yield from answer

    return serve
