"""Help with writing: what a careful colleague would remark on the four parts of a text.

Remarks are warnings with a reason and lock nothing, with one exception: a text that carries a marking of
secrecy is not filed here. No expression may begin anew at each character of a run that it then reads to its
end: a draft is 20,000 characters long (see tests/test_growth.py).
"""

import re
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from reports.compare import LABELS
from reports.names import private_names

LIMIT = 1500  # characters of one report, the committees' rule
SHORTEST = 12  # characters in which one can say who should do what
OMITTED = "×××"  # what Chinese documents put for what they leave out

WHY = {
    "secret": _(
        "A marking of secrecy. Classified matters must not be sent here: take the passage out, or bring the "
        "matter to the office on paper."
    ),
    "identity": _("An identity number. Nobody needs it to judge the matter: leave it out."),
    "phone": _("A telephone number. Leave it out; the office asks you if one is needed."),
    "name": _("This looks like the name of a private person. “A resident” or “王某” says as much."),
    "too_long": _("Over 1,500 characters in all. Keep the facts and reasons that the advice rests on."),
    "two_matters": _("This looks like a second matter. Two matters are two reports; each gets its reply."),
    "no_facts": _("No figure and no date. Say where, since when, how many, and where that comes from."),
    "no_advice": _("The advice is missing or very short. Say who should do what."),
}  # fmt: skip
GRAVE = "secret"
MASKED = ("identity", "phone")

HALF_WIDTH = str.maketrans("０１２３４５６７８９Ｘｘ－＋＊", "0123456789Xx-+*")
LEVEL = r"(?:绝\s?密|机\s?密|秘\s?密)"
SECRET = re.compile(
    rf"密\s*级\s*[:：]\s*(?:{LEVEL}|内\s?部|工作秘密)"
    rf"|{LEVEL}\s*[★☆*]"
    rf"|(?:绝密|机密|秘密)级(?!别)"
    rf"|[【\[〔]\s*{LEVEL}\s*[】\]〕]"
    rf"|^[^\S\n]*[(（]?{LEVEL}[)）]?\s*(?=$|[:：])"
    r"|本(?:件|文|报告|材料|文件)(?:属于?|系|为)(?:国家)?(?:绝密|机密|秘密)"
    r"|内部(?:文件|资料|材料|情况|刊物)[^。\n]{0,6}(?:不得|不准|禁止|严禁|请勿|切勿)(?:对外|擅自|随意)?"
    r"(?:外传|外泄|泄露|传播|扩散|翻印|复印|转发|公开)"
    r"|阅后即焚|阅后收回",
    re.MULTILINE,
)
IDENTITY = re.compile(r"(?<![\dA-Za-z])\d{6}[ -]?\d{8}[ -]?\d{3}[\dXx](?![\dA-Za-z])")
NO_AMOUNT = r"(?![\d.]|\s*[元吨亩万亿])"
PHONE = re.compile(
    rf"(?<![\d.])(?:\+?86[ -]?)?1[3-9]\d[ -]?\d{{4}}[ -]?\d{{4}}{NO_AMOUNT}"
    rf"|(?<![\d.])[(（]?0(?:10|2\d|[3-9]\d\d)[)）]?[ -]?[2-8]\d{{6,7}}{NO_AMOUNT}"
    rf"|(?:电话|座机|手机|致电|联系方式)(?:号码)?[:：为是\s]{{0,3}}(?P<number>[2-9]\d{{6,7}}){NO_AMOUNT}"
)
SECOND = re.compile(
    r"(?:另外|此外|同时|顺便)[，,]?(?:还)?(?:想|要)?(?:反映|提出|建议)(?:一个|一下|另一|另外)"
    r"|另(?:外)?(?:一|有一|还有一)(?:个|件|项)(?:问题|事|情况)"
    r"|(?:第二|两)(?:件事|个问题)(?:是|情|，|。|：)"
    r"|顺便(?:反映|提|说)"
)
ACT = "增设|增加|治理|整治|解决|规范|推进|加快|修建|改造|取缔|禁止|拆除|延长|开通|取消|降低|提高|设立|建设"
TWO_IN_TITLE = re.compile(
    rf"(?:{ACT})[^，。；和及与、]{{4,60}}(?:和|及|以及|与|、)(?:{ACT})[^，。；]{{3,}}|若干问题|[几两三]个问题|[；;]"
)
# Of a number its last character is enough: it is only asked whether there is one.
FACT = re.compile(
    r"\d|百分之|过半|近半|一半|[一二三四五六七八九十百千万两](?:多|余|来)?(?:万|亿)|[一二三四五六七八九两]成"
    r"|[一二三四五六七八九十百千两](?:多|余)?(?:个|家|户|人|名|件|起|处|条|座|部|年|月|天|次|倍|栋|辆|台|所|间|亩|吨|公里|米)"
)


@dataclass(frozen=True)
class Remark:
    """One remark: its code, the part of the text it is about (empty: all of it), the words that led to it."""

    code: str
    part: str = ""
    words: str = ""

    @property
    def reason(self):
        return WHY[self.code]

    @property
    def place(self):
        """The part of the text by its name, if it is about one."""
        return LABELS.get(self.part, "")

    @property
    def grave(self):
        return self.code == GRAVE


def remarks(parts):
    """All remarks on a text, {part: words}: the graver first, each words once."""
    found = [*_in_words(parts), *_of_the_whole(parts)]
    return sorted(dict.fromkeys(found), key=lambda remark: list(WHY).index(remark.code))


def _in_words(parts):
    for part, text in parts.items():
        for code, find in FINDERS.items():
            for start, end in find(text.translate(HALF_WIDTH)):
                yield Remark(code, part, text[start:end].strip())
    if two := TWO_IN_TITLE.search(parts["title"]):
        yield Remark("two_matters", "title", two[0])


def _of_the_whole(parts):
    body = [text for part, text in parts.items() if part != "title"]
    length = sum(len("".join(text.split())) for text in body)
    if length > LIMIT:
        yield Remark("too_long")
    if parts["situation"] and not FACT.search("".join(body)):
        yield Remark("no_facts", "situation")
    if parts["situation"] and len("".join(parts["advice"].split())) < SHORTEST:
        yield Remark("no_advice", "advice")


def markings(parts):
    """The markings of secrecy in a text: with one of them it is not filed."""
    return [remark for remark in remarks(parts) if remark.grave]


def masked(parts):
    """The text without telephone and identity numbers."""
    return {part: _masked(text) for part, text in parts.items()}


def _masked(text):
    for code in MASKED:
        kept, last = [], 0
        for start, end in FINDERS[code](text.translate(HALF_WIDTH)):
            kept.append(text[last:start])
            last = end
        text = OMITTED.join([*kept, text[last:]])
    return text


def _spans(pattern):
    return lambda text: [match.span() for match in pattern.finditer(text)]


def _phones(text):
    return [m.span("number") if m["number"] else m.span() for m in PHONE.finditer(text)]


WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def _identities(text):
    """Eighteen digits whose last one agrees with the others (GB 11643)."""
    for match in IDENTITY.finditer(text):
        digits = re.sub("[ -]", "", match[0]).upper()
        rest = sum(int(d) * weight for d, weight in zip(digits, WEIGHTS, strict=False)) % 11
        if "10X98765432"[rest] == digits[-1]:
            yield match.span()


FINDERS = {
    "secret": _spans(SECRET),
    "identity": _identities,
    "phone": _phones,
    "name": private_names,
    "two_matters": _spans(SECOND),
}
