#    Licensed under the Apache License, Version 2.0 (the "License"); you may
#    not use this file except in compliance with the License. You may obtain
#    a copy of the License at
#
#         http://www.apache.org/licenses/LICENSE-2.0
#
#    Unless required by applicable law or agreed to in writing, software
#    distributed under the License is distributed on an "AS IS" BASIS, WITHOUT
#    WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the
#    License for the specific language governing permissions and limitations
#    under the License.

"""What Manila's data service is told to keep backups with."""

from __future__ import annotations

from typing import Any

from manila.tests import fake_backup_driver


class BackupDriver(fake_backup_driver.FakeBackupDriver):  # type: ignore
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
