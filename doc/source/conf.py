"""How Sphinx builds this documentation: ``tox -e docs``."""

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
