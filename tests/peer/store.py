"""The configuration as the router keeps and prints it."""

import re

# key words; how many parameters at least; where it belongs.
# N: a number, IF: an interface, *: any word that tells it from others.
RULES = [
    [tuple(line.split("/")[0].split()), int(line.split("/")[1]), where]
    for where, text in (
        (
            "pp",
            """pp name/1 pp keepalive use/1 pp keepalive interval/1
            pp always-on/1 pp bind/1 pp auth accept/1 pp auth request/1
            pp auth myname/2 pp auth username */1 pppoe use/1
            pppoe auto connect/1 pppoe auto disconnect/1 pppoe disconnect time/1
            ppp lcp mru/1 ppp lcp acfc/1 ppp ipcp ipaddress/1 ppp ipcp msext/1
            ppp ipcp vjc/1 ppp ccp type/1 ip pp address/1
            ip pp remote address pool/1 ip pp remote address/1 ip pp mtu/1
            ip pp secure filter in/1 ip pp secure filter out/1
            ip pp nat descriptor/1 ip pp tcp mss limit/1
            ip pp intrusion detection in/1 pp enable */0""",
        ),
        (
            "tunnel",
            """tunnel name/1 tunnel encapsulation/1 tunnel endpoint address/1
            ipsec tunnel outer df-bit/1 ipsec tunnel N/0
            l2tp tunnel disconnect time/1 l2tp tunnel auth/1
            l2tp keepalive use/1 l2tp keepalive log/1 l2tp syslog/1
            l2tp always-on/1 ip tunnel address/1 ip tunnel remote address/1
            ip tunnel mtu/1 ip tunnel tcp mss limit/1
            ip tunnel secure filter in/1 ip tunnel secure filter out/1
            tunnel enable */0""",
        ),
        (
            "ipsec",
            """ipsec sa policy N/2 ipsec ike keepalive use N/1
            ipsec ike keepalive log N/1 ipsec ike local address N/1
            ipsec ike local id N/1 ipsec ike remote address N/1
            ipsec ike remote id N/1 ipsec ike nat-traversal N/1
            ipsec ike pre-shared-key N/2 ipsec ike encryption N/1
            ipsec ike group N/1 ipsec ike hash N/1 ipsec ike pfs N/1
            ipsec ike duration * N/1""",
        ),
        (
            "",
            """ip route */2 ip IF address/1 ip IF secondary address/1
            ip IF proxyarp/1 ip IF mtu/1 ip IF nat descriptor/1
            ip IF secure filter in/1 ip IF secure filter out/1
            provider type/1 provider filter routing/1 provider IF name/1
            provider set N/1 provider select/1 provider dns server pp N/1
            ip filter dynamic N/3 ip filter N/3 ip filter set */1
            nat descriptor type N/1
            nat descriptor address outer N/1 nat descriptor address inner N/1
            nat descriptor masquerade static N N/2
            nat descriptor masquerade incoming N/1 nat descriptor timer N/1
            ipsec auto refresh/1 ipsec transport N/1 ipsec use/1
            dhcp service/1 dhcp server rfc2131 compliant/1
            dhcp scope option N/1 dhcp scope bind N */1 dhcp scope N/1
            dns server select N/1 dns server pp/1 dns server/1 dns service/1
            dns private address spoof/1 dns static * */1 l2tp service/1
            description */1 lan type IF/1 telnetd service/1 telnetd host/1
            telnetd listen/1 telnetd session/1 sshd service/1 sshd host/1
            httpd host/1 httpd service/1 login timer/1 login user */1
            user attribute */1 schedule at N/2 snmp host/1 snmp sysname/1
            snmp community read-only/1 syslog host/1 syslog notice/1
            syslog info/1 syslog debug/1 timezone/1 ntp server/1
            security class/1 upnp use/1 console character/1 console lines/1
            console columns/1 console prompt/1 console info/1
            switch control use/1 operation * usb/1""",
        ),
    )
    for line in re.findall(r"[^/]+/\d", text)
]
INTERFACE = re.compile(r"(lan|wan|vlan|bridge|loopback)\d+(\.\d+)?$")
ENABLE = re.compile(r"(pp|tunnel) enable (\w+)")


def split(line):
    """The words of a line as typed, without a comment; None: bad quotes."""
    words, word, quote, escaped = [], "", "", False
    for char in line:
        if escaped:
            word, escaped = word + char, False
        elif char == "\\":
            word, escaped = word + char, True
        elif quote:
            word += char
            quote = "" if char == quote else quote
        elif char in "'\"":
            word, quote = word + char, char
        elif char == "#":
            break
        elif char in " \t":
            words, word = words + ([word] if word else []), ""
        else:
            word += char
    return None if quote else words + ([word] if word else [])


