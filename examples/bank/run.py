"""`run.py prepare FILE` makes the accounts; `run.py unsafe FILE` lets four processes transfer money between them at the same
time, in rounds, until money is made or lost; `run.py fixed FILE` does the same with the mended service."""
import multiprocessing
import os
import random
import sqlite3
import sys

from bank import transfer_fixed, transfer_unsafe

PROCESSES, ROUNDS, TRANSFERS, ACCOUNTS, BALANCE = 4, 6, 50, 3, 100


def connect(path):
    """A statement commits by itself unless a transaction was begun, and waits for the lock of another process."""
    db = sqlite3.connect(path, timeout=60, isolation_level=None)
    db.execute("PRAGMA synchronous = NORMAL")
    return db


def prepare(path):
    os.makedirs(os.path.dirname(os.path.abspath(path)), exist_ok=True)
    db = connect(path)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("DROP TABLE IF EXISTS accounts")
    db.execute("CREATE TABLE accounts (id TEXT PRIMARY KEY, balance INTEGER, version INTEGER)")
    rows = [(f"account-{number}", BALANCE, 1) for number in range(ACCOUNTS)]
    db.executemany("INSERT INTO accounts VALUES (?, ?, ?)", rows)


def client(path, transfer, seed, all_ready):
    db, numbers = connect(path), random.Random(seed)
    all_ready.wait()
    for number in range(TRANSFERS):
        source, target = numbers.sample(range(ACCOUNTS), 2)
        request = f"transfer-{os.getpid()}-{number}"
        transfer(db, request, f"account-{source}", f"account-{target}", numbers.randint(1, 30))


def run(path, transfer):
    for round_ in range(ROUNDS):
        seeds = range(round_ * PROCESSES, (round_ + 1) * PROCESSES)
        all_ready = multiprocessing.Barrier(PROCESSES, timeout=60)
        clients = [
            multiprocessing.Process(target=client, args=(path, transfer, seed, all_ready)) for seed in seeds
        ]
        for process in clients:
            process.start()
        for process in clients:
            process.join()
        made = connect(path).execute("SELECT sum(balance) FROM accounts").fetchone()[0] - ACCOUNTS * BALANCE
        if made != 0:
            break
    print(f"The accounts hold {made:+} more than they began with.")


if __name__ == "__main__":
    mode, file = sys.argv[1:]
    if mode == "prepare":
        prepare(file)
    else:
        run(file, {"unsafe": transfer_unsafe, "fixed": transfer_fixed}[mode])
