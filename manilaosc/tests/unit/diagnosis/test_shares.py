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
"""Unit tests for the checks of states."""

from manilaosc.diagnosis import hints
from manilaosc.diagnosis import shares
from manilaosc.tests.unit.diagnosis import base


def message(detail: str, action: str = '002', about: str = 's1') -> object:
    return base.resource(
        'user_message',
        resource_id=about,
        action_id=action,
        detail_id=detail,
        user_message=f'message {detail}',
    )


def service(**attrs: object) -> object:
    return base.resource(
        'service',
        **{
            'host': 'h@b',
            'state': 'up',
            'status': 'enabled',
            'updated_at': base.RECENTLY,
            **attrs,
        },
    )


class TestFailed(base.TestCase):
    def test_every_kind_of_resource(self):
        for name, noun, kind in (
            ('shares', 'share', 'share'),
            ('snapshots', 'share-snapshot', 'share_snapshot'),
            ('replicas', 'share-replica', 'share_replica'),
            ('backups', 'share-backup', 'share_backup'),
            ('groups', 'share-group', 'share_group'),
            (
                'group_snapshots',
                'share-group-snapshot',
                'share_group_snapshot',
            ),
            ('servers', 'share-server', 'share_server'),
            ('networks', 'share-network', 'share_network'),
        ):
            good = base.resource(kind, id='good', status='available')
            bad = base.resource(kind, id='bad', status='error')
            found = shares.failed(base.known(**{name: [good, bad]}))
            self.assert_findings([('error', f'{noun}-in-error', 'bad')], found)

    def test_every_failure_state_has_a_remedy(self):
        for state in (
            'error',
            'error_deferred_deleting',
            'error_deleting',
            'extending_error',
            'manage_error',
            'reverting_error',
            'shrinking_error',
            'shrinking_possible_data_loss_error',
            'unmanage_error',
            'backup_restoring_error',
        ):
            share = base.share(status=state)
            for known, admin in (
                (base.known(shares=[share]), False),
                (base.known(shares=[share], services=[]), True),
            ):
                (found,) = shares.failed(known)
                self.assertEqual(f'is in {state}', found.problem)
                self.assertNotEqual('', found.remedy)
                if admin:
                    self.assertRegex(found.remedy, '^openstack share .*s1')

    def test_members_get_no_command_that_they_cannot_run(self):
        share = base.share(status='extending_error')
        (found,) = shares.failed(base.known(shares=[share]))
        self.assertEqual(
            'Ask your administrator to reset the status.', found.remedy
        )

    def test_reason(self):
        share = base.share(status='error')
        known = base.known(shares=[share], messages=[message('003')])
        (found,) = shares.failed(known)
        self.assertEqual(f'message 003 {hints.HINTS["003"]}', found.reason)
        # It never existed on a back end
        self.assertEqual('openstack share delete s1', found.remedy)

    def test_only_messages_that_explain_the_state(self):
        share = base.share(status='extending_error')
        newest_first = [
            message('020', action='010'),
            message('015', action='008'),
            message('003', action='002'),
        ]
        known = base.known(shares=[share], messages=newest_first)
        (found,) = shares.failed(known)
        self.assertIn('message 015', found.reason)

    def test_messages_about_others_are_ignored(self):
        share = base.share(status='error')
        messages = [message('003', about='other')]
        (found,) = shares.failed(base.known(shares=[share], messages=messages))
        self.assertEqual('', found.reason)

    def test_a_message_without_text_is_ignored(self):
        share = base.share(status='error')
        odd = base.resource('user_message', resource_id='s1')
        (found,) = shares.failed(base.known(shares=[share], messages=[odd]))
        self.assertEqual('', found.reason)

    def test_service(self):
        share = base.share(status='error', host='h@b#pool')
        known = base.known(shares=[share], services=[service(state='down')])
        (found,) = shares.failed(known)
        self.assertIn('h@b is down', found.reason)

    def test_instances(self):
        instance = base.resource(
            'share_instance', id='i1', share_id='s1', status='error'
        )
        # The share says so already
        bad = base.known(
            shares=[base.share(status='error')], instances=[instance]
        )
        self.assert_findings(
            [('error', 'share-in-error', 's1')], shares.failed(bad)
        )
        good = base.known(
            shares=[base.share()], instances=[instance], services=[]
        )
        self.assert_findings(
            [('error', 'share-instance-in-error', 'i1')], shares.failed(good)
        )


class TestStuck(base.TestCase):
    def test_creating(self):
        for created, expected in (
            (base.LONG_AGO, [('warning', 'share-stuck', 's1')]),
            (base.RECENTLY, []),
        ):
            share = base.share(status='creating', created_at=created)
            found = shares.stuck(base.known(shares=[share]))
            found = self.assert_findings(expected, found)
            if found:
                self.assertEqual(
                    'has been creating for 60 minutes', found[0].problem
                )
                self.assertEqual(base.LONG_AGO, found[0].since)

    def test_time_of_a_share_is_that_of_its_instance(self):
        share = base.share(status='extending')
        for updated, expected in (
            (base.LONG_AGO, [('warning', 'share-stuck', 's1')]),
            (base.RECENTLY, []),
        ):
            instance = base.resource(
                'share_instance', share_id='s1', updated_at=updated
            )
            found = shares.stuck(
                base.known(shares=[share], instances=[instance])
            )
            self.assert_findings(expected, found)

    def test_unknown_time(self):
        share = base.share(status='extending')
        found = shares.stuck(base.known(shares=[share]))
        (found,) = self.assert_findings([('note', 'share-stuck', 's1')], found)
        self.assertEqual('openstack share wait s1', found.remedy)

    def test_service(self):
        share = base.share(status='creating', host='h@b#pool')
        for attrs, words in (
            ({'state': 'down'}, 'h@b is down; last seen 2026'),
            (
                {'status': 'disabled', 'disabled_reason': 'new disks'},
                'h@b is disabled: new disks',
            ),
            ({'status': 'disabled'}, 'no reason given'),
            ({'ensuring': True}, 'is ensuring'),
        ):
            known = base.known(shares=[share], services=[service(**attrs)])
            (found,) = shares.stuck(known)
            self.assertIn(words, found.reason)

    def test_remedy_is_the_administrators(self):
        share = base.share(status='creating')
        for known, words in (
            (base.known(shares=[share]), 'Ask your administrator'),
            (
                base.known(shares=[share], services=[]),
                'openstack share set s1 --status error',
            ),
        ):
            (found,) = shares.stuck(known)
            self.assertIn(words, found.remedy)

    def test_durations(self):
        for created, words in (
            ('2026-11-25T09:00:00', '3 hours'),
            ('2026-11-20T12:00:00', '5 days'),
        ):
            share = base.share(status='creating', created_at=created)
            (found,) = shares.stuck(base.known(shares=[share]))
            self.assertEqual(f'has been creating for {words}', found.problem)

    def test_odd_time(self):
        share = base.share(status='creating', created_at='yesterday')
        found = shares.stuck(base.known(shares=[share]))
        self.assert_findings([('note', 'share-stuck', 's1')], found)


class TestRecycleBin(base.TestCase):
    def test_share(self):
        share = base.share(scheduled_to_be_deleted_at='2026-12-01')
        known = base.known(soft_deleted=[share])
        (found,) = self.assert_findings(
            [('note', 'share-in-recycle-bin', 's1')],
            shares.in_recycle_bin(known),
        )
        self.assertIn('2026-12-01', found.reason)
        self.assertEqual('openstack share restore s1', found.remedy)
