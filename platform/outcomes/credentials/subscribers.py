from foundation.outbox import subscribe
from foundation.outbox.events.courses import CourseCompleted
from foundation.outbox.events.mentoring import ProjectAccepted
from outcomes.credentials import services


@subscribe(CourseCompleted, queue="credentials")
def issue_course_credential(event: CourseCompleted) -> None:
    services.issue_for_course(person_id=event.person_id, course_id=event.course_id, version_id=event.version_id)


@subscribe(ProjectAccepted, queue="credentials")
def issue_project_credentials(event: ProjectAccepted) -> None:
    services.issue_for_project(project_id=event.project_id)
