"""Race Trace's recorder. It is off unless RACE_TRACE is set, to out/run for out/run.<pid>.trace.ndjson or to a folder."""
import json, os, socket, sys, threading, time

_target, _root, _files = os.environ.get("RACE_TRACE", ""), os.path.join(os.getcwd(), ""), {}
_name = os.path.join(_target, "race") if _target.endswith("/") or os.path.isdir(_target) else _target


def begin(request, key, **more):
    """Begins a request's attempt at a record; more are further columns, such as units, retry_count and client_id."""
    return _Recorded(request, key, more) if _target else _Off()


class _Off:
    """An attempt: read and write are called when the store has answered; the first end writes the row."""
    def read(self, value=None, version=None): pass
    def write(self, value=None, version=None): pass
    def end(self, result): pass  # success, conflict, rejected, timeout or retry


class _Recorded(_Off):
    def __init__(self, request, key, more):
        worker = f"{socket.gethostname()}/{os.getpid()}/{threading.get_native_id()}"
        self.row = dict(request_id=request, inventory_key=key, worker_id=worker, **more, start_us=_now_us())
    def read(self, value=None, version=None):
        # The earliest time at which the store can have been read, so that no read is made to look stale.
        self.row.update(read_value=value, read_version=version, read_us=self.row["start_us"], read_site=_site())
    def write(self, value=None, version=None):
        self.row.update(write_value=value, write_version=version, write_us=_now_us(), write_site=_site())
    def end(self, result):
        if "result" not in self.row:
            self.row.update(result=result, end_us=_now_us(), confirm_site=_site())
            _append(self.row)


def _now_us():
    return time.monotonic_ns() // 1000


def _site():
    """The line that called the method which asks, relative to the working directory if it lies there."""
    frame = sys._getframe(2)
    return f"{os.path.abspath(frame.f_code.co_filename)}:{frame.f_lineno}".removeprefix(_root)


def _append(row):
    """One call of the system for each line: what the system has taken outlives a kill of the process."""
    global _target
    try:
        path = f"{_name}.{os.getpid()}.trace.ndjson"
        if path not in _files:  # A forked process has a file of its own.
            os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
            _files[path] = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o666)
        line = json.dumps(row, default=lambda v: v.decode(errors="replace") if isinstance(v, bytes) else str(v))
        os.write(_files[path], f"{line}\n".encode())
    except Exception as error:
        _target = ""
        print(f"Race Trace: recording has ended, and this trace is not whole: {error}", file=sys.stderr)
