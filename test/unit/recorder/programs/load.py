"""Makes attempts without end, on several threads of two processes, and says the id of each one once it has ended."""
import os
import sys
import threading

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../../../../recorder"))
from race_trace import begin


def client(name):
    i = 0
    while True:
        attempt = begin(f"{name}-{i}", "seat-7")
        attempt.read(1, 1)
        attempt.write(0, 2)
        attempt.end("success")
        os.write(1, f"{name}-{i}\n".encode())
        i += 1


begin("before-the-fork", "seat-7").end("rejected")
side = os.fork()
for thread in range(3):
    threading.Thread(target=client, args=(f"{'child' if side == 0 else 'parent'}{thread}",)).start()
