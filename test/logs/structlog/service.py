"""Coupons: reads what is left, waits, writes. The result is the event alone, and the rows have no version."""

import os
import random
import threading
import time
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import structlog

structlog.configure(
    processors=[
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso"),
        structlog.processors.JSONRenderer(),
    ]
)
log = structlog.get_logger()
remaining = {"SPRING10": 12, "WELCOME": 8}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self, status):
        self.send_response(status)
        self.send_header("content-length", "0")
        self.end_headers()

    def do_GET(self):
        log.info("health checked", threads=threading.active_count())
        self.answer(200)

    def do_POST(self):
        coupon = self.path.split("/")[2]
        bound = log.bind(correlation_id=str(uuid.uuid4()), coupon_code=coupon)
        bound.debug("redeem requested")
        before = remaining[coupon]
        if before == 0:
            bound.info("coupon exhausted", remaining_before=before)
            return self.answer(410)
        time.sleep(random.random() * 0.005)
        remaining[coupon] = before - 1
        bound.info("coupon redeemed", remaining_before=before, remaining_after=before - 1)
        return self.answer(200)

    def log_message(self, *_):
        pass


log.info("service started", coupons=len(remaining))
ThreadingHTTPServer(("127.0.0.1", int(os.environ["PORT"])), Handler).serve_forever()
