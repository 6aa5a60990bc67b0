"""The C library: found, checked, and its functions declared."""

import ctypes
import os
import weakref
from ctypes import POINTER, c_char_p, c_int, c_int64, c_long, c_size_t, c_uint, c_void_p
from pathlib import Path
from typing import Any, Dict, Iterator, List, Optional, Sequence, Tuple, Union

from ._structures import (
    CChange,
    CCounters,
    CEmulatorOption,
    CError,
    CFinding,
    CJournalInfo,
    CLink,
    CPlanOptions,
    CRecipeInfo,
    CRecipeKey,
    CRisk,
    CSchemaField,
    CSchemaRecord,
    CSerialPort,
    CSessionInfo,
    CShowReport,
    CStatement,
)

ABI = 0
"""The binary interface (RTX_ABI) that this package was written for."""


class LibraryError(ImportError):
    """The C library is not there, or not the one that this package needs."""


def candidates(stem: str) -> Iterator[str]:
    """Where the library may be, the nearest place first."""
    name = f"{stem}.so.{ABI}"
    chosen = os.environ.get("RTX_LIBRARY")
    if chosen:
        # a file, whose neighbour the emulator is; or their directory
        directory = chosen if os.path.isdir(chosen) else os.path.dirname(chosen)
        if stem == "librtx" and not os.path.isdir(chosen):
            yield chosen
        else:
            yield os.path.join(directory, name) if directory else name
        return
    here = Path(__file__).resolve().parent
    yield str(here / name)
    if here.parent.name == "python" and here.parent.parent.name == "bindings":
        yield str(here.parent.parent.parent / "build" / "lib" / name)
    for parent in here.parents:  # PREFIX/lib/python3/dist-packages/rtx
        if parent.name == "lib":
            yield str(parent / name)
    yield name


def find(stem: str) -> "Tuple[ctypes.CDLL, str]":
    tried: List[str] = []
    for path in candidates(stem):
        if os.path.sep in path and not os.path.exists(path):
            tried.append(f"{path}: not there")
            continue
        try:
            return ctypes.CDLL(path), path
        except OSError as error:
            tried.append(f"{path}: {error}")
    raise LibraryError(
        f"{stem} was not found; build it (make), install it (make install) or"
        " say where it is by RTX_LIBRARY. Tried: " + "; ".join(tried)
    )


def check_abi(library: ctypes.CDLL, path: str) -> None:
    """Another ABI means other structures: nothing may be called then."""
    try:
        function = library.rtx_abi
    except AttributeError:
        raise LibraryError(f"{path} is no librtx: it has no rtx_abi()") from None
    function.restype = c_int
    function.argtypes = []
    abi = function()
    if abi != ABI:
        raise LibraryError(
            f"{path} has ABI {abi}, but this package needs ABI {ABI}: install"
            " the librtx and the package of the same version"
        )


# ---- prototypes ----

P = c_void_p
OUT = POINTER(c_void_p)
ERR = POINTER(CError)
S = c_char_p

Prototypes = Dict[str, Tuple[Any, Sequence[Any]]]

