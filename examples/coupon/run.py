"""`run.py prepare URL` makes the coupons; `run.py unsafe URL` lets eight threads redeem the same ones at the same time, one
coupon after the other, until a use is lost; `run.py fixed URL` does the same with the mended service."""
import sys
from concurrent.futures import ThreadPoolExecutor

import redis

from coupon import redeem_fixed, redeem_unsafe

THREADS, COUPONS, USES = 8, 20, 5


def prepare(db):
    for code in range(COUPONS):
        db.hset(f"coupon:{code}", mapping={"left": USES, "version": 1})


def run(db, redeem):
    with ThreadPoolExecutor(THREADS) as threads:
        for code in range(COUPONS):
            list(threads.map(lambda thread: redeem(db, f"request-{code}-{thread}", code), range(THREADS)))
            left, version = (int(number) for number in db.hmget(f"coupon:{code}", "left", "version"))
            lost = (version - 1) - (USES - left)
            if lost > 0:
                break
    print(f"{lost} uses were confirmed that the coupon does not know of.")


mode, url = sys.argv[1:]
store = redis.Redis.from_url(url)
if mode == "prepare":
    prepare(store)
else:
    run(store, {"unsafe": redeem_unsafe, "fixed": redeem_fixed}[mode])
