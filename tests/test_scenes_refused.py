"""Where a test really commits there is no scene."""

import pytest

from tests.scenes import refuse_commits


@pytest.mark.django_db(transaction=True)
def test_a_module_with_a_test_that_commits_is_told_so(request: pytest.FixtureRequest) -> None:
    with pytest.raises(pytest.fail.Exception, match="test_a_module_with_a_test_that_commits_is_told_so commits"):
        refuse_commits(request)
