from collections.abc import Mapping, Sequence
from datetime import date

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Purpose(TextChoices):
    """What a person's capabilities are for."""

    LEARNING = "learning", _("Learning")
    MENTOR_CONTACT = "mentor_contact", _("Contact with a mentor")
    PUBLIC_SHOWING = "public_showing", _("Showing in public")
    MEDIA = "media", _("Pictures, sound and film")
    RESEARCH = "research", _("Research")


class Waiting(TextChoices):
    """Whom a capability waits for."""

    GUARDIAN = "guardian", _("Her guardian")
    MEMBER_STATE = "member_state", _("Her member state")


class Method(TextChoices):
    """How a guardian's answer came to us."""

    LINK = "link", _("By the guardian's link")
    ROSTER = "roster", _("In a roster")
    ATTESTED = "attested", _("Attested by a coordinator")


class Lack(TextChoices):
    """What keeps a member state closed to minors."""

    RULE = "rule", _("A rule about consent")
    OFFICER = "officer", _("A safeguarding officer")


# What a guardian reads of each purpose. Whoever changes what a text promises adds the day to `REWORDED`: the next version.
# A consent keeps the one that it was given on, and is asked for anew, on the new text, when it is renewed.
TEXTS: Mapping[Purpose, Promise] = {
    Purpose.LEARNING: _(
        "To take courses and have her or his progress kept: which lessons are done, quizzes, and certificates. "
        "The coordinator of the school or centre sees it."
    ),
    Purpose.MENTOR_CONTACT: _(
        "To hand in a project and get written answers from a mentor, an adult whom the programme has chosen. Mentors "
        "see the project: its name, texts and files. Whoever takes it on may also be told the learner's given name, so "
        "as to speak to her or him; no mentor is told the family name, an address or a telephone number. Mentors write "
        "on the platform only, where the programme can read along, and may not meet learners elsewhere."
    ),
    Purpose.PUBLIC_SHOWING: _(
        "To show the learner's name on pages that anyone can open, such as a certificate or an accepted project."
    ),
    Purpose.MEDIA: _(
        "To take pictures, sound or film of the learner at the programme's activities and to publish them."
    ),
    Purpose.RESEARCH: _(
        "To use the learner's answers and results, without the name, in studies on how young people learn."
    ),
}
REWORDED: Mapping[Purpose, Sequence[date]] = {Purpose.MENTOR_CONTACT: [date(2026, 11, 29)]}
GIVEN_NAME_SINCE = 2  # in the text of `mentor_contact`
