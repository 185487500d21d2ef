"""Foreign keys obey the ground plan too: a string reference hides from the import linter."""

from collections.abc import Iterator

from django.apps import apps
from django.db.models import Field, Model

# Each floor's apps from bottom to top; rows at the same height never point at each other.
PLAN = {
    "foundation": [
        ["kernel"],
        ["outbox"],
        ["audit"],
        ["skills"],
        ["accounts"],
        ["programmes"],
        ["batches"],
        ["files"],
        ["consents"],
        ["notifications"],
        ["rosters"],
        ["privacy"],
    ],
    "courses": [["catalogue"], ["enrolment"], ["assessment"], ["authoring"]],
    "mentoring": [["mentors"], ["projects"], ["reviews", "conversations", "showcase"]],
    "community": [["activities", "opportunities", "studies", "policies", "practices"]],
    "outcomes": [["credentials"], ["pathways"], ["insights"]],
}
HEIGHT = {"foundation": 0, "courses": 1, "mentoring": 1, "community": 1, "outcomes": 2}


def place_of(model: type[Model]) -> tuple[str, int, int] | None:
    """(app, floor's height, height within the floor); None for a model that is not ours."""
    floor, *rest = model.__module__.split(".")
    if floor not in PLAN:
        return None
    within = next(height for height, row in enumerate(PLAN[floor]) if rest[0] in row)
    return f"{floor}.{rest[0]}", HEIGHT[floor], within


def own_relations() -> Iterator[tuple[type[Model], Field]]:
    for model in apps.get_models():
        if place_of(model) is None:
            continue
        for field in model._meta.get_fields():
            target = getattr(field, "related_model", None)
            if field.is_relation and not field.auto_created and target and place_of(target):
                yield model, field


def test_relations_point_down_or_stay_in_the_app() -> None:
    wrong = []
    for model, field in own_relations():
        app, *here = place_of(model)
        target_app, *there = place_of(field.related_model)
        same_floor = app.split(".")[0] == target_app.split(".")[0]
        down = there < here if same_floor else there[0] < here[0]
        if app != target_app and not down:
            wrong.append(f"{model._meta.label}.{field.name} -> {field.related_model._meta.label}")
    assert wrong == []


def test_a_relation_into_another_app_leaves_no_way_back() -> None:
    wrong = [
        f"{model._meta.label}.{field.name}"
        for model, field in own_relations()
        if model._meta.app_label != field.related_model._meta.app_label and not field.remote_field.hidden
    ]
    assert wrong == []
