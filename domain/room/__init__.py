"""Room: a case never grows beyond what a run can carry to the next (REQ J3).

A run hands the whole case to the next one in one payload, and a payload over two megabytes stops a case for good. So a case
is weighed now and then. What is long past is put away when it weighs something: it stays in the record, in every list and
in what people read of the case, and is carried no longer. A lead is told when a case nears its limit all the same, because
too much is open; at the limit nothing new is taken on. What the customer says, what is due, and what keeps or ends
something is never refused for that, and a lead can make room.
"""
