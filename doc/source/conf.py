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

"""How Sphinx builds this documentation: ``tox -e docs``."""

import importlib.metadata
import itertools
import logging
import pathlib

from docutils import nodes
from reno import config
from reno import formatter
import yaml

from manilaosc.sdk.v2 import _proxy
from manilaosc.tests import operations

_ROOT = pathlib.Path(__file__).parents[2]

project = 'manilaosc'
copyright = 'OpenStack contributors'
extensions = [
    'cliff.sphinxext',
    'openstackdocstheme',
    'reno.sphinxext',
    'sphinx.ext.autodoc',
]

html_theme = 'openstackdocs'
html_theme_options = {
    # Readers of a local copy are not to be counted on docs.openstack.org
    'analytics_tracking_code': '',
    # The badge tells old branches apart, and is fetched from there
    'display_badge': False,
    'sidebar_search': True,
}
html_static_path = ['_static']
html_css_files = ['manilaosc.css']
templates_path = ['_templates']
# The theme would ask git, which a release's archive does not have
openstackdocs_auto_version = False
version = release = importlib.metadata.version('manilaosc')

# Commands are documented as "openstack share ...", which is how they are run
autoprogram_cliff_application = 'openstack'
# Every command has these; the reference's first page speaks of them
autoprogram_cliff_ignored = [
    '--help',
    '--format',
    '--column',
    '--fit-width',
    '--max-width',
    '--noindent',
    '--prefix',
    '--print-empty',
    '--quote',
    '--sort-ascending',
    '--sort-column',
    '--sort-descending',
]
# It would make a dash of the two in "--wait"
smartquotes = False
# Blocks without a language are file trees and output, not Python
highlight_language = 'none'

# Keep the sidebar narrow
toc_object_entries_show_parents = 'hide'

autodoc_member_order = 'bysource'
autodoc_typehints = 'description'
# Types of parameters that a docstring speaks of, not of every one
autodoc_typehints_description_target = 'documented'


def _since(operation):
    """Say which microversions have an operation."""
    since = operation.min.replace('-', 'all')
    if operation.max != '-':
        since += f' to {operation.max}'
    if operation.experimental == 'always':
        since += ', experimental'
    elif operation.experimental != '-':
        since += f', experimental through {operation.experimental}'
    return since


def _tables():
    """Say everything about every operation, a table per resource."""
    proxy = 'manilaosc.sdk.v2._proxy.Proxy'
    for resource, rows in itertools.groupby(
        operations.operations(), lambda operation: operation.resource
    ):
        yield from _heading(resource[:1].upper() + resource[1:])
        yield from ['.. list-table::', '   :header-rows: 1']
        yield from ['   :widths: 36 14 25 25', '']
        yield from ['   * - Operation', '     - Microversions']
        yield from ['     - Method', '     - Command']
        for each in rows:
            action = '' if each.action == '-' else f' ``{each.action}``'
            request = f'``{each.method} {each.route}``{action}'
            yield f'   * - {each.operation}: {request}'
            yield f'     - {_since(each)}'
            yield f'     - :meth:`{each.sdk} <{proxy}.{each.sdk}>`'
            yield f'     - ``{each.command}``'


def _resources():
    """Name every class of the SDK layer."""
    classes = {
        cls.__name__: cls
        for cls in _proxy.Proxy._resource_registry.values()
        if cls.__module__.startswith('manilaosc.')
    }
    for name, cls in sorted(classes.items()):
        yield from _heading(name)
        yield f'.. autoclass:: {cls.__module__}.{name}'
        yield '   :members:'


def _heading(text):
    return ['', text, '=' * len(text), '']


#: Pages that end with generated text
_GENERATED = {
    'reference/operations': _tables,
    'reference/resources': _resources,
}


def _add_to_pages(app, docname, source):
    if docname in _GENERATED:
        source[0] = '\n'.join([source[0], *_GENERATED[docname](), ''])
    if docname == 'releasenotes' and not (_ROOT / '.git').exists():
        page, _directive, _options = source[0].partition('.. release-notes::')
        source[0] = page + _release_notes()


class _Notes:
    """A reno loader for a source archive: all notes are of its version.

    reno's own loader reads from git which note belongs to which version.
    """

    def __getitem__(self, version):
        notes = _ROOT / 'doc/releasenotes/notes'
        return [(path, '') for path in sorted(notes.glob('*.yaml'))]

    def parse_note_file(self, path, commit):
        return yaml.safe_load(path.read_text())


def _release_notes():
    return formatter.format_report(
        _Notes(),
        config.Config(str(_ROOT), 'doc/releasenotes'),
        [release],
        show_source=False,
    )


def _unlink_addresses(app, doctree):
    """Keep pools such as ``host@backend#pool`` from being mail addresses."""
    for node in list(doctree.findall(nodes.reference)):
        if node.get('refuri', '').startswith('mailto:'):
            node.replace_self(node.children)


def _needs_no_commit(record):
    """Drop the theme's warning that this is not a git repository.

    The theme names the commit in bug reports only, which are not set up here.
    The warning has no type that ``suppress_warnings`` could name.
    """
    return 'cannot get gitsha' not in record.getMessage()


def setup(app):
    app.connect('source-read', _add_to_pages)
    app.connect('doctree-read', _unlink_addresses)
    logging.getLogger('sphinx.openstackdocstheme.ext').addFilter(
        _needs_no_commit
    )
