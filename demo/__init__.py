"""The demo: an after-sales department with three weeks behind it, played once and then running on in real time.

Belongs here: its cases (cases/*.yaml, stories whose times are counted from now), its people, playing
them into an embedded installation, and what is printed then. Doesn't belong here: rules, and anything
`followthrough up` needs. May import all rooms but `cli` and `chaos`. How to add a case is told in
docs/demo.md. Tests: tests/demo.
"""
