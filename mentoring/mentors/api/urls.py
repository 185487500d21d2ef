from django.urls import path

from mentoring.mentors.api.views import MentorsView, OwnProfileView

urlpatterns = [
    path("mentors", MentorsView.as_view(), name="mentors"),
    path("mentors/me", OwnProfileView.as_view(), name="own-mentor-profile"),
]
