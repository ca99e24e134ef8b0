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

"""Check that people read OpenStack's English: ``python tools/voice.py``.

Reads documentation, release notes, and the strings, docstrings and comments of
Python files. Prints each refused phrase with its place and what to write
instead, and exits with status 1 if there are any.
"""

import ast
from collections.abc import Iterator
import io
import pathlib
import re
import sys
import tokenize

ROOT = pathlib.Path(__file__).resolve().parent.parent

#: Files and folders to check, relative to the root of the repository
COVERED = (
    'README.rst',
    'CONTRIBUTING.rst',
    'doc/source',
    'doc/releasenotes/notes',
    'manilaosc/sandbox',
    'manilaosc',
)

#: Phrases, and what to write instead. A phrase is a regular expression that is
#: matched against whole words in any case; a space matches any white space.
PHRASES = (
    # Helps
    (r'list those', 'List only <resources> ...'),
    (r'(?<!to\s)administrators? only', '(admin only)'),
    (r'only for administrators', '(admin only)'),
    (r'repeat for several', '(repeat option to set multiple ...)'),
    (r'repeat, or give several', '(repeat option to set multiple ...)'),
    (r'give several times', '(repeat option to set multiple ...)'),
    (r'\(ID or name\)', '(name or ID)'),
    (r'remove what (a|an|the) \w+ has', 'Unset <resource> properties'),
    (r'let a project \w+ a \w+ no longer', "Revoke a project's access to"),
    (r'nobody is told', '... is shown only at creation'),
    (r'over what (a|the) \w+ has', 'overwriting the ...'),
    (r'there is but', 'only ... exists'),
    (r'goes by', '... type, or "is identified by"'),
    (r'tenants?', 'project'),
    # Errors
    (r'is neither', 'must be ... or ...; must not be empty'),
    (r'it can have %\w', 'Too long: ... (maximum ...)'),
    (r'only by itself can', 'cannot be combined with'),
    (r'must be [%\w]+ at least', 'must be at least ...'),
    (r'no longer than', 'at most ...'),
    (r'what is to be', 'the thing itself, or "no ... given"'),
    # Explanations
    (r'bringing in and letting go', 'Managing existing ...'),
    (r'letting go', 'unmanaging, or releasing'),
    (r'that one runs', 'It uses ...'),
    (r'its own are run', '... take precedence'),
    (r'where it does not say', 'Say what the thing is and does'),
    (r'(has|have|holds?|knows?|takes?|does) (it|them) not', 'does not ...'),
    (r'has to do with', 'Base class for ..., or "concerns"'),
    (r'has %?\w+ places', 'stores at most ... characters'),
    # American spelling
    (r'analys(e|es|ed|ing)', 'analyze'),
    (r'artefacts?', 'artifact'),
    (r'behaviours?', 'behavior'),
    (r'cancell(ed|ing)', 'canceled, canceling'),
    (r'catalogues?', 'catalog'),
    (r'centres?', 'center'),
    (r'colour(s|ed|ing)?', 'color'),
    (r'defence', 'defense'),
    (r'favour(s|ed|ing|ites?)?', 'favor'),
    (r'fulfil', 'fulfill'),
    (r'grey', 'gray'),
    (r'honour(s|ed|ing)?', 'honor'),
    (r'(un)?labelled', 'labeled'),
    (r'learnt', 'learned'),
    (r'licences?', 'license'),
    (r'(mis)?spelt', 'spelled'),
    (r'neighbour(s|ing)?', 'neighbor'),
    (r'programmes?', 'program'),
    (r'whilst', 'while'),
    (r'amongst', 'among'),
    (
        r'(author|custom|final|general|initial|maxim|minim|normal|optim|organ'
        r'|prior|real|recogn|serial|special|summar|synchron|util)'
        r'is(e|es|ed|ing|ations?)',
        'spell with -ize, -ization',
    ),
)


def texts(path: pathlib.Path) -> Iterator[tuple[int, str]]:
    """Yield what people read of a file, each with the number of its line."""
    content = path.read_text()
    if path.suffix != '.py':
        yield 1, content
        return
    for node in ast.walk(ast.parse(content)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, node.value
    for token in tokenize.generate_tokens(io.StringIO(content).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string


def find(text: str) -> Iterator[tuple[int, str, str]]:
    """Yield each refused phrase: its offset, itself, and what to write."""
    for found in _REFUSED.finditer(text):
        phrase = ' '.join(found[0].split())
        yield found.start(), phrase, _INSTEAD[str(found.lastgroup)]


def check(path: pathlib.Path) -> Iterator[str]:
    """Yield a line for each refused phrase of a file, or of a folder's."""
    files = [path] if path.is_file() else sorted(path.rglob('*'))
    for file in files:
        if file.suffix not in ('.py', '.rst', '.yaml'):
            continue
        for line, text in texts(file):
            for offset, phrase, instead in find(text):
                number = line + text.count('\n', 0, offset)
                yield f'{file}:{number}: {phrase!r}: write {instead}'


_INSTEAD = {f'p{i}': instead for i, (_, instead) in enumerate(PHRASES)}
_REFUSED = re.compile(
    '|'.join(
        rf'(?P<p{i}>(?<![\w-]){phrase}(?!\w))'.replace(' ', r'\s+')
        for i, (phrase, _) in enumerate(PHRASES)
    ),
    re.IGNORECASE,
)


def main(argv: list[str]) -> int:
    """Check the files and folders named, or else those that are covered."""
    problems = [
        line for name in argv or COVERED for line in check(ROOT / name)
    ]
    for line in problems:
        print(line)
    return 1 if problems else 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
