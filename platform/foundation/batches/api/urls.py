from django.urls import path

from foundation.batches.api.views import BatchRetryView, BatchRowsView, BatchView

urlpatterns = [
    path("batches/<uuid:batch_id>", BatchView.as_view()),
    path("batches/<uuid:batch_id>/rows", BatchRowsView.as_view()),
    path("batches/<uuid:batch_id>/retry", BatchRetryView.as_view()),
]
