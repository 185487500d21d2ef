from courses.catalogue.models import CourseVersion
from foundation.accounts.models import User
from outcomes.credentials.models import Credential
from outcomes.credentials.services import issue_for_course
from tests.factories.courses import published


def credential_of(person: User, version: CourseVersion | None = None) -> Credential:
    """As the service issues it, for a new course unless one is given."""
    version = version or published()
    return issue_for_course(person_id=person.id, course_id=version.course_id, version_id=version.id)
