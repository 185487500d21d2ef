"""What a page shows compared with what is answered."""

from typing import Any

import pytest

from tests.docs.exchanges import Message, differences


@pytest.mark.parametrize(
    ("shown", "got", "agree"),
    [
        ('{"id": "{one}", …}', {"id": "1", "name": "x"}, True),
        ('{"id": "{one}"}', {"id": "1", "name": "x"}, False),
        ('{"id": "{one}", "url": "/{one}/…"}', {"id": "1", "url": "/1/x"}, True),
        ('{"id": "{one}", "url": "/{one}/…"}', {"id": "1", "url": "/2/x"}, False),
        ('{"at": …, "all": [1, …]}', {"at": None, "all": [1, 2]}, True),
        ('{"all": [1, 2, …]}', {"all": [1]}, False),
        ('{"all": [1]}', {"all": [1, 2]}, False),
        ('{"done": 1, …}', {"done": True}, False),
        ('{"done": null, …}', {}, False),
    ],
)
def test_a_difference_is_seen(shown: str, got: Any, agree: bool) -> None:
    told = Message.read(f"HTTP/1.1 200 OK\n{shown}\n").json
    assert bool(list(differences(told, got, {}))) is not agree
