"""A record store on this machine, which keeps what it is told and answers as a test wants."""

import base64
import json
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit


@dataclass
class Store:
    """A record store that runs: what it holds by number, and what it answers next."""

    url: str = ""
    answers: list = field(default_factory=list)
    held: dict = field(default_factory=dict)
    n_asked: int = 0


@contextmanager
def running():
    store = Store()

    class Answers(BaseHTTPRequestHandler):
        def do_PUT(self):
            parts = urlsplit(self.path)
            told = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            store.n_asked += 1
            status = store.answers.pop(0) if store.answers else 204
            secret = base64.b64encode(b"key:secret").decode()
            if (
                parts.path != "/xapi/statements"
                or self.headers["Authorization"] != f"Basic {secret}"
                or self.headers["X-Experience-API-Version"] != "1.0.3"
            ):
                status = 401
            if status == 204:
                store.held.setdefault(parse_qs(parts.query)["statementId"][0], told)
            self.send_response(status)
            self.end_headers()

        def log_message(self, *words):
            """What came in is kept in the store."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    store.url = f"http://127.0.0.1:{server.server_port}/xapi"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield store
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
