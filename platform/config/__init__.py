"""The Django project: settings, URLs, WSGI and Celery. It owns no data and decides nothing about learning: it puts the apps
together, loads the demo and plays the journey. It may import every floor; no floor imports it."""
