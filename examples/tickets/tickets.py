"""Sells tickets over HTTP and keeps them in MariaDB: `tickets.py prepare`, `tickets.py unsafe PORT`, `tickets.py fixed PORT`."""

import json
import os
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pymysql


def connect(database="shop"):
    return pymysql.connect(
        host=os.environ.get("MYSQL_HOST", "127.0.0.1"),
        port=int(os.environ.get("MYSQL_TCP_PORT", "3306")),
        user=os.environ.get("MYSQL_USER", "root"),
        password=os.environ.get("MYSQL_PWD", ""),
        database=database,
        autocommit=True,
    )


def prepare():
    with connect(None) as database, database.cursor() as cursor:
        cursor.execute("CREATE DATABASE IF NOT EXISTS shop")
        cursor.execute("CREATE TABLE IF NOT EXISTS shop.tickets (show_name VARCHAR(40) PRIMARY KEY, free INT) ENGINE=InnoDB")
        cursor.execute("CREATE TABLE IF NOT EXISTS shop.orders (id VARCHAR(80), show_name VARCHAR(40)) ENGINE=InnoDB")
        cursor.execute("REPLACE INTO shop.tickets VALUES ('evening', 1)")


def charge_card():
    time.sleep(0.02)


def sell_unsafe(cursor, order, show):
    cursor.execute("SELECT free FROM tickets WHERE show_name = %s", (show,))
    (free,) = cursor.fetchone()
    if free < 1:
        return 410
    charge_card()
    cursor.execute("UPDATE tickets SET free = %s WHERE show_name = %s", (free - 1, show))
    cursor.execute("INSERT INTO orders VALUES (%s, %s)", (order, show))
    return 201


def sell_fixed(cursor, order, show):
    # Takes the ticket only if there is one: nothing comes between the look and the write.
    if cursor.execute("UPDATE tickets SET free = free - 1 WHERE show_name = %s AND free > 0", (show,)) == 0:
        return 410
    charge_card()
    cursor.execute("INSERT INTO orders VALUES (%s, %s)", (order, show))
    return 201


class Service(BaseHTTPRequestHandler):
    sell = staticmethod(sell_unsafe)

    def do_POST(self):
        order = json.loads(self.rfile.read(int(self.headers["content-length"])))
        with connect() as database, database.cursor() as cursor:
            status = self.sell(cursor, order["order"], order["show"])
        self.send_response(status)
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


if sys.argv[1] == "prepare":
    prepare()
else:
    Service.sell = staticmethod(sell_fixed if sys.argv[1] == "fixed" else sell_unsafe)
    server = ThreadingHTTPServer(("127.0.0.1", int(sys.argv[2])), Service)
    print(f"{sys.argv[1]} tickets on http://127.0.0.1:{server.server_port}", flush=True)
    server.serve_forever()
