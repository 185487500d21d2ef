from django.urls import path

from foundation.notifications.api.views import NotificationsView, ReadView

urlpatterns = [
    path("notifications", NotificationsView.as_view()),
    path("notifications/read", ReadView.as_view()),
]
