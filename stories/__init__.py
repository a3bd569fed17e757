"""Stories: who does what at which time, and what everybody is then to see; played against the whole product.

Belongs here: the format of a story, its clock, the engines that skip time, and the player. Doesn't
belong here: rules (domain/) and anything a story could learn by asking the API. May import all rooms
but `cli` and `embedded`. The shipped stories are in stories/shipped, how to write one is told in
docs/stories.md. Golden histories, made by `golden`, are in stories/histories. Tests: tests/stories.
"""
