"""What every bench leaves behind: a table to read, `var/bench/NAME.json` for programs, and an exit code."""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from pathlib import Path

import orjson

FOLDER = Path(__file__).resolve().parents[2] / "var" / "bench"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """`must` and `aim` are shares of the floor where there is one, else bounds of the value; `ok` None is only told."""

    name: str
    value: float
    unit: str
    floor: float | None = None
    ratio: float | None = None
    must: float | None = None
    aim: float | None = None
    ok: bool | None = None


def at_most(name: str, value: float, unit: str, *, must: float, aim: float) -> Measure:
    return Measure(name=name, value=value, unit=unit, must=must, aim=aim, ok=value <= must)


def named(name: str, found: Collection[str]) -> str:
    """With what was found and should not have been."""
    return f"{name} ({', '.join(sorted(found))})" if found else name


def report(bench: str, measures: list[Measure]) -> int:
    """Print and keep them. 1 when a "must" is missed, else 0."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    path = FOLDER / f"{bench}.json"
    path.write_bytes(orjson.dumps([asdict(measure) for measure in measures], option=orjson.OPT_INDENT_2))
    for measure in measures:
        print(_line(measure))
    print(f"Kept in {path.relative_to(FOLDER.parents[1])}")
    return int(any(measure.ok is False for measure in measures))


def _line(measure: Measure) -> str:
    verdict = {True: "ok", False: "MISSED", None: ""}[measure.ok]
    beside = "" if measure.floor is None else f"floor {measure.floor:,.0f}  ratio {measure.ratio:.2f}"
    bounds = "" if measure.must is None else f"must {measure.must:g}  aim {measure.aim:g}"
    return f"{measure.name:34} {measure.value:>10,.2f} {measure.unit:12} {beside:26} {bounds:22} {verdict}".rstrip()
