"""What to do when changed code meets histories of unchanged cases: the texts a failed replay prints."""

_GOLDEN = """\
Golden histories (stories/histories) are cases as earlier code carried them; each file there is
replayed, whatever its name. Make them anew only when the replay of the old ones is right again, or when
nobody has such cases:

    python -m stories.golden              writes those of the newest core; the ones of older cores stay
    python -m stories.golden --replace    even where the old ones don't replay: no case is open anywhere

Read the .txt next to each in your diff: it is the order of commands, and shows what your change moved."""

ORDER = f"""\
WHAT HAPPENED  Temporal goes on with an open case by running today's code over its history. Each timer,
activity, memo and search attribute the code asks for has to be the one the history holds at that place,
and one isn't. Deployed as it is, such a case stops at its next event. It loses nothing, and goes on when
the code is put right.

WHAT TO DO     Look at what you changed:
- The shell (workflows/): something asked of Temporal was added, taken away or moved. Keep the old way for
  runs that went it:

      if workflow.patched("what-is-new"):
          ...  # the new way, for runs that get here from now on
      else:
          ...  # as it was

  Keep a golden history of the old way under a name of its own (git mv NAME.core-N.json.gz
  NAME.before-what-is-new.json.gz, its .txt too). When no run older than the patch is open, take the old way
  out and write workflow.deprecate_patch("what-is-new") in its place.
- The core (domain/): a command has another outcome, so that other records, actions or deadlines follow.
  That is no matter of patched(): raise CORE in domain/decide.py and branch on case.core where the outcome
  changes. Open cases keep the core they were opened with.
- You meant to change neither: something that is not the same in each replay decides (a set's order, a
  clock, a random number), or a result is taken in without a mark (docs/decisions/0008).

{_GOLDEN}"""

STATE = f"""\
WHAT HAPPENED  Each record returns the digest of the events that were stored, and the digest is in the
history. Today's code asks Temporal for the same in the same order, but decides those events otherwise:
another time, another receiver, another text. Deployed as it is, the case stops there rather than move a
promise already made (docs/decisions/0007).

WHAT TO DO     It needs a new core number. In domain/decide.py raise CORE by one, and where the outcome
changes branch on it:

      if case.core >= 2:
          ...  # the new outcome, for cases opened from now on
      else:
          ...  # as it was decided until now

An old core may go when no open run has it: temporal workflow count --query
'WorkflowType="case" and ExecutionStatus="Running" and Core=1'. workflow.patched() is of no use here: it
belongs to the shell, and decide is pure. A field added to an event changes its digest too; leave it out of
what is written while it has its default, or branch.

{_GOLDEN}"""

OTHER = f"""\
WHAT TO DO     The replay didn't get as far as comparing. Common reasons:
- Something of the history can't be read: a field was added without a default, renamed or taken away. Give
  what is new a default that means "as before", and let a validator read the old form.
- The keys at hand are not those the history was sealed with.
- An error in workflow code; on a very busy machine, "potential deadlock": then try again.

{_GOLDEN}"""
