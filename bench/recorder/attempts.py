"""How long the four calls of an attempt take, with RACE_TRACE as it is set: prints median and 99th percentile."""
import os
import platform
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../../recorder"))
from race_trace import begin

ATTEMPTS = 100_000

took = []
for i in range(ATTEMPTS):
    start_ns = time.perf_counter_ns()
    attempt = begin(f"request-{i}", "seat-7")
    attempt.read(1, i)
    attempt.write(0, i + 1)
    attempt.end("success")
    took.append((time.perf_counter_ns() - start_ns) / 1000)
took.sort()
p50, p99 = (took[int(share * ATTEMPTS)] for share in (0.5, 0.99))
print(f"Python {platform.python_version()}: p50 {p50:.1f} µs, p99 {p99:.1f} µs of {ATTEMPTS} attempts")