def plain(word):
    """A word without its quotes."""
    return re.sub(r"\\(.)|['\"]", r"\1", word)


def _fits(pattern, word):
    if pattern == "N":
        return word.isdigit()
    if pattern == "IF":
        return bool(INTERFACE.match(word))
    return pattern == "*" or pattern == word.lower()


def find_rule(words):
    """(rule, error) of a setting."""
    error = "InvalidCommandName"
    for number, (pattern, _, _) in enumerate(RULES):
        fits = [_fits(p, w) for p, w in zip(pattern, words)]
        if all(fits) and len(words) >= len(pattern):
            return number, None
        literal = [
            ok for ok, p in zip(fits, pattern) if p not in ("N", "IF", "*")
        ]
        if all(literal) and literal and len(fits) == len(pattern):
            error = "NotInteger"
        elif all(fits) and len(words) >= 2:
            error = "WrongNumber"
    return None, error


def natural(text):
    return [int(p) if p.isdigit() else p for p in re.split(r"(\d+)", text)]


def normal(words, schedule="full"):
    """A setting as the router writes it."""
    if words[:2] == ["schedule", "at"] and schedule == "full":
        rest = words[3:]
        date = rest.pop(0) if "/" in rest[0] else "*/*"
        clock = rest.pop(0)
        if re.fullmatch(r"\d+:\d+", clock):
            clock = "%02d:%02d:00" % tuple(map(int, clock.split(":")))
        words = words[:3] + [date, clock] + rest
    if words[:2] == ["login", "user"] and len(words) > 3:
        words = words[:3] + ["*"] + words[4:]
    return " ".join(words)


