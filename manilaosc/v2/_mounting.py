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
"""How to mount a share, by protocol."""

from collections.abc import Callable, Mapping
import dataclasses
import re
import shlex

from manilaosc.i18n import _


@dataclasses.dataclass(frozen=True)
class Request:
    """What to mount, where and as whom.

    :param path: The path of the export location.
    :param mount_point: The folder to mount it to.
    :param label: The name of the share in file names.
    :param user: The user that an access rule lets in, if there is one.
    :param read_only: Whether access is read only.
    :param file_system: The name of the Ceph file system, if it is known.
    """

    path: str
    mount_point: str
    label: str
    user: str | None = None
    read_only: bool = False
    file_system: str | None = None


@dataclasses.dataclass(frozen=True)
class Recipe:
    """How to mount it.

    :param device: What to mount.
    :param options: The mount options, separated by commas.
    :param command: The command that mounts it; empty if it is not known.
    :param fstab: The line in ``/etc/fstab``; empty if there is none.
    :param credentials: The file that has the password or key, if one is
        needed.
    :param note: What else to know.
    """

    device: str
    options: str = ''
    command: str = ''
    fstab: str = ''
    credentials: str = ''
    note: str = ''


def recipe(protocol: str, request: Request) -> Recipe:
    """Return how to mount a share.

    :param protocol: The share protocol, in any case.
    """
    make = RECIPES.get(protocol.upper())
    if make is None:
        return Recipe(
            request.path,
            note=_('The command for the protocol %s is not known.') % protocol,
        )
    return make(request)


def _nfs(request: Request) -> Recipe:
    return _mount('nfs', request.path, [], request)


def _cifs(request: Request) -> Recipe:
    file = f'/etc/samba/{request.label}.credentials'
    return _mount(
        'cifs',
        request.path.replace('\\', '/'),
        [f'credentials={file}'],
        request,
        credentials=file,
        note=_(
            'The credentials file has the lines "username=%s" and '
            '"password=...", and "domain=..." if there is one. Only root '
            'should be able to read it.'
        )
        % (request.user or '...'),
    )


def _cephfs(request: Request) -> Recipe:
    user = request.user or 'USER'
    file = f'/etc/ceph/{user}.secret'
    options = [f'name={user}', f'secretfile={file}']
    if request.file_system:
        options.append(f'fs={request.file_system}')
    monitors, _colon, folder = request.path.rpartition(':')
    note = _('Save the access key of %s in the secret file.') % user
    if request.file_system:
        note += ' ' + _('With mount.ceph of Quincy or later: %s') % (
            f'mount -t ceph {user}@.{request.file_system}={folder} '
            f'{request.mount_point} '
            f'-o mon_addr={monitors.replace(",", "/")},secretfile={file}'
        )
    return _mount(
        'ceph', request.path, options, request, credentials=file, note=note
    )


def _glusterfs(request: Request) -> Recipe:
    return _mount(
        'glusterfs',
        request.path,
        [],
        request,
        note=_(
            'The client needs a TLS certificate with the common name of an '
            'access rule.'
        ),
    )


def _hdfs(request: Request) -> Recipe:
    found = re.fullmatch(r'hdfs://([^/]+)(/.*)', request.path)
    if found is None:
        return Recipe(request.path, note=_('The export path is not valid.'))
    return Recipe(
        request.path,
        command=_line(
            'hadoop-fuse-dfs', f'dfs://{found[1]}', request.mount_point
        ),
        note=_('The share is the folder %s there.') % found[2],
    )


def _maprfs(request: Request) -> Recipe:
    folder = request.path.partition(' ')[0].removeprefix('maprfs://')
    return Recipe(
        request.path,
        note=_(
            'The MapR POSIX client mounts the whole cluster; the share is the '
            'folder %s there.'
        )
        % folder,
    )


def _mount(
    kind: str,
    device: str,
    options: list[str],
    request: Request,
    *,
    credentials: str = '',
    note: str = '',
) -> Recipe:
    if request.read_only:
        options = [*options, 'ro']
    joined = ','.join(options)
    words = ['mount', '-t', kind, device, request.mount_point]
    in_fstab = ','.join([*(options or ['defaults']), '_netdev'])
    fields = [device, request.mount_point, kind, in_fstab]
    return Recipe(
        device,
        joined,
        _line(*words, *(['-o', joined] if joined else [])),
        ' '.join([*map(_escaped, fields), '0 0']),
        credentials,
        note,
    )


def _line(*words: str) -> str:
    return shlex.join(['sudo', *words])


def _escaped(field: str) -> str:
    """Return a field of ``/etc/fstab``, white space in octal."""
    return re.sub(r'[\s\\]', lambda m: f'\\{ord(m[0]):03o}', field)


#: The protocols of Manila whose command is known
RECIPES: Mapping[str, Callable[[Request], Recipe]] = {
    'CEPHFS': _cephfs,
    'CIFS': _cifs,
    'GLUSTERFS': _glusterfs,
    'HDFS': _hdfs,
    'MAPRFS': _maprfs,
    'NFS': _nfs,
}
