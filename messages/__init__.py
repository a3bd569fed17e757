"""What people read: sentences, summaries and drafts, in zh-CN and English.

Belongs here: the two catalogues (`catalogue/`) and the pure functions that put case, plan and time
into words: `say`, `moment`, `length`, refusals, notices, summaries for Temporal's UI, the timeline,
why a time is when it is, and drafts of what a human sends to a customer.
Doesn't belong here: deciding anything, I/O of any kind, markup of pages. Most of this is imported
inside Temporal's workflow sandbox, so nothing here reads a file, a clock or a library's data at
import or at call time; `templates` and `drafts` (Liquid) are for the API and activities only.
May import: domain, and Liquid in `templates`. Tests: tests/messages.
"""
