"""NAPALM's exceptions, for where there is no NAPALM."""


class NapalmException(Exception):
    """Whatever a driver raises."""


class ConnectionException(NapalmException):
    """The router cannot be reached."""


class ConnectAuthError(ConnectionException):
    """It refused the login."""


class ConnectTimeoutError(ConnectionException):
    """It did not answer in time."""


class ConnectionClosedException(ConnectionException):
    """The connection is not there any more."""


class ReplaceConfigException(NapalmException):
    """A candidate to replace all is wrong."""


class MergeConfigException(NapalmException):
    """A candidate to be merged is wrong."""


class CommitError(NapalmException):
    """A candidate did not land."""
