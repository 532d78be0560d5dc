"""A food box: reads the product, packs it, writes it. Logger: loguru with serialize=True."""

import itertools
import os
import random
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from loguru import logger

logger.remove()
logger.add(sys.stdout, serialize=True)
boxes = {"veg-box": (10, 51), "fish-box": (6, 18)}
numbers = itertools.count(7001)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self, status):
        self.send_response(status)
        self.send_header("content-length", "0")
        self.end_headers()

    def do_GET(self):
        logger.debug("health")
        self.answer(200)

    def do_POST(self):
        _, _, product, count = self.path.split("/")
        order = logger.bind(order_id=f"ord_{next(numbers)}", product=product, count=int(count))
        left, v = boxes[product]
        if left < int(count):
            order.bind(verdict="refused", v_read=v).info("packed")
            return self.answer(410)
        time.sleep(random.random() * 0.006)
        boxes[product] = (left - int(count), v + 1)
        order.bind(verdict="packed", v_read=v, v_written=v + 1).info("packed")
        return self.answer(200)

    def log_message(self, *_):
        pass


logger.info("box service up")
ThreadingHTTPServer(("127.0.0.1", int(os.environ["PORT"])), Handler).serve_forever()
