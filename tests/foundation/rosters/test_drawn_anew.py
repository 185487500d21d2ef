"""A sheet that says what is no longer true is drawn again."""

from dataclasses import dataclass

import pytest

from foundation.accounts.models import User
from foundation.files.models import StoredFile
from foundation.kernel.clock import now
from foundation.programmes.models import Invitation, Membership
from foundation.programmes.services import claim
from foundation.programmes.services.invitations import reissue
from foundation.rosters.models import Roster
from tests.factories.programmes import office
from tests.foundation.rosters.printing import ask, learner, printed, roster_of, set_up, shown
from tests.foundation.rosters.working import Scenery, signed_in
from tests.scenes import scene

pytestmark = pytest.mark.django_db


@dataclass
class Printed(Scenery):
    """The card of a learner beside another one's, as it lies ready."""

    member: Membership
    roster: Roster
    file: StoredFile
    pdf: bytes


def printed_before() -> Printed:
    cohort, owner = set_up(), office()
    member = learner(cohort)
    roster = roster_of(cohort, member, learner(cohort, "Other"))
    pdf = printed(signed_in(owner), roster)
    return Printed(owner, cohort, member, roster, StoredFile.objects.get(), pdf)


_written, scenery = scene(printed_before)


def test_as_long_as_all_is_true_it_is_given_out_as_it_lies(scenery: Printed) -> None:
    answer = ask(signed_in(scenery.owner), scenery.roster)
    assert (answer.status_code, b"".join(answer.streaming_content)) == (200, scenery.pdf)


@pytest.mark.parametrize("change", ["name", "code", "class", "claimed", "expired", "language"])
def test_what_is_no_longer_true_is_drawn_anew(scenery: Printed, change: str) -> None:
    member = scenery.member
    {
        "name": lambda: User.objects.filter(pk=member.person_id).update(name="Selma"),
        "language": lambda: User.objects.filter(pk=member.person_id).update(language="ar"),
        "code": lambda: reissue(person_id=member.person_id),
        "class": lambda: Membership.objects.filter(pk=member.pk).update(group="7C"),
        "claimed": lambda: claim(code=shown(member.person), username="salma", password="a-bridge-over-2-rivers"),
        "expired": lambda: Invitation.objects.filter(person=member.person).update(expires_at=now()),
    }[change]()
    assert printed(signed_in(scenery.owner), scenery.roster) != scenery.pdf
    assert not StoredFile.objects.filter(pk=scenery.file.pk).exists()
