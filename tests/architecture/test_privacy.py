"""Every field of every table says what its data is: the register of processing can't forget one."""

from importlib import import_module

from django.apps import apps
from django.conf import settings

from foundation.kernel.classification import Classification
from foundation.kernel.models import Entity, Revised

COMMON = {field.name for base in (Entity, Revised) for field in base._meta.get_fields()}


def declared() -> dict[str, Classification]:
    found: dict[str, Classification] = {}
    for app in settings.FLOORS:
        config = apps.get_app_config(app.split(".")[1])
        if list(config.get_models()):
            fields = import_module(f"{app}.privacy").FIELDS
            found |= {f"{config.label}.{name}": value for name, value in fields.items()}
    return found


def existing() -> set[str]:
    return {
        f"{model._meta.app_label}.{model.__name__}.{field.name}"
        for app in settings.FLOORS
        for model in apps.get_app_config(app.split(".")[1]).get_models()
        for field in [*model._meta.fields, *model._meta.many_to_many]
        if field.name not in COMMON
    }


def test_every_field_is_classified_and_nothing_else() -> None:
    assert {name for name in declared() if name.rpartition(".")[2] not in COMMON} == existing()


def test_classifications_are_of_the_one_kind() -> None:
    assert {type(value) for value in declared().values()} == {Classification}
