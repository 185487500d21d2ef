"""The states of mentoring, for `make states` and for the tests that nothing leaves them."""

from config.states.machines import Machine, Step, Way
from config.states.mentoring import MACHINES
from config.states.page import page

__all__ = ["MACHINES", "Machine", "Step", "Way", "page"]
