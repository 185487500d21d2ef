"""Is it alive, is it ready, how is it doing."""

import hmac
from collections.abc import Callable

from celery import current_app
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.urls import path
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from foundation.kernel import upgrading
from foundation.kernel.errors import NotFound
from foundation.kernel.http.rendering import dumps


def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return _answer({"status": "ok"}, 200)


def readyz(request: HttpRequest) -> HttpResponse:
    """Database, migrations and broker; 503 with the name of what is missing."""
    checks = {name: _holds(check) for name, check in CHECKS.items()}
    ready = all(checks.values())
    return _answer({"status": "ok" if ready else "unready", "checks": checks}, 200 if ready else 503)


def metrics(request: HttpRequest) -> HttpResponse:
    """Prometheus figures for whoever has the token; absent for all others."""
    given, expected = request.headers.get("Authorization", "").encode(), f"Bearer {settings.METRICS_TOKEN}".encode()
    if not settings.METRICS_TOKEN or not hmac.compare_digest(given, expected):
        raise NotFound
    return HttpResponse(generate_latest(), content_type=CONTENT_TYPE_LATEST)


def _database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return True


def _migrated() -> bool:
    global _seen_migrated
    if not _seen_migrated:
        executor = MigrationExecutor(connection)
        left = executor.migration_plan(executor.loader.graph.leaf_nodes())
        _seen_migrated = not left and not upgrading.half_way(DEFAULT_DB_ALIAS)
    return _seen_migrated


def _broker() -> bool:
    """The trial's broker lives in the worker: there is nothing to reach."""
    if not settings.REDIS_URL:
        return True
    with current_app.connection_for_write(connect_timeout=2) as broker:
        broker.ensure_connection(max_retries=1, interval_start=0, timeout=2)
    return True


_seen_migrated = False
CHECKS: dict[str, Callable[[], bool]] = {"database": _database, "migrations": _migrated, "broker": _broker}


def _holds(check: Callable[[], bool]) -> bool:
    try:
        return check()
    except Exception:  # whatever is wrong, the answer is "not ready"
        return False


def _answer(data: dict[str, object], status: int) -> HttpResponse:
    headers = {"Cache-Control": "no-store"}
    return HttpResponse(dumps(data), status=status, content_type="application/json", headers=headers)


urlpatterns = [path("healthz", healthz), path("readyz", readyz), path("metrics", metrics)]
