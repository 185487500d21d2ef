"""States that the database watches over."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import BaseConstraint


class MovesOnly(BaseConstraint):
    """A status changes only along these edges, whoever writes it; anything else is an `IntegrityError`. Where rows begin is
    not asked. It costs a comparison in statements that write the column, and nothing in others."""

    def __init__(self, *, edges: Iterable[tuple[str, str]], name: str, field: str = "status") -> None:
        super().__init__(name=name)
        self.field, self.edges = field, sorted((str(origin), str(target)) for origin, target in edges)

    @classmethod
    def of(cls, table: Mapping[tuple[Any, Any], Any], *, name: str) -> "MovesOnly":
        """As the table by which the services move says."""
        return cls(edges={(origin, target) for (origin, _), target in table.items() if origin != target}, name=name)

    def constraint_sql(self, model: Any, schema_editor: Any) -> Any:
        """A trigger can only follow its table."""
        schema_editor.deferred_sql.append(self.create_sql(model, schema_editor))

    def create_sql(self, model: Any, schema_editor: Any) -> str:
        quote = schema_editor.quote_name
        column = quote(model._meta.get_field(self.field).column)
        known = ", ".join(f"('{origin}', '{target}')" for origin, target in self.edges)
        return (
            f"CREATE TRIGGER {quote(self.name)} BEFORE UPDATE OF {column} ON {quote(model._meta.db_table)} FOR EACH ROW "
            f"WHEN (OLD.{column} <> NEW.{column} AND (OLD.{column}, NEW.{column}) NOT IN ({known})) "
            "EXECUTE FUNCTION kernel_no_such_move()"
        )

    def remove_sql(self, model: Any, schema_editor: Any) -> str:
        return f"DROP TRIGGER {schema_editor.quote_name(self.name)} ON {schema_editor.quote_name(model._meta.db_table)}"

    def validate(self, *_: Any, **__: Any) -> None:
        """By the database alone: a form can't know where a row was."""

    def deconstruct(self) -> Any:
        path, args, kwargs = super().deconstruct()
        return path, args, {**kwargs, "edges": self.edges, **({} if self.field == "status" else {"field": self.field})}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, MovesOnly) and self.deconstruct() == other.deconstruct()

    def __hash__(self) -> int:
        return hash(self.name)
