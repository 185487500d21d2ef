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
        from foundation.batches.services import Job, register

        register(Job(kind=moving.KIND, work=moving.work, sees=sees_move, retriable=True))
        register(Job(kind=recomputing.KIND, work=recomputing.work, sees=sees_recomputation, retriable=True))
