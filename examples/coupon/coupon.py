"""A coupon with a number of uses, in the Redis hash `coupon:CODE`: `left`, and `version`, to which every write adds 1."""
import os
import sys

from redis import WatchError

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../../recorder"))
from race_trace import begin

MOST_RETRIES = 50


def redeem_unsafe(db, request, code):
    """Reads what is left and writes one less. Between the two another request may do the same, and both are confirmed."""
    attempt = begin(request, code)
    left, version = (int(number) for number in db.hmget(f"coupon:{code}", "left", "version"))
    attempt.read(left, version)
    if left < 1:
        return attempt.end("rejected")
    with db.pipeline(transaction=True) as change:
        _, version = change.hset(f"coupon:{code}", "left", left - 1).hincrby(f"coupon:{code}", "version", 1).execute()
    attempt.write(left - 1, version)
    attempt.end("success")


def redeem_fixed(db, request, code):
    """The same, but Redis refuses the write if the coupon has changed since it was watched; then it is tried again."""
    for retries in range(MOST_RETRIES + 1):
        attempt = begin(request, code, retry_count=retries)
        with db.pipeline(transaction=True) as change:
            change.watch(f"coupon:{code}")
            left, version = (int(number) for number in change.hmget(f"coupon:{code}", "left", "version"))
            attempt.read(left, version)
            if left < 1:
                return attempt.end("rejected")
            change.multi()
            change.hset(f"coupon:{code}", "left", left - 1).hincrby(f"coupon:{code}", "version", 1)
            try:
                _, version = change.execute()
            except WatchError:
                attempt.end("retry" if retries < MOST_RETRIES else "conflict")
                continue
        attempt.write(left - 1, version)
        return attempt.end("success")
