from courses.catalogue.services.drafting import CourseDraft, LessonDraft, ModuleDraft, draft_version
from courses.catalogue.services.paths import change_path, create_path, find_courses
from courses.catalogue.services.publishing import (
    change_course,
    check_version,
    lock_version,
    offer_to_all,
    publish_version,
)
from courses.catalogue.services.showing import MediaDraft, withdraw_media

__all__ = [
    "CourseDraft",
    "LessonDraft",
    "MediaDraft",
    "ModuleDraft",
    "change_course",
    "change_path",
    "check_version",
    "create_path",
    "draft_version",
    "find_courses",
    "lock_version",
    "offer_to_all",
    "publish_version",
    "withdraw_media",
]
