"""The stage: who takes part, what they have learned so far, and the scenes one after the other."""

import secrets
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from config.demo import PASSWORD
from config.journey.talk import Caller, Exchange, WrongAnswer

Picture = tuple[str, bytes]


@dataclass
class Scene:
    """What happened, as the storyboard tells it: the exchanges worth showing, pictures, an excerpt of a lesson."""

    title: str
    seconds: float = 0
    exchanges: list[Exchange] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    papers: list[Picture] = field(default_factory=list)
    lesson: dict[str, str] | None = None


@dataclass
class Play:
    """One run. `run` makes its people different from any other run's; `known` is what a scene leaves to the next."""

    base: str
    run: str = field(default_factory=lambda: secrets.token_hex(4))
    scenes: list[Scene] = field(default_factory=list)
    known: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.password = f"{PASSWORD}-{self.run}"
        self.coordinator = self._caller("coordinator", "ar")
        self.colleague = self._caller("coordinator, in French", "fr")
        self.neighbour = self._caller("coordinator of the other state", "ar")
        self.learner = self._caller("learner", "ar")
        self.minor = self._caller("boy", "ar")
        self.guardian = self._caller("guardian", "ar")
        self.mentor = self._caller("mentor", "ar")
        self.second = self._caller("second mentor", "fr")
        self.silent = self._caller("mentor who fell silent", "fr")
        self.third = self._caller("third mentor", "ar")
        self.youssef = self._caller("lead of the first team", "ar")
        self.aya = self._caller("his teammate", "ar")
        self.marwa = self._caller("lead of the second team", "ar")
        self.adult = self._caller("adult learner", "fr")
        self.officer = self._caller("safeguarding officer", "ar")
        self.office = self._caller("programme office", "fr")
        self.stranger = self._caller("stranger", "en")
        self.at_the_end: list[Callable[[], object]] = []

    @property
    def scene(self) -> Scene:
        return self.scenes[-1]

    def one_of(self, choices: Sequence[str]) -> str:
        return choices[int(self.run, 16) % len(choices)]

    def show(self, caller: Caller, last: int = 1) -> None:
        """Keep the newest exchanges of this caller for the storyboard."""
        self.scene.exchanges += caller.heard[-last:]

    def perform(self, title: str, act: Callable[["Play"], None]) -> Scene:
        scene = Scene(title)
        self.scenes.append(scene)
        began = time.perf_counter()
        act(self)
        scene.seconds = time.perf_counter() - began
        return scene

    def close(self) -> None:
        """Leave nothing held and nobody signed in, however the play ended."""
        for put_right in reversed(self.at_the_end):
            try:
                put_right()
            except WrongAnswer:
                continue
        for caller in self.callers:
            caller.close()

    def sign_in(self, caller: Caller, username: str, password: str) -> None:
        caller.sign_in(username, password)
        self.at_the_end.append(caller.sign_out)

    def _caller(self, who: str, language: str) -> Caller:
        caller = Caller(who, self.base, language)
        self.callers = [*getattr(self, "callers", []), caller]
        return caller


def wait_for(look: Callable[[], Any], *, otherwise: str, seconds: float = 60) -> Any:
    """What `look` finds, as soon as it finds something: workers work in their own time."""
    deadline = time.monotonic() + seconds
    while not (found := look()):
        if time.monotonic() > deadline:
            raise WrongAnswer(f"{otherwise} within {seconds:.0f} s")
        time.sleep(0.1)
    return found
