from django.urls import path

from foundation.files.api.views import FileContentView, FileView

urlpatterns = [
    path("files/<uuid:file_id>", FileView.as_view()),
    path("files/<uuid:file_id>/content", FileContentView.as_view()),
]
