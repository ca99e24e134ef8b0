"""Failures as people read them: the cloud's words, in one line."""

from keystoneauth1 import exceptions as ksa_exceptions
from openstack import exceptions as sdk_exceptions
import requests

from manilaosc.common import text
from manilaosc.i18n import _

#: What goes wrong in the cloud or on the way there; anything else is a
#: mistake of ours, or has been put into words already
EXPECTED = (
    sdk_exceptions.SDKException,
    ksa_exceptions.ClientException,
    requests.RequestException,
)


def message(error: BaseException) -> str:
    """Return an error's message, fit for one line on a terminal."""
    if isinstance(error, sdk_exceptions.HttpException) and error.status_code:
        words = _http(error)
    elif isinstance(error, ksa_exceptions.ConnectFailure):
        words = _unreachable(error)
    else:
        words = str(error) or type(error).__name__
    return text.one_line(words)


def _http(error: sdk_exceptions.HttpException) -> str:
    words = (error.details or error.message or '').strip()
    if error.status_code == 403:
        words = words or _('Access was denied.')
    result = f'{words} (HTTP {error.status_code})'
    if error.request_id:
        result += f' (Request-ID: {error.request_id})'
    return result


def _unreachable(error: ksa_exceptions.ConnectFailure) -> str:
    cause: BaseException | None = error
    while cause is not None:
        reason = getattr(next(iter(cause.args), None), 'reason', None)
        if reason is not None:
            request = getattr(cause, 'request', None)
            where = getattr(request, 'url', None)
            # "<connection object>: Failed to establish ...: [Errno 111] why"
            why = str(reason).rpartition(': ')[2]
            return _('Unable to reach %(where)s: %(why)s') % {
                'where': where,
                'why': why,
            }
        cause = cause.__cause__ or cause.__context__
    return str(error)
