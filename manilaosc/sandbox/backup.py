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

"""The backup driver of the sandbox."""

from typing import Any

from manila.tests import fake_backup_driver


class BackupDriver(fake_backup_driver.FakeBackupDriver):
    """Manila's fake backup driver, which succeeds without copying any data.

    By default it lets the data service copy the data, which requires root and
    an NFS server.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_data_manager = False
        self.restore_to_target_support = True

    def get_backup_progress(self, *args: Any) -> str:
        return '100'

    def get_restore_progress(self, *args: Any) -> str:
        return '100'
