from collections.abc import Callable, Sequence
from threading import Barrier, Thread

from django.db import connections

from foundation.kernel.errors import Problem


def race(*runners: Callable[[], object]) -> list[object]:
    """Run all at the same moment, each in a thread with a connection of its own; refusals are results."""
    start = Barrier(len(runners))
    results: list[object] = [None] * len(runners)

    def run(place: int) -> None:
        start.wait(timeout=30)
        try:
            results[place] = runners[place]()
        except Problem as refusal:
            results[place] = refusal
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=(place,)) for place in range(len(runners))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert not any(thread.is_alive() for thread in threads)
    return results


def codes(results: Sequence[object]) -> dict[str, int]:
    """How often each came: refusals by code, the rest as `done`; anything else is a fault of ours."""
    assert None not in results
    names = [result.code if isinstance(result, Problem) else "done" for result in results]
    return {name: names.count(name) for name in sorted(set(names))}
