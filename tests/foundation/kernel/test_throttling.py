import threading

import pytest
from django.db import connection

from foundation.kernel.errors import TooMany
from foundation.kernel.models import ThrottleCount
from foundation.kernel.throttling import Limit, network_of


@pytest.mark.django_db
def test_beyond_the_limit_is_too_many() -> None:
    limit = Limit("tests", 2, 3600)
    limit.count("a")
    limit.count("a")
    limit.count("b")
    with pytest.raises(TooMany) as refusal:
        limit.count("a")
    assert 0 < refusal.value.retry_after <= 3600


@pytest.mark.django_db
def test_the_table_names_nobody() -> None:
    Limit("tests", 2, 3600).count("amina@example.org")
    assert "amina" not in ThrottleCount.objects.get().key


@pytest.mark.django_db(transaction=True)
def test_threads_are_counted_exactly() -> None:
    limit, passed, refused = Limit("tests", 10, 36_000), [], []

    def use() -> None:
        try:
            limit.count("a")
            passed.append(1)
        except TooMany:
            refused.append(1)
        finally:
            connection.close()

    threads = [threading.Thread(target=use) for _ in range(25)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(passed), len(refused)) == (10, 15)


@pytest.mark.parametrize(
    ("address", "network"),
    [("192.0.2.7", "192.0.2.7"), ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"), ("unix:", "unix:"), ("", "")],
)
def test_an_ipv6_network_counts_as_one(address: str, network: str) -> None:
    assert network_of(address) == network
