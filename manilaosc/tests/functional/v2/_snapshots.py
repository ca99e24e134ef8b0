"""What the stories about snapshots begin with."""

from manilaosc.tests.functional import base


class TestCase(base.TestCase):
    def create_share(self, *args: str, cloud: str = '') -> str:
        """A share that is available, and is deleted when the test ends."""
        name = self.name('share')
        self.cleanup('share delete --wait', name, cloud=cloud)
        self.openstack(
            'share create NFS 1 --wait --name', name, *args, cloud=cloud
        )
        return name

    def create_snapshot(self, share: str, *args: str, cloud: str = '') -> str:
        """A snapshot that is available, and is deleted before its share."""
        name = self.name('snap')
        self.cleanup('share snapshot delete --wait', name, cloud=cloud)
        self.openstack(
            'share snapshot create --wait --name',
            name,
            share,
            *args,
            cloud=cloud,
        )
        return name
