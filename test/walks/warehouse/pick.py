"""Picks orders from a warehouse; the stock is in SQLite. Usage: pick.py unsafe|fixed"""
import json
import logging
import sqlite3
import sys
import threading
import time

SAFE = sys.argv[1] == "fixed"


class JsonLines(logging.Formatter):
    def format(self, record):
        said = {"ts": round(record.created, 6), "level": record.levelname, "thread": record.threadName, "message": record.getMessage()}
        return json.dumps({**said, **getattr(record, "fields", {})})


handler = logging.FileHandler("warehouse.log", mode="w")
handler.setFormatter(JsonLines())
logging.basicConfig(level=logging.INFO, handlers=[handler])
log = logging.getLogger("pick")


def open_stock():
    return sqlite3.connect("stock.db", timeout=10, isolation_level=None)


def pick(order_no, sku, qty):
    started = time.perf_counter()
    db = open_stock()
    if SAFE:
        db.execute("begin immediate")
    (before,) = db.execute("select on_hand from stock where sku = ?", (sku,)).fetchone()
    time.sleep(0.003)
    fields = {"order_no": order_no, "sku": sku, "qty": qty, "stock_before": before}
    if before < qty:
        if SAFE:
            db.execute("rollback")
        log.info("short", extra={"fields": {**fields, "duration_ms": 1000 * (time.perf_counter() - started)}})
        return
    db.execute("update stock set on_hand = ? where sku = ?", (before - qty, sku))
    if SAFE:
        db.execute("commit")
    fields["stock_after"] = before - qty
    log.info("picked from the shelf", extra={"fields": {**fields, "duration_ms": 1000 * (time.perf_counter() - started)}})


log.info("the warehouse is open")
for wave in range(4):
    pickers = [
        threading.Thread(target=pick, args=(f"SO-{wave}{n}", sku, 1 + n % 3), name=f"picker-{n}")
        for n in range(4)
        for sku in ("bolt-m8", "nut-m8")
    ]
    for picker in pickers:
        picker.start()
    for picker in pickers:
        picker.join()
log.info("the warehouse is closed")
