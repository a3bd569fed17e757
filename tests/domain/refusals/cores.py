"""A switch to another core is never refused."""

from domain.cores import SwitchCore
from refusals.story import Part

PART = Part(sensible={SwitchCore: {"core": 2}})
