"""One raffle: reads the tickets left, waits, writes. There is one stock, so no line names it. Logger: python-json-logger."""

import logging
import os
import random
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from pythonjsonlogger.json import JsonFormatter

handler = logging.StreamHandler(sys.stdout)
handler.setFormatter(JsonFormatter("%(asctime)s %(levelname)s %(name)s %(process)d %(message)s"))
logging.basicConfig(level=logging.INFO, handlers=[handler])
log = logging.getLogger("raffle")
stock = (20, 5)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self, status):
        self.send_response(status)
        self.send_header("content-length", "0")
        self.end_headers()

    def do_GET(self):
        log.info("health", extra={"env": "prod"})
        self.answer(200)

    def do_POST(self):
        global stock
        began = time.monotonic()
        left, before = stock
        fields = {"env": "prod", "trace_id": os.urandom(8).hex(), "version_before": before}
        if left == 0:
            log.info("draw", extra=fields | {"outcome": "none_left", "duration_ms": (time.monotonic() - began) * 1e3})
            return self.answer(410)
        time.sleep(random.random() * 0.006)
        stock = (left - 1, before + 1)
        duration_ms = (time.monotonic() - began) * 1e3
        log.info("draw", extra=fields | {"outcome": "drawn", "version_after": before + 1, "duration_ms": duration_ms})
        return self.answer(200)

    def log_message(self, *_):
        pass


log.info("raffle open", extra={"env": "prod", "port": int(os.environ["PORT"])})
ThreadingHTTPServer(("127.0.0.1", int(os.environ["PORT"])), Handler).serve_forever()