class Store:
    """Settings by (context, key); a context is "" or "pp select 1" and so on."""

    def __init__(self, settings, text=""):
        self.set = settings
        self.kept = {}
        self.load(text)

    def load(self, text):
        """Take lines in the form of show config or of a fragment."""
        context = ""
        for line in text.splitlines():
            words = split(line)
            if not words:
                continue
            error, context = self.step(context, words)
            if error:
                raise ValueError("%s: %s" % (error, line))
            if self.where(words) == "":
                context = ""

    def step(self, context, words):
        """Do a select line or a setting; (error, the context behind it)."""
        moved = self.move(context, words)
        if moved is not None:
            return None, moved
        error = self.apply(context, words)
        nest = re.match(r"(no )?ipsec tunnel (\d+)$", " ".join(words))
        if nest and not error:
            context = context.split("/")[0]
            context += "" if nest[1] else "/ipsec tunnel " + nest[2]
        return error, context

    @staticmethod
    def move(context, words):
        """The context that a select line leads to; None: another line."""
        line = " ".join(words).lower()
        if re.fullmatch(r"(no )?(pp|tunnel) select( none)?|no (pp|tunnel) select .*", line):
            return ""
        if re.fullmatch(r"(pp|tunnel) select (\d+|anonymous)", line):
            return line
        return None

    @staticmethod
    def where(words):
        rule, _ = find_rule([plain(w) for w in words])
        return None if rule is None else RULES[rule][2]

    def copy(self):
        other = Store(self.set)
        other.kept = dict(self.kept)
        return other

    def value(self, key, default=""):
        """The parameters of a global setting."""
        text = self.kept.get(("", key))
        return default if text is None else plain(text[len(key):].lstrip())

    def _place(self, context, rule, words):
        """(context where it is kept, error)."""
        where = RULES[rule][2]
        line = " ".join(words).lower()
        enable = ENABLE.match(line)
        if enable:
            return "%s select %s" % enable.groups(), None
        if where == "":
            bad = context and self.set.global_in_context == "error"
            return "", "IllegalKeyword" if bad else None
        if not context.startswith("pp" if where == "pp" else "tunnel"):
            return "", "SelectBeforehand"
        if where == "ipsec":
            block = context.split("/")[0]
            nests = [k for c, k in self.kept if c == block and re.match(r"ipsec tunnel \d", k)]
            if "/" not in context and nests:
                return block + "/" + nests[-1], None
            return context, None
        return context.split("/")[0], None

    def apply(self, context, words):
        """Do a setting or its no form; the name of an error or None."""
        words = list(words)
        undo = words[0].lower() == "no"
        if undo:
            words.pop(0)
        elif words[:2] in (["pp", "disable"], ["tunnel", "disable"]):
            words[1], undo = "enable", True
        if words == ["tunnel", "enable"] and undo and context:
            words.append(context.split("/")[0].split()[-1])
        if words == ["ipsec", "tunnel"] and undo and not self.set.no_tunnel_number:
            block = context.split("/")[0]
            here = [k for c, k in self.kept if c == block and re.match(r"ipsec tunnel \d", k)]
            words = here[0].split() if here else ["ipsec", "tunnel", "0"]
        names = [plain(w) for w in words]
        rule, error = find_rule(names)
        if error:
            return self.set.unknown_error if error.startswith("Inv") else error
        size = len(RULES[rule][0])
        key = " ".join(names[:size]).lower()
        if RULES[rule][0][-1] == "*":
            key = " ".join(names[:size])
        place, error = self._place(context, rule, names)
        if error:
            return error
        if undo:
            return self._remove(place, key)
        if len(words) - size < RULES[rule][1]:
            return "WrongNumber"
        error = self._check(key, names[size:])
        nest = re.match(r"ipsec tunnel \d", key)
        if not error and nest and self.set.one_nest:
            for item in list(self.kept):
                context, name = item
                same = context == place and re.match(r"ipsec tunnel \d", name)
                nested = context.startswith(place + "/")
                if (same or nested) and key not in (name, context.split("/")[-1]):
                    del self.kept[item]
        if not error:
            self.kept[place, key] = normal(words, self.set.schedule)
        return error

    @staticmethod
    def _check(key, values):
        ranges = {"console lines": (10, 100), "console columns": (80, 200)}
        if key in ranges and values[0] != "infinity":
            low, high = ranges[key]
            if not values[0].isdigit():
                return "NotInteger"
            return None if low <= int(values[0]) <= high else "OutOfRange"
        if key == "console character":
            return None if values[0] in ("ascii", "sjis", "euc") else "IllegalKeyword"
        if re.fullmatch(r"ip \w+ address", key) and not re.match(r"[\d.]+/\d+$|dhcp$", values[0]):
            return "Address"
        return None

    def _remove(self, place, key):
        there = self.kept.pop((place, key), None)
        gone = []
        number = key.split()[-1]
        if key.startswith("dhcp scope ") and key.count(" ") == 2:
            gone = [k for k in self.kept if re.match(r"dhcp scope \w+ %s( |$)" % number, k[1])]
        if key.startswith("nat descriptor type") and self.set.nat_cascade:
            gone = [k for k in self.kept if re.match(r"nat descriptor .* %s( |$)" % number, k[1])]
        if key.startswith("ipsec tunnel "):
            gone = [k for k in self.kept if k[0] == place + "/" + key]
            if not self.set.ipsec_cascade:  # they stand in the tunnel now
                self.kept.update({(place, k[1]): self.kept[k] for k in gone})
        for each in gone:
            del self.kept[each]
        bad = there is None and self.set.no_absent == "error"
        return "OutOfRange" if bad else None

    # printing
    def _rank(self, item):
        (context, key), _ = item
        rule, _ = find_rule(key.split())
        rank = [len(RULES) if rule is None else rule, natural(key)]
        return rank

    def _sorted(self, context):
        items = [i for i in self.kept.items() if i[0][0] == context]
        if self.set.order == "entry":
            return items
        items.sort(key=self._rank, reverse=self.set.order == "reverse")
        return [i for i in items if not ENABLE.match(i[0][1])] + [
            i for i in items if ENABLE.match(i[0][1])
        ]

    def _block(self, context, depth):
        for (_, key), text in self._sorted(context):
            yield " " * depth + text
            if (context + "/" + key) in {c for c, _ in self.kept}:
                yield from self._block(context + "/" + key, depth + 1)

    def _blocks(self):
        tops = {c.split("/")[0] for c, _ in self.kept if c}
        for top in sorted(tops, key=natural, reverse=self.set.order == "reverse"):
            yield top
            yield from self._block(top, 1)
            for nest in sorted({c for c, _ in self.kept if c.startswith(top + "/")}):
                if (top, nest.split("/")[1]) not in self.kept:
                    yield from self._block(nest, 1)
            if self.set.select_none:
                yield top.split()[0] + " select none"

    def lines(self):
        """What show config prints behind its header."""
        late = ("nat", "dns", "dhcp", "l2tp", "ipsec", "schedule", "telnetd")
        base = [t for _, t in self._sorted("")]
        if self.set.provider_indent:
            base = [
                " " + t if re.match("provider (dns|select)", t) else t for t in base
            ]
        lines = [t for t in base if not t.startswith(late)]
        lines += list(self._blocks())
        lines += [t for t in base if t.startswith(late)]
        if self.set.trailing:
            lines = [t + " " * (n % 3 == 0) for n, t in enumerate(lines)]
        return lines
