from openstack import exceptions

from manilaosc.tests.unit import fakes
from manilaosc.v2 import share_quota
from manilaosc.v2 import share_quota_class

VALUES = {name: i for i, name in enumerate(share_quota.QUOTAS)}


class TestShow(fakes.TestCommand):
    command = share_quota_class.ShowShareQuotaClass

    def setUp(self):
        super().setUp()
        self.get = self.client.get_quota_class_set
        self.get.return_value = fakes.resource(
            'quota_class_set', id='gold', **VALUES
        )

    def test_show(self):
        result = self.run_cmd('gold')
        self.get.assert_called_once_with('gold')
        self.assertEqual(sorted(['id', *VALUES]), list(result.columns))
        self.assertEqual({'id': 'gold', **VALUES}, result.fields)

    def test_default(self):
        self.run_cmd()
        self.get.assert_called_once_with('default')

    def test_refused(self):
        self.get.side_effect = exceptions.ForbiddenException(
            'No way', http_status=403
        )
        self.run_cmd(fail=True, stderr='No way')
