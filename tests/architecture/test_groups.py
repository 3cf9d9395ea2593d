"""What tests of a group share is made once, by one worker: else it is made by each of them."""

import pytest

pytestmark = pytest.mark.xdist_group("grouped")


def test_a_group_of_tests_goes_to_one_worker(request: pytest.FixtureRequest) -> None:
    """Under pytest 9.2 pytest-xdist 3.8 loses groups, and nothing but the time says so."""
    if not hasattr(request.config, "workerinput"):
        pytest.skip("one process runs all tests: nothing to send anywhere")
    assert request.node.nodeid.endswith("@grouped")
