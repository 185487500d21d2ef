from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EnrolmentConfig(AppConfig):
    name = "courses.enrolment"
    label = "enrolment"
    verbose_name = _("Enrolments")

    def ready(self) -> None:
        import courses.enrolment.subscribers  # noqa: F401
        from courses.enrolment.policies import sees_move, sees_recomputation
        from courses.enrolment.services import moving, recomputing
        from courses.enrolment.services.reopening import more_time_of
        from foundation.batches.services import Job, register
        from foundation.notifications import services as notifications
        from foundation.notifications.enums import Kind

        register(Job(kind=moving.KIND, work=moving.work, sees=sees_move, retriable=True))
        register(Job(kind=recomputing.KIND, work=recomputing.work, sees=sees_recomputation, retriable=True))
        notifications.register(Kind.COURSE_REOPENED, more_time_of)
