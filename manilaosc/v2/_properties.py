"""What the commands that show a resource's properties share."""

import argparse
from collections.abc import Callable
from typing import Any

from manilaosc import command
from manilaosc.common import options
from manilaosc.i18n import _


class ShowProperties(command.ShowOne):
    """Shows the properties of a resource, each as a field."""

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        options.add(
            parser,
            '--property',
            _('Show this property only, and fail if there is none'),
            metavar='<key>',
            new=True,
        )
        return parser

    def properties(
        self,
        parsed_args: argparse.Namespace,
        fetch: Callable[..., Any],
        fetch_item: Callable[..., Any],
        *owner: Any,
    ) -> command.Fields:
        """Ask for all properties, or for the one that is wanted.

        :param fetch: The proxy's ``fetch_*_metadata`` method.
        :param fetch_item: Its ``fetch_*_metadata_item``, whose last argument
            is the key.
        :param owner: What both are given before that: the resource.
        """
        key = parsed_args.property
        if key is None:
            return self.dict2columns(fetch(*owner).metadata or {})
        return (key,), (fetch_item(*owner, key).metadata[key],)
