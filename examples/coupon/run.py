"""`run.py prepare URL` makes the coupons; `run.py unsafe URL` lets eight threads redeem the same ones at the same time, one
coupon after the other, until a use is lost; `run.py fixed URL` does the same with the mended service."""
import sys
from concurrent.futures import ThreadPoolExecutor

import redis

from coupon import redeem_fixed, redeem_unsafe

CLIENTS, COUPONS, USES = 8, 20, 5


def connect(url):
    db = redis.Redis.from_url(url)
    db.ping()
    return db


def prepare(db):
    for code in range(COUPONS):
        db.hset(f"coupon:{code}", mapping={"left": USES, "version": 1})


def run(clients, redeem):
    """Each client has a thread and a connection."""
    with ThreadPoolExecutor(CLIENTS) as threads:
        for code in range(COUPONS):
            requests = [f"request-{code}-{number}" for number in range(CLIENTS)]
            list(threads.map(redeem, clients, requests, [code] * CLIENTS))
            left, version = (int(number) for number in clients[0].hmget(f"coupon:{code}", "left", "version"))
            lost = (version - 1) - (USES - left)
            if lost > 0:
                break
    print(f"{lost} uses were confirmed that the coupon does not know of.")


mode, url = sys.argv[1:]
if mode == "prepare":
    prepare(connect(url))
else:
    run([connect(url) for _ in range(CLIENTS)], {"unsafe": redeem_unsafe, "fixed": redeem_fixed}[mode])