PROTOTYPES: Prototypes = {
    "rtx_version": (S, []),
    "rtx_abi": (c_int, []),
    "rtx_free": (None, [P]),
    "rtx_secret_new": (P, [S, c_size_t]),
    "rtx_secret_from_file": (P, [S, POINTER(S)]),
    "rtx_secret_free": (None, [P]),
    "rtx_error_init": (None, [ERR]),
    "rtx_error_text": (c_size_t, [ERR, P, c_size_t]),
    "rtx_strerror": (S, [c_int]),
    "rtx_error_name": (S, [c_int]),
    "rtx_error_hint": (S, [c_int]),
    # sessions
    "rtx_session_new": (c_int, [OUT, S, ERR]),
    "rtx_session_new_fd": (c_int, [OUT, c_int, c_int, S, ERR]),
    "rtx_session_free": (None, [P]),
    "rtx_session_set": (c_int, [P, c_int, c_int64]),
    "rtx_session_set_text": (c_int, [P, c_int, S]),
    "rtx_session_set_passphrase": (c_int, [P, P]),
    "rtx_session_set_user": (c_int, [P, S]),
    "rtx_session_set_login_password": (c_int, [P, P]),
    "rtx_session_set_admin_password": (c_int, [P, P]),
    "rtx_session_set_transcript": (c_int, [P, S]),
    "rtx_session_error": (ERR, [P]),
    "rtx_session_cancel": (None, [P]),
    "rtx_session_start_open": (c_int, [P]),
    "rtx_session_start_administrator": (c_int, [P]),
    "rtx_session_start_run": (c_int, [P, S]),
    "rtx_session_start_save": (c_int, [P]),
    "rtx_session_start_close": (c_int, [P]),
    "rtx_session_fd": (c_int, [P]),
    "rtx_session_wants": (c_int, [P]),
    "rtx_session_deadline": (c_int64, [P]),
    "rtx_session_process": (c_int, [P]),
    "rtx_session_result": (c_int, [P]),
    "rtx_session_output": (S, [P]),
    "rtx_session_info": (c_int, [P, POINTER(CSessionInfo)]),
    "rtx_session_prompt": (S, [P]),
    "rtx_session_notices": (S, [P]),
    "rtx_session_endpoint": (S, [P]),
    # setting a router up
    "rtx_setup_password": (c_int, [P, c_int, P, c_int64]),
    "rtx_setup_user": (c_int, [P, S, P, c_int64]),
    "rtx_setup_host_key": (c_int, [P, c_int, c_int64, POINTER(c_int)]),
    "rtx_setup_sshd": (c_int, [P, c_int64]),
    # configurations and plans
    "rtx_config_parse_fragment": (c_int, [OUT, S, S, c_size_t, S, ERR]),
    "rtx_config_parse_running": (c_int, [OUT, S, c_size_t, c_int, ERR]),
    "rtx_config_append": (c_int, [P, P]),
    "rtx_config_free": (None, [P]),
    "rtx_config_count": (c_size_t, [P]),
    "rtx_config_statement": (c_int, [P, c_size_t, POINTER(CStatement)]),
    "rtx_config_header": (S, [P]),
    "rtx_config_text": (P, [P, c_int]),
    "rtx_config_backup": (P, [P, OUT]),
    "rtx_plan_make": (c_int, [OUT, P, P, POINTER(CPlanOptions), ERR]),
    "rtx_plan_free": (None, [P]),
    "rtx_plan_count": (c_size_t, [P]),
    "rtx_plan_change": (c_int, [P, c_size_t, POINTER(CChange)]),
    "rtx_plan_warning": (S, [P, c_size_t]),
    "rtx_plan_is_empty": (c_int, [P]),
    "rtx_plan_risk": (c_int, [P, c_size_t, POINTER(CRisk)]),
    "rtx_plan_first_risk": (c_long, [P]),
    "rtx_plan_json": (P, [P]),
    "rtx_plan_text": (P, [P, c_int]),
    # transactions
    "rtx_transaction_new": (c_int, [OUT, P, P, ERR]),
    "rtx_transaction_free": (None, [P]),
    "rtx_transaction_set": (c_int, [P, c_int, c_int64]),
    "rtx_transaction_set_text": (c_int, [P, c_int, S]),
    "rtx_transaction_resume": (c_int, [OUT, P, S, S, c_int, ERR]),
    "rtx_transaction_start_resume": (c_int, [P]),
    "rtx_transaction_journal": (S, [P]),
    "rtx_transaction_schedule": (S, [P]),
    "rtx_transaction_start_plan": (c_int, [P]),
    "rtx_transaction_start_commit": (c_int, [P]),
    "rtx_transaction_start_save": (c_int, [P]),
    "rtx_transaction_start_rollback": (c_int, [P]),
    "rtx_transaction_abort": (None, [P]),
    "rtx_transaction_process": (c_int, [P]),
    "rtx_transaction_deadline": (c_int64, [P]),
    "rtx_transaction_outcome": (c_int, [P]),
    "rtx_outcome_name": (S, [c_int]),
    "rtx_transaction_error": (ERR, [P]),
    "rtx_transaction_leftover": (S, [P]),
    "rtx_transaction_plan": (P, [P]),
    "rtx_transaction_checkpoint": (P, [P]),
    "rtx_transaction_phase": (c_int, [P, POINTER(c_size_t), POINTER(c_size_t)]),
    "rtx_phase_name": (S, [c_int]),
    "rtx_transaction_warning": (S, [P, c_size_t]),
    "rtx_journal_read": (c_int, [S, POINTER(CJournalInfo), ERR]),
    "rtx_journal_find": (P, [S, S]),
    # outputs
    "rtx_parse_show": (c_int, [S, S, c_size_t, OUT, POINTER(CShowReport)]),
    "rtx_show_report": (c_int, [P, POINTER(CShowReport)]),
    "rtx_show_count": (c_size_t, [P]),
    "rtx_show_record": (c_int, [P, c_size_t, P]),
    "rtx_list_record": (c_int, [P, c_size_t, P]),
    "rtx_show_output_json": (c_int, [P, OUT]),
    "rtx_show_output_table": (c_int, [P, c_int, c_int, OUT]),
    "rtx_show_text": (c_int, [S, S, c_size_t, OUT]),
    "rtx_schema_count": (c_size_t, []),
    "rtx_schema_record": (c_int, [c_size_t, POINTER(CSchemaRecord)]),
    "rtx_schema_field": (c_int, [c_size_t, c_size_t, POINTER(CSchemaField)]),
    "rtx_schema_output": (S, [c_size_t]),
    "rtx_schema_json": (c_int, [S, OUT]),
    # recipes
    "rtx_recipe_info": (c_int, [c_size_t, POINTER(CRecipeInfo)]),
    "rtx_recipe_key": (c_int, [S, c_size_t, POINTER(CRecipeKey)]),
    "rtx_recipe_new": (c_int, [OUT, S, ERR]),
    "rtx_recipe_free": (None, [P]),
    "rtx_recipe_set": (c_int, [P, S, S, ERR]),
    "rtx_recipe_is_secret": (c_int, [P, S]),
    "rtx_recipe_set_secret": (c_int, [P, S, P, ERR]),
    "rtx_recipe_fragment": (c_int, [P, P, OUT, ERR]),
    "rtx_recipe_text_free": (None, [P]),
    "rtx_recipe_allow": (None, [P, c_uint]),
    "rtx_recipe_warning": (S, [P, c_size_t]),
    # the doctor
    "rtx_doctor_new": (c_int, [OUT]),
    "rtx_doctor_free": (None, [P]),
    "rtx_doctor_add": (c_int, [P, S, c_size_t]),
    "rtx_doctor_add_output": (c_int, [P, S, S, c_size_t]),
    "rtx_doctor_diagnose": (c_int, [P, c_uint]),
    "rtx_doctor_count": (c_size_t, [P]),
    "rtx_doctor_finding": (c_int, [P, c_size_t, POINTER(CFinding)]),
    "rtx_doctor_link": (c_int, [P, c_size_t, POINTER(CLink)]),
    "rtx_doctor_text": (c_int, [P, c_int, c_int, OUT]),
    "rtx_doctor_json": (c_int, [P, OUT]),
    # serial ports
    "rtx_serial_ports": (c_int, [OUT, ERR]),
    "rtx_serial_port": (c_int, [P, c_size_t, POINTER(CSerialPort)]),
    "rtx_serial_ports_free": (None, [P]),
}

