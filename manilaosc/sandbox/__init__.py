"""A real Manila and a real Keystone on loopback, from PyPI alone.

    from manilaosc.sandbox import Sandbox

    with Sandbox('/tmp/sandbox') as box:
        print(box.clouds_yaml, box.share_endpoint)

Importing this package costs next to nothing: Manila and Keystone are only
ever imported by the processes that serve them.
"""

from manilaosc.sandbox.errors import SandboxError
from manilaosc.sandbox.sandbox import Sandbox

__all__ = ['Sandbox', 'SandboxError']
