"""How Sphinx builds this documentation: ``tox -e docs``."""

import itertools

from manilaosc.tests.functional import operations

project = 'manilaosc'
copyright = 'OpenStack contributors'
extensions = ['cliff.sphinxext', 'reno.sphinxext', 'sphinx.ext.autodoc']
html_theme = 'alabaster'
html_theme_options = {'description': 'OpenStackClient plugin for Manila'}

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

autodoc_member_order = 'bysource'
autodoc_typehints = 'description'
# Types of parameters that a docstring speaks of, not of every one
autodoc_typehints_description_target = 'documented'


def _since(operation):
    """Say which microversions have an operation."""
    since = operation.min.replace('-', 'always')
    if operation.max != '-':
        since += f' to {operation.max}'
    if operation.experimental == 'always':
        since += ', experimental'
    elif operation.experimental != '-':
        since += f', experimental through {operation.experimental}'
    return since


def _add_operations(app, docname, source):
    """Add the tables to the page about the API's operations."""
    if docname != 'reference/operations':
        return
    proxy = 'manilaosc.sdk.v2._proxy.Proxy'
    lines = []
    for resource, rows in itertools.groupby(
        operations.operations(), lambda operation: operation.resource
    ):
        title = resource.capitalize()
        lines += ['', title, '=' * len(title), '']
        lines += ['.. list-table::', '   :header-rows: 1', '']
        lines += ['   * - Operation', '     - Since', '     - Method']
        lines += ['     - Command']
        for each in rows:
            action = '' if each.action == '-' else f' ``{each.action}``'
            lines += [
                f'   * - {each.operation}: ``{each.method} {each.route}``'
                f'{action}',
                f'     - {_since(each)}',
                f'     - :meth:`{each.sdk} <{proxy}.{each.sdk}>`',
                f'     - ``{each.command}``',
            ]
    source[0] += '\n'.join([*lines, ''])


def setup(app):
    app.connect('source-read', _add_operations)
