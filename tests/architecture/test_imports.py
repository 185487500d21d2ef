"""What one app may import from another: its public modules, and nothing else of it."""

import grimp

ROOTS = ("config", "foundation", "courses", "mentoring", "outcomes")
PUBLIC = {"models", "policies", "selectors", "services", "enums", "errors"}
OPEN_APPS = {"foundation.kernel", "foundation.outbox"}


def app_of(module: str) -> str:
    return ".".join(module.split(".")[:2])


def test_apps_meet_only_through_their_public_modules() -> None:
    graph = grimp.build_graph(*ROOTS)
    trespasses = sorted(
        f"{importer} -> {imported}"
        for importer in graph.modules
        if not importer.startswith("config")
        for imported in graph.find_modules_directly_imported_by(importer)
        if app_of(importer) != app_of(imported)
        and app_of(imported) not in OPEN_APPS
        and imported.split(".")[2:3]
        and imported.split(".")[2] not in PUBLIC
    )
    assert trespasses == []
