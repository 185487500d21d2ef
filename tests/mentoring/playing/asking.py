"""Asking the API in a world of one's own, where time passes when one says so, and looking at all of it after each answer."""

import json
from contextlib import ExitStack
from datetime import timedelta
from typing import Any, NamedTuple
from unittest.mock import patch

from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone
from hypothesis.stateful import RuleBasedStateMachine
from rest_framework.test import APIClient

from tests.mentoring.playing import watching
from tests.mentoring.playing.words import Words
from tests.mentoring.playing.world import MORNING, World


class Form(NamedTuple):
    """A file that is sent as an answer."""

    question: str
    name: str
    content: bytes


BESIDE = "reviews_unsaved"  # what is refused is kept there


class Asking(RuleBasedStateMachine):
    world: World

    def __init__(self) -> None:
        super().__init__()
        self.now = MORNING
        self.undone = ExitStack()
        self.undone.enter_context(transaction.atomic())
        self.undone.callback(transaction.set_rollback, True)
        self.undone.enter_context(patch.object(timezone, "now", lambda: self.now))
        cache.clear()  # attempts with codes are counted there
        self.words = Words()
        self.states = watching.states()
        self.rows = watching.everything()

    def teardown(self) -> None:
        self.undone.close()

    def ask(self, who: str, method: str, path: str, body: Any = None) -> Any:
        """The answer's content, None for a refusal. Each text in `body` is new, and kept if that is what the answer says."""
        client = APIClient(HTTP_ACCEPT_LANGUAGE="en")
        client.force_authenticate(self.world.person(who))
        if isinstance(body, Form):
            file = SimpleUploadedFile(body.name, body.content)
            answer = client.post(f"/api/v1/{path}", {"file": file, "question": body.question}, format="multipart")
        else:
            sent = "" if body is None else json.dumps(body)
            answer = client.generic(method, f"/api/v1/{path}", sent, "application/json", HTTP_IF_MATCH="*")
        assert answer.status_code < 500, answer.content
        self.words.check(self.world, who, answer.content.decode())
        content = json.loads(answer.content) if answer.content else None
        refused = answer.status_code >= 400
        if not refused:
            self.words.keep(method, path, body, content)
        self.watch(refused=refused)
        return None if refused else content

    def watch(self, *, refused: bool = False) -> None:
        """What must be so after whatever anybody did."""
        rows = watching.everything()
        if rows == self.rows:
            return
        assert not refused or {**rows, BESIDE: ""} == {**self.rows, BESIDE: ""}
        states = watching.states()
        beyond, lost = watching.outside(watching.moved(self.states, states)), self.words.lost(rows)
        wrong = [*watching.disagreeing(), *watching.overloaded(), *watching.misseated(), *watching.kept_for_nobody()]
        assert (beyond, lost, wrong) == ({}, {}, []), (beyond, lost, wrong)
        self.rows, self.states = rows, states

    def pass_time(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)
