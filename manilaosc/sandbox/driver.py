"""The storage of the sandbox: Manila's own, which only pretends."""

from typing import Any

from manila.tests.share.drivers import dummy


class DummyDriver(dummy.DummyDriver):
    """The dummy driver, and what it does not say of itself.

    Its name is as it was: back ends that are not a "Dummy" are refused by
    its migrations.
    """

    def get_backend_info(self, context: Any) -> dict[str, str]:
        """Say that nothing has changed.

        Or each start would export every share anew, which for thousands of
        them takes minutes.
        """
        return {'storage': 'sandbox'}
