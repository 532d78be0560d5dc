"""Transfers between accounts in SQLite: each takes its amount from one account and releases it to another. Every write adds 1 to
the version of the account."""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../../recorder"))
from race_trace import begin

READ = "SELECT balance, version FROM accounts WHERE id = ?"
WRITE = "UPDATE accounts SET balance = ?, version = version + 1 WHERE id = ? RETURNING balance, version"


def transfer_unsafe(db, request, source, target, amount):
    """Each statement commits by itself. Between a read and its write another transfer may change the account."""
    taking, releasing = attempts(request, source, target, amount)
    is_covered = move(db, taking, source, -amount) and move(db, releasing, target, amount)
    end(taking, releasing, is_covered)


def transfer_fixed(db, request, source, target, amount):
    """The same in one transaction, which has the lock for writing before it reads."""
    taking, releasing = attempts(request, source, target, amount)
    db.execute("BEGIN IMMEDIATE")
    is_covered = move(db, taking, source, -amount) and move(db, releasing, target, amount)
    db.execute("COMMIT")
    end(taking, releasing, is_covered)


def attempts(request, source, target, amount):
    """A transfer is a request on two records, so it has two rows."""
    taking = begin(request, source, units=amount, retry_count=0)
    return taking, begin(request, target, units=-amount, retry_count=0)


def move(db, attempt, account, amount):
    """Adds an amount to an account, unless too little would be left; returns whether it did."""
    balance, version = db.execute(READ, (account,)).fetchone()
    attempt.read(balance, version)
    if balance + amount < 0:
        return False
    attempt.write(*db.execute(WRITE, (balance + amount, account)).fetchone())
    return True


def end(taking, releasing, is_covered):
    """A transfer that was not covered never came to the other account: of that attempt there is no row."""
    taking.end("success" if is_covered else "rejected")
    if is_covered:
        releasing.end("success")
