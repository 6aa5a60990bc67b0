"""Passwords that no repr, no log and no pickle shows."""

import hmac
import os
from ctypes import byref, c_char_p
from types import TracebackType
from typing import Any, NoReturn, Optional, Tuple, Type, Union

from ._library import lib


class Secret:
    """A password. `reveal()` alone gives it.

    Made from a text, it cannot be pickled. Made by `Secret.env("NAME")` or
    `Secret.file("PATH")` it is a reference, which is looked up where it is
    used: that travels to other processes and machines, the password does not.
    """

    __slots__ = ("_text", "_reference")

    def __init__(self, text: str) -> None:
        if not isinstance(text, str):
            raise TypeError(f"a secret is made from a text, not from {type(text).__name__}")
        self._text: Optional[str] = str(text)
        self._reference: Optional[str] = None

    @classmethod
    def _by(cls, reference: str) -> "Secret":
        secret = cls.__new__(cls)
        secret._text = None
        secret._reference = reference
        return secret

    @classmethod
    def env(cls, name: str) -> "Secret":
        """What the environment variable `name` holds when it is needed."""
        if not isinstance(name, str):
            raise TypeError(f"the name of a variable is a text, not {type(name).__name__}")
        return cls._by("@env:" + name)

    @classmethod
    def file(cls, path: "Union[str, os.PathLike[str]]") -> "Secret":
        """The first line of a file that only its owner may read."""
        return cls._by("@file:" + os.fspath(path))

    @property
    def reference(self) -> Optional[str]:
        """"@env:NAME" or "@file:PATH"; None for a secret of its own."""
        return self._reference

    def reveal(self) -> str:
        if self._text is not None:
            return self._text
        kind, _, where = (self._reference or "").partition(":")
        if kind == "@env":
            try:
                return os.environ[where]
            except KeyError:
                raise LookupError(f"there is no environment variable {where}") from None
        _check_file(where)
        with open(where, encoding="utf-8") as file:
            return file.readline().rstrip("\r\n")

    def __repr__(self) -> str:
        return f"Secret({self._reference})" if self._reference else "Secret(***)"

    def __str__(self) -> str:
        return "***"

    def __format__(self, spec: str) -> str:
        return format("***", spec)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Secret):
            return NotImplemented
        return hmac.compare_digest(self.reveal().encode(), other.reveal().encode())

    def __hash__(self) -> int:
        return hash((Secret, self.reveal()))

    def __bool__(self) -> bool:
        return self._reference is not None or bool(self._text)

    def __reduce_ex__(self, protocol: Any) -> Tuple[Any, Tuple[str]]:
        if self._reference is None:
            self._refuse()
        return (_from_reference, (self._reference,))

    def __copy__(self) -> "Secret":
        return self

    def __deepcopy__(self, memo: Any) -> "Secret":
        return self

    def _refuse(self) -> NoReturn:
        raise TypeError(
            "a secret is not pickled in the clear: use Secret.env(NAME) or"
            " Secret.file(PATH), which travel as a reference"
        )


def _from_reference(reference: str) -> Secret:
    return Secret._by(reference)


def _check_file(path: str) -> None:
    """As the C library: nobody but the owner may read it."""
    reason = c_char_p()
    pointer = lib.rtx_secret_from_file(os.fsencode(path), byref(reason))
    if not pointer:
        raise PermissionError(f"{path}: {(reason.value or b'cannot be read').decode()}")
    lib.rtx_secret_free(pointer)


SecretLike = Union[str, Secret, None]


def as_secret(value: SecretLike, what: str = "the secret") -> Optional[Secret]:
    """:raises TypeError: it is neither a text nor a secret"""
    if value is None or isinstance(value, Secret):
        return value
    if not isinstance(value, str):
        raise TypeError(f"{what} must be a text or rtx.Secret, not {type(value).__name__}")
    return Secret(value)


def check_secret(value: SecretLike, what: str) -> None:
    """Can it be typed? References are looked up later."""
    secret = as_secret(value, what)
    if secret is not None and secret.reference is None:
        _typed(secret, what)


def _typed(secret: Secret, what: str) -> bytes:
    shown = secret.reveal()
    if any(sign in shown for sign in "\0\r\n"):
        raise ValueError(f"{what} must be one line without NUL characters")
    try:
        return shown.encode("utf-8")
    except UnicodeEncodeError:  # which has all of it in its arguments
        pass
    raise ValueError(f"{what} is no valid text")


class CSecret:
    """A secret as the C library wants it, for the length of a `with`."""

    def __init__(self, value: SecretLike, what: str = "the secret") -> None:
        secret = as_secret(value, what)
        raw = _typed(secret, what) if secret is not None else None
        self._pointer: Optional[int] = None
        if raw is not None:
            self._pointer = lib.rtx_secret_new(raw, len(raw))
            if not self._pointer:
                raise MemoryError("no memory for a secret")

    def __enter__(self) -> Optional[int]:
        return self._pointer

    def __exit__(
        self,
        kind: Optional[Type[BaseException]],
        error: Optional[BaseException],
        trace: Optional[TracebackType],
    ) -> None:
        lib.rtx_secret_free(self._pointer)
        self._pointer = None
