"""What the router says, in English and Japanese."""

ERRORS = {
    "InvalidCommandName": ("Invalid command name", "コマンド名を確認してください"),
    "IllegalKeyword": (
        "Illegal keyword",
        "パラメータのキーワードが認識できません",
    ),
    "AdministratorOnly": (
        "Administrator use only",
        "このコマンドは管理レベルでのみ使用できます",
    ),
    "WrongNumber": (
        "Insufficient or too many parameters",
        "パラメータの数が不適当です",
    ),
    "IncorrectPassword": ("Incorrect password", "パスワードが間違っています"),
    "SelectBeforehand": (
        "Execute pp select command beforehand",
        "このコマンドは相手を選択してから実行してください",
    ),
    "NotInteger": (
        "Parameter must be an integer",
        "パラメータは整数で指定してください",
    ),
    "OutOfRange": ("Parameter out of range", "パラメータが範囲を越えています"),
    "Address": (
        "Unrecognized IP address parameter",
        "IPアドレスが認識できません",
    ),
}

PAGER = ("---more---", "---つづく---")
SAVE_QUESTION = ("Save new configuration ? (Y/N)", "新しい設定を保存しますか? (Y/N)")
SAVING = ("Saving ... CONFIG0 ", "セーブ中... CONFIG0 ")
SAVED_JA = "終了"
ROUTES = (
    "Destination         Gateway          Interface       Kind  Additional Info.",
    "宛先ネットワーク    ゲートウェイ     インタフェース  種別  付加情報",
)

FIRMWARE = "RTX810 Rev.11.01.34 (Tue Nov 26 18:39:12 2019)"
MACS = ("00:a0:de:11:22:33", "00:a0:de:11:22:34")
BOARD = "main:  RTX810 ver=00 serial=PEER00042 MAC-Address=%s MAC-Address=%s" % MACS
LONG_BANNER = [
    FIRMWARE,
    "  Copyright (c) 1994-2019 Yamaha Corporation. All Rights Reserved.",
    "  Copyright (c) 1991-1997 Regents of the University of California.",
    "  Copyright (c) 1995-2004 Jean-loup Gailly and Mark Adler.",
    "  Copyright (c) 1995 Tatu Ylonen , Espoo, Finland All rights reserved.",
    ", ".join(MACS),
    "Memory 128Mbytes, 2LAN",
]
SHORT_BANNER = [
    FIRMWARE,
    "Copyright (c) 1994-2019 Yamaha Corporation. All Rights Reserved.",
    "To display the software copyright statement, use 'show copyright' command.",
    ", ".join(MACS),
    "Memory 128Mbytes, 2LAN",
]
FACTORY = (
    "The login password is factory default setting. Please request an"
    " administrator to change the password by the 'login password' command."
)
LOG = [
    "2024/05/01 08:24:04: [IKE] respond ISAKMP phase to 198.51.100.7",
    "2024/05/01 08:24:08: IP Tunnel[1] Up",
    "2024/05/01 08:24:09: [L2TP] TUNNEL[1] connected from 198.51.100.7",
    "2024/05/01 08:24:09: PP[ANONYMOUS01] Call detected from user 'alice'",
    "2024/05/01 08:24:10: PP[ANONYMOUS01] PPP/IPCP up  (Local: 192.168.100.254,"
    " Remote: 192.168.100.111)",
]


def environment():
    """The lines of show environment."""
    return [
        "RTX810 BootROM Ver. 1.00",
        "RTX810 FlashROM Table Ver. 1.01",
        FIRMWARE,
        "  " + BOARD,
        "CPU:   1%(5sec)   2%(1min)   3%(5min)    Memory: 24% used",
        "Packet-buffer:   0%(small)   0%(middle)   7%(large)   0%(huge) used",
        "Firmware: exec0  Config. file: config0",
        "Boot time: 2024/04/06 16:59:16 +09:00",
        "Current time: 2024/05/01 16:21:59 +09:00",
        "Elapsed time from boot: 24days 23:22:43",
        "Security Class: 1, FORGET: ON, TELNET: OFF",
    ]


def routes(japanese):
    """The lines of show ip route."""
    return [
        ROUTES[japanese],
        "default             -                    PP[01]    static  ",
        "192.168.100.0/24    192.168.100.254        LAN1  implicit  ",
        "203.0.113.1/32      -                    PP[01] temporary  ",
    ]