EMULATOR_PROTOTYPES: Prototypes = {
    "rtx_emulator_new": (c_int, [OUT, ERR]),
    "rtx_emulator_free": (None, [P]),
    "rtx_emulator_text_free": (None, [P]),
    "rtx_emulator_option_info": (c_int, [c_size_t, POINTER(CEmulatorOption)]),
    "rtx_emulator_option": (c_int, [P, S, S, ERR]),
    "rtx_emulator_fault": (c_int, [P, S, ERR]),
    "rtx_emulator_fault_clear": (None, [P]),
    "rtx_emulator_startup": (c_int, [P, S, c_size_t, ERR]),
    "rtx_emulator_login_password": (c_int, [P, S, ERR]),
    "rtx_emulator_admin_password": (c_int, [P, S, ERR]),
    "rtx_emulator_user": (c_int, [P, S, S, ERR]),
    "rtx_emulator_answer": (c_int, [P, S, S, ERR]),
    "rtx_emulator_listen": (c_int, [P, S, ERR]),
    "rtx_emulator_listen_ssh": (c_int, [P, S, ERR]),
    "rtx_emulator_host_key": (c_int, [P, S, ERR]),
    "rtx_emulator_host_key_line": (P, [P, c_size_t]),
    "rtx_emulator_pty": (c_int, [P, ERR]),
    "rtx_emulator_endpoint": (S, [P, c_size_t]),
    "rtx_emulator_start": (c_int, [P, ERR]),
    "rtx_emulator_stop": (None, [P]),
    "rtx_emulator_focus": (c_int, [P, c_size_t]),
    "rtx_emulator_advance": (None, [P, c_int64]),
    "rtx_emulator_inject": (c_int, [P, S, ERR]),
    "rtx_emulator_cut": (None, [P]),
    "rtx_emulator_power_cycle": (None, [P]),
    "rtx_emulator_state": (c_int, [P, S, ERR]),
    "rtx_emulator_state_text": (P, [P, S]),
    "rtx_emulator_client": (c_int, [P, S, S, c_int, ERR]),
    "rtx_emulator_counters": (None, [P, POINTER(CCounters)]),
    "rtx_emulator_running": (P, [P]),
    "rtx_emulator_saved": (P, [P]),
    "rtx_emulator_dirty": (c_int, [P]),
    "rtx_emulator_log": (P, [P]),
    "rtx_emulator_executed": (P, [P]),
}


