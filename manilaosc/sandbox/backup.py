"""What Manila's data service is told to keep backups with."""

from typing import Any

from manila.tests import fake_backup_driver


class BackupDriver(fake_backup_driver.FakeBackupDriver):
    """Manila's fake, which claims success without mounting anything.

    As it comes it leaves the work to the data service, whose mounts need
    root and an NFS server.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_data_manager = False
        self.restore_to_target_support = True

    def get_backup_progress(self, *args: Any) -> str:
        return '100'

    def get_restore_progress(self, *args: Any) -> str:
        return '100'
