"""Makes one attempt of each kind. Comments with `#` are the places that the test looks for."""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../../../../recorder"))
from race_trace import begin

sold = begin("r-1", "seat-7", client_id="c-1", units=2)
sold.read(b"9", 8)  # #read
sold.write(7, "12345678901234568")  # #write
sold.end("success")  # #end
sold.end("timeout")

lost = begin(2, "seat-7", retry_count=1)
lost.read(7, 'W/"5e-1"')
lost.end("conflict")

open_ = begin("r-3", "seat-8")
(lambda:
    open_.read()  # #nested
)()
open_.end("timeout")

begin("r-4", "seat-8").write(0, 2)
