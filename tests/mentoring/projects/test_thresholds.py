"""What earlier releases kept of how far one mentor may lie apart from nobody."""

from importlib import import_module

import pytest
from django.db import connection

from mentoring.projects.models import Call
from tests.factories.mentoring import CallFactory, stage

pytestmark = pytest.mark.django_db
put_right = import_module("mentoring.projects.migrations.0024_thresholds_of_one_mentor").PUT_RIGHT


def test_it_is_what_it_would_be_without_a_word_and_nothing_else_changes() -> None:
    blind = {**stage("gate"), "review": {"mode": "blind", "reviewers": 2, "threshold": 0.5}}
    alone = {**stage("build"), "review": {"mode": "mentor", "reviewers": 1, "threshold": 0.5}}
    several, other = CallFactory(stages=[stage("idea"), blind, alone]), CallFactory(stages=[blind])
    with connection.cursor() as cursor:
        cursor.execute(put_right)
    right = {**alone, "review": {"mode": "mentor", "reviewers": 1, "threshold": 0.25}}
    assert Call.objects.get(pk=several.pk).stages == [stage("idea"), blind, right]
    assert Call.objects.get(pk=other.pk).stages == [blind]