def declare(library: ctypes.CDLL, prototypes: Prototypes) -> None:
    for name, (result, arguments) in prototypes.items():
        function = getattr(library, name)
        function.restype = result
        function.argtypes = list(arguments)


def load() -> Tuple[ctypes.CDLL, str]:
    library, path = find("librtx")
    check_abi(library, path)
    declare(library, PROTOTYPES)
    return library, path


lib, library_path = load()


def load_emulator() -> ctypes.CDLL:
    library, _ = find("librtx-emulator")
    declare(library, EMULATOR_PROTOTYPES)
    return library


# ---- texts and structures ----


def text(value: Optional[bytes]) -> str:
    return value.decode("utf-8", "replace") if value else ""


def owned_text(pointer: Optional[int], free: Any = None, wipe: bool = False) -> str:
    """The text behind a pointer that is ours; it is freed."""
    if not pointer:
        raise MemoryError("librtx gave no text")
    raw = ctypes.string_at(pointer)
    if wipe:
        ctypes.memset(pointer, 0, len(raw))
    (free or lib.rtx_free)(pointer)
    return text(raw)


def encoded(value: str, what: str) -> bytes:
    """For a C text, which ends at the first NUL."""
    if not isinstance(value, str):
        raise TypeError(f"{what} must be a text, not {type(value).__name__}")
    if "\0" in value:
        raise ValueError(f"{what} must not hold a NUL character")
    return value.encode("utf-8")


def path_text(value: "Union[str, os.PathLike[str]]", what: str) -> str:
    """A number is none: open() would take it for a descriptor, and close it."""
    if not isinstance(value, (str, os.PathLike)):
        raise TypeError(f"{what} must be a text or a path, not {type(value).__name__}")
    return os.fsdecode(value)


def freed_with(
    owner: object, free: Any, pointer: Optional[int], at_exit: bool = False
) -> Any:
    """Call `free` when the owner is gone. A forked child has a copy of the owner,
    but the connection and the locks are its parent's: it leaves them alone. At
    exit another thread may be in the middle of it: nothing is freed then unless
    that is asked for."""
    process = os.getpid()

    def release() -> None:
        if os.getpid() == process:
            free(pointer)

    finalizer = weakref.finalize(owner, release)
    finalizer.atexit = at_exit
    return finalizer


def sized(structure: Any) -> Any:
    """A structure of this type that says how large it is."""
    made = structure()
    made.size = ctypes.sizeof(structure)
    return made
