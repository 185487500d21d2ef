"""What the reviews in a call come to, for the office. It is computed once in a quarter of an hour, so that the pages of a list
are of one moment; of what was kept a page reads the bytes that it shows."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Hashable, Iterable
from statistics import fmean
from struct import Struct
from typing import Any
from uuid import UUID

from foundation.accounts.models import User
from mentoring.projects.models import Call, Submission
from mentoring.reviews.rules import Given, adjusted, severities
from mentoring.reviews.selectors.given import given_beside, judged_call
from mentoring.reviews.selectors.keeping import Computed, kept

DIGITS = 4
RANK = Struct(">d16sHd")  # what is `adjusted`, whose id, of how many `given`, and `raw`
SHOWN = ("stage", "number", "status", "project__title")
Shares = list[tuple[float, float]]


class Scores:
    """What was reviewed, by (`adjusted`, `id`), to be paged as a queryset is: each with how many reviews were `given`, and the
    means of their shares of the points as they are (`raw`) and without their reviewers' severity (`adjusted`), and
    `computed_at`."""

    def __init__(self, ranked: Computed[bytes], places: range | None = None) -> None:
        self._ranked = ranked
        self._all = range(len(ranked.found) // RANK.size)
        self._places = self._all if places is None else places

    def order_by(self, *ordering: str) -> "Scores":
        return Scores(self._ranked, self._all[::-1] if ordering[0].startswith("-") else self._all)

    def filter(self, after: Any) -> "Scores":
        return Scores(self._ranked, self._beyond(*after.place)) if after.place else self

    def __getitem__(self, wanted: slice) -> list[Any]:
        ranks = [self._rank(place) for place in self._places[wanted]]
        rows = Submission.objects.select_related("project").only(*SHOWN)
        works: dict[UUID, Any] = rows.in_bulk([work for _, work, *_ in ranks])
        for fair, work, number, raw in ranks:
            vars(works[work]).update(adjusted=fair, given=number, raw=raw, computed_at=self._ranked.at)
        return [works[work] for _, work, *_ in ranks]

    def _beyond(self, fair: str, work: str) -> range:
        place = float(fair), UUID(work)
        if self._places.step < 0:
            return range(bisect_left(self._all, place, key=self._key))[::-1]
        return self._all[bisect_right(self._all, place, key=self._key) :]

    def _key(self, place: int) -> tuple[float, UUID]:
        return self._rank(place)[:2]

    def _rank(self, place: int) -> tuple[float, UUID, int, float]:
        fair, work, number, raw = RANK.unpack_from(self._ranked.found, place * RANK.size)
        return fair, UUID(bytes=work), number, raw


def scores_of(actor: User, call_id: UUID) -> Scores:
    call = judged_call(actor, call_id)
    return Scores(kept(f"scores:{call.id}", lambda: _ranked(call)))


def _ranked(call: Call) -> bytes:
    found = given_beside(call)
    severity = severities([one for _, one in found])
    here = [one for where, one in found if where == call.id]
    means = (_mean(work, pairs) for work, pairs in _by_work(here, severity))
    return b"".join(RANK.pack(*mean) for mean in sorted(means))


def _by_work(given: Iterable[Given], severity: dict[Hashable, float]) -> Iterable[tuple[Hashable, Shares]]:
    works: dict[Hashable, Shares] = defaultdict(list)
    for one in given:
        works[one.work].append((one.share, adjusted(one.share, severity[one.reviewer])))
    return works.items()


def _mean(work: Hashable, pairs: Shares) -> tuple[float, bytes, int, float]:
    raw, fair = (round(fmean(shares), DIGITS) for shares in zip(*pairs, strict=True))
    return fair, UUID(str(work)).bytes, len(pairs), raw
