"""What people read: sentences, summaries and drafts, in zh-CN and English.

A feature has a module or a package under the stem it has in the core: its words in both languages and
how its things are told (`TELLING`). `book` puts them together and is the one place that names them. Around
it stands the engine, which knows no feature: below the book the `Voice` in which one case is spoken of, above
it the voices of this product (`speech`), refusals, notices, summaries and details for Temporal's UI, the
timeline, why a time is when it is, drafts of what a human sends to a customer. `findings` and `webhooks` speak
of no case and have their words to themselves.

Doesn't belong here: deciding anything, I/O of any kind, markup of pages. Most of this is imported
inside Temporal's workflow sandbox, so nothing here reads a file, a clock or a library's data at
import or at call time; `templates` and `drafts` (Liquid) are for the API and activities only.
May import: domain, and Liquid in `templates`. Tests: tests/messages.
"""
