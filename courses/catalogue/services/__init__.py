from courses.catalogue.services.drafting import CourseDraft, LessonDraft, ModuleDraft, draft_version
from courses.catalogue.services.publishing import offer_to_all, publish_version

__all__ = ["CourseDraft", "LessonDraft", "ModuleDraft", "draft_version", "offer_to_all", "publish_version"]
