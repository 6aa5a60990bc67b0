"""From intent to a fragment: the library's recipes."""

import weakref
from ctypes import byref, c_void_p
from dataclasses import dataclass
from typing import Any, List, Mapping, Optional, Tuple

from ._library import encoded, lib, owned_text, sized, text
from ._structures import CRecipeInfo, CRecipeKey
from .config import Config, warnings_of
from .errors import c_error, check
from .secret import CSecret, Secret


@dataclass(frozen=True)
class Key:
    """A key of a recipe, as it is documented."""

    name: str
    type: str
    initial: str
    about: str
    required: bool
    secret: bool
    numbered: bool


@dataclass(frozen=True)
class RecipeInfo:
    name: str
    about: str
    keys: Tuple[Key, ...]


def _keys(recipe: str, count: int) -> Tuple[Key, ...]:
    found = []
    for index in range(count):
        raw = sized(CRecipeKey)
        check(lib.rtx_recipe_key(recipe.encode(), index, byref(raw)))
        found.append(
            Key(
                text(raw.name),
                text(raw.type),
                text(raw.initial),
                text(raw.about),
                bool(raw.required),
                bool(raw.secret),
                bool(raw.numbered),
            )
        )
    return tuple(found)


def recipes() -> List[RecipeInfo]:
    """All recipes that there are."""
    found: List[RecipeInfo] = []
    raw = sized(CRecipeInfo)
    while lib.rtx_recipe_info(len(found), byref(raw)) == 0:
        name = text(raw.name)
        found.append(RecipeInfo(name, text(raw.about), _keys(name, raw.keys)))
    return found


class Recipe:
    """A form of keys and values: `recipe["lan"] = "192.168.100.254/24"`."""

    def __init__(
        self, name: str, *, any_firmware: bool = False, take_over: bool = False
    ) -> None:
        handle = c_void_p()
        error = c_error()
        check(
            lib.rtx_recipe_new(byref(handle), encoded(name, "the name"), byref(error)), error
        )
        self.name = name
        self._pointer = handle.value
        self._free = weakref.finalize(self, lib.rtx_recipe_free, handle.value)
        lib.rtx_recipe_allow(self._pointer, int(any_firmware) | int(take_over) << 1)

    def __setitem__(self, key: str, value: Any) -> None:
        """Checked at once. Secret keys take a text or an `rtx.Secret`."""
        name = encoded(key, "the key")
        error = c_error()
        secret = lib.rtx_recipe_is_secret(self._pointer, name) == 1
        if secret or isinstance(value, Secret):
            with CSecret(value if isinstance(value, Secret) else str(value)) as pointer:
                rc = lib.rtx_recipe_set_secret(self._pointer, name, pointer, byref(error))
        else:
            raw = encoded(str(value), "the value")
            rc = lib.rtx_recipe_set(self._pointer, name, raw, byref(error))
        check(rc, error)

    def update(self, values: Mapping[str, Any]) -> None:
        """Several values. A list or tuple becomes KEY.1, KEY.2, …; in keyword
        arguments `lan_address` stands for what is not a name."""
        for key, value in values.items():
            if isinstance(value, (list, tuple)):
                for number, item in enumerate(value, 1):
                    self[f"{key}.{number}"] = item
            else:
                self[key] = value

    def text(self, running: Optional[Config] = None) -> str:
        """The fragment with comments, secrets in clear."""
        made = c_void_p()
        error = c_error()
        rc = lib.rtx_recipe_fragment(
            self._pointer, running._pointer if running else None, byref(made), byref(error)
        )
        check(rc, error)
        return owned_text(made.value, lib.rtx_recipe_text_free)

    def config(self, running: Optional[Config] = None) -> Config:
        """The fragment, ready to be pushed. With what the router has, numbers
        that are free there are taken."""
        return Config.fragment(self.text(running), f"recipe {self.name}")

    @property
    def warnings(self) -> Tuple[str, ...]:
        """What the reader of the last fragment should know."""
        return warnings_of(lib.rtx_recipe_warning, self._pointer or 0)
