from django.apps import AppConfig


class ProjectConfig(AppConfig):
    name = "config"
    label = "config"

    def ready(self) -> None:
        """Every thread of every process asks for tasks through our Celery app, and knows each task's queue."""
        from config.celery import app

        app.set_default()
        app.autodiscover_tasks(force=True)
