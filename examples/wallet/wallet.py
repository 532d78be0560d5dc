"""Pays out of wallets: POST /wallets/ada/withdrawals?amount=80 answers 201, or 409 when the balance is too low.

DATABASE_URL=postgres://… PORT=3000 python3 wallet.py unsafe|fixed
"""
import os
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlparse

import psycopg2

LOCK = " FOR UPDATE" if sys.argv[1:] == ["fixed"] else ""


def withdraw(db, owner, amount):
    """One transaction; without the lock another one may read the same balance before this one has written it."""
    with db, db.cursor() as cursor:
        cursor.execute("SELECT balance FROM wallets WHERE owner = %s" + LOCK, (owner,))
        (balance,) = cursor.fetchone()
        if balance < amount:
            return 409
        cursor.execute("UPDATE wallets SET balance = %s WHERE owner = %s", (balance - amount, owner))
        cursor.execute("INSERT INTO withdrawals (owner, amount) VALUES (%s, %s)", (owner, amount))
        return 201


class Wallets(BaseHTTPRequestHandler):
    def do_POST(self):
        url = urlparse(self.path)
        owner = url.path.split("/")[2]
        amount = int(parse_qs(url.query)["amount"][0])
        db = psycopg2.connect(os.environ["DATABASE_URL"])
        try:
            status = withdraw(db, owner, amount)
        finally:
            db.close()
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        """Requests are not logged."""


ThreadingHTTPServer(("127.0.0.1", int(os.environ.get("PORT", "3000"))), Wallets).serve_forever()
