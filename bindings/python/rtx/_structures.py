"""The C structures, field by field as the headers have them."""

from ctypes import (
    POINTER,
    Structure,
    c_char,
    c_char_p,
    c_int32,
    c_int64,
    c_size_t,
    c_ubyte,
    c_uint32,
    c_uint64,
    c_void_p,
)


class CError(Structure):
    _fields_ = [
        ("size", c_uint32),
        ("code", c_int32),
        ("line", c_int32),
        ("column", c_int32),
        ("router", c_char * 128),
        ("step", c_char * 32),
        ("file", c_char * 256),
        ("statement", c_char * 512),
        ("answer", c_char * 512),
        ("hint", c_char * 256),
        ("message", c_char * 512),
        ("reserved", c_char * 256),
    ]


class CStatement(Structure):
    _fields_ = [
        ("size", c_uint32),
        ("flags", c_uint32),
        ("context", c_char_p),
        ("text", c_char_p),
        ("key", c_char_p),
        ("file", c_char_p),
        ("line", c_int32),
        ("reserved", c_int32),
    ]


class CChange(Structure):
    _fields_ = [
        ("size", c_uint32),
        ("op", c_int32),
        ("flags", c_uint32),
        ("line", c_int32),
        ("context", c_char_p),
        ("text", c_char_p),
        ("undo", c_char_p),
        ("before", c_char_p),
        ("file", c_char_p),
        ("shown", c_char_p),
        ("shown_undo", c_char_p),
        ("shown_before", c_char_p),
    ]


class CPath(Structure):
    _fields_ = [
        ("size", c_uint32),
        ("transport", c_int32),
        ("address", c_char_p),
        ("source", c_char_p),
        ("interface", c_char_p),
        ("user", c_char_p),
        ("port", c_int32),
        ("reserved", c_int32),
    ]


class CPlanOptions(Structure):
    _fields_ = [("size", c_uint32), ("mode", c_int32), ("path", POINTER(CPath))]


class CRisk(Structure):
    _fields_ = [
        ("size", c_uint32),
        ("kind", c_int32),
        ("change", c_size_t),
        ("text", c_char_p),
    ]


class CSessionInfo(Structure):
    _fields_ = [
        ("size", c_uint32),
        ("administrator", c_int32),
        ("lockstep", c_int32),
        ("reserved", c_int32),
        ("rtt_ms", c_int64),
        ("lines_sent", c_uint64),
        ("bytes_sent", c_uint64),
        ("bytes_received", c_uint64),
        ("pagers", c_uint64),
        ("damages", c_uint64),
    ]


class CUnparsed(Structure):
    _fields_ = [("line", c_uint64), ("text", c_char_p)]


class CShowReport(Structure):
    _fields_ = [
        ("size", c_uint32),
        ("complete", c_int32),
        ("lines", c_uint64),
        ("understood", c_uint64),
        ("unparsed", c_uint64),
        ("unparsed_lines", POINTER(CUnparsed)),
        ("command", c_char_p),
        ("language", c_char_p),
        ("model", c_char_p),
        ("revision", c_char_p),
    ]


class CTexts(Structure):
    _fields_ = [("count", c_size_t), ("items", POINTER(c_char_p))]


class CRange(Structure):
    _fields_ = [("first", c_int64), ("last", c_int64)]


class CRanges(Structure):
    _fields_ = [("count", c_size_t), ("items", POINTER(CRange))]


class CAddress(Structure):
    _fields_ = [
        ("text", c_char_p),
        ("family", c_int32),
        ("prefix", c_int32),
        ("bytes", c_ubyte * 16),
    ]


class CList(Structure):
    _fields_ = [
        ("size", c_uint32),
        ("reserved", c_uint32),
        ("count", c_size_t),
        ("stride", c_size_t),
        ("items", c_void_p),
    ]


class CSchemaRecord(Structure):
    _fields_ = [
        ("size", c_uint32),
        ("fields", c_uint32),
        ("bytes", c_uint64),
        ("name", c_char_p),
        ("command", c_char_p),
        ("array", c_int32),
        ("reserved", c_int32),
    ]


class CSchemaField(Structure):
    _fields_ = [
        ("size", c_uint32),
        ("optional", c_int32),
        ("offset", c_uint64),
        ("bytes", c_uint64),
        ("name", c_char_p),
        ("type", c_char_p),
        ("unit", c_char_p),
        ("japanese", c_char_p),
        ("english", c_char_p),
        ("about", c_char_p),
    ]


class CJournalInfo(Structure):
    _fields_ = [
        ("size", c_uint32),
        ("finished", c_int32),
        ("router", c_char * 64),
        ("endpoint", c_char * 256),
        ("created", c_char * 32),
        ("state", c_char * 32),
        ("outcome", c_char * 32),
    ]


class CRecipeInfo(Structure):
    _fields_ = [
        ("size", c_uint32),
        ("keys", c_uint32),
        ("name", c_char_p),
        ("about", c_char_p),
    ]


class CRecipeKey(Structure):
    _fields_ = [
        ("size", c_uint32),
        ("required", c_int32),
        ("secret", c_int32),
        ("numbered", c_int32),
        ("name", c_char_p),
        ("type", c_char_p),
        ("initial", c_char_p),
        ("about", c_char_p),
    ]


class CFinding(Structure):
    _fields_ = [
        ("size", c_uint32),
        ("level", c_int32),
        ("remedy_kind", c_int32),
        ("reserved", c_int32),
        ("rule", c_char_p),
        ("link", c_char_p),
        ("command", c_char_p),
        ("evidence", c_char_p),
        ("title", c_char_p * 2),
        ("cause", c_char_p * 2),
        ("remedy", c_char_p * 2),
        ("fix", c_char_p),
        ("source", c_char_p),
    ]


class CLink(Structure):
    _fields_ = [
        ("size", c_uint32),
        ("state", c_int32),
        ("name", c_char_p),
        ("title", c_char_p * 2),
        ("evidence", c_char_p),
    ]


class CSerialPort(Structure):
    _fields_ = [
        ("size", c_uint32),
        ("usb", c_int32),
        ("device", c_char_p),
        ("description", c_char_p),
        ("maker", c_char_p),
        ("serial", c_char_p),
    ]


class CCounters(Structure):
    _fields_ = [
        ("size", c_uint32),
        ("reserved", c_uint32),
        ("connections", c_uint64),
        ("open", c_uint64),
        ("logins", c_uint64),
        ("administrators", c_uint64),
        ("bytes_received", c_uint64),
        ("bytes_sent", c_uint64),
        ("lines", c_uint64),
        ("empty_lines", c_uint64),
        ("errors", c_uint64),
        ("saves", c_uint64),
        ("restarts", c_uint64),
        ("lost", c_uint64),
        ("ssh_logins", c_uint64),
        ("ssh_logins_most", c_uint64),
    ]


class CEmulatorOption(Structure):
    _fields_ = [
        ("size", c_uint32),
        ("reserved", c_uint32),
        ("name", c_char_p),
        ("initial", c_char_p),
        ("values", c_char_p),
        ("meaning", c_char_p),
        ("standing", c_char_p),
    ]
