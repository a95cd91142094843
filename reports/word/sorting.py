"""Which line of a text is the title, which belongs to situation, analysis or advice: told by headings.

A heading stays in the text, so that nothing is lost; it only says where a part begins.
"""

import re

from reports.models.text import Text

TITLE, SITUATION, ANALYSIS, ADVICE = Text.PARTS
LONGEST_TITLE = 100  # told by the form where it is too long; never cut here
HEAD = 30  # characters of a numbered heading at most; of one without a number:
PLAIN_HEAD = 12
NUMBER = re.compile(
    r"(?P<first>[一二三四五六七八九十]{1,3}[、.．，]|第[一二三四五六七八九十]{1,2}部分[、：:]?)"
    r"|(?P<second>[（(][一二三四五六七八九十]{1,3}[)）]、?)"
    r"|(?P<third>[\d０-９]{1,2}[.．、])|(?P<fourth>[（(][\d０-９]{1,2}[)）])"
)
FRAME = " \t\u3000【】〔〕[]［］《》“”：:"
# What a heading ends in. The order matters: an analysis of the situation is still the situation.
ENDS = [
    (SITUATION, re.compile("(情况|现状|形势)分析$")),
    (ADVICE, re.compile("(建议|对策|措施|办法|举措|意见)(如下)?$")),
    (ANALYSIS, re.compile("(成因|原因|根源|症结|因素)(分析|剖析)?$|分析$|剖析$")),
    (
        SITUATION,
        re.compile(
            "(情况|现状|概况|背景|问题|困难|不足|短板|困境|难点|堵点|隐患)(反映|介绍|说明|概述|表现)?$"
            "|(情况|问题|现状)[及与和].*$"
        ),
    ),
]
LEAD_IN = re.compile("(为此|对此|因此|鉴于|针对|基于|据此|综上).{0,30}(建议|意见|对策)(如下)?[：:]?$")
INLINE = re.compile("[【\\[〔]?([^：:】〕\\]。，；]{2,10})[】〕\\]：:]+(.+)")
MASTHEAD = re.compile(
    ".{0,20}社情民意(信息)?(专报)?|第\\s*[\\d一二三四五六七八九十]+\\s*期|[（(]第.+期[)）]|信息专报"
)
BYLINE = re.compile(
    "[（(].{2,40}[)）]|(作者|反映人|撰稿|执笔|提交人|报送|联系|电话|单位|日期|姓名|来源).{0,6}[：:].*"
    "|[\\d〇零一二三四五六七八九十]{4}\\s*年.{1,4}月(.{1,4}日)?|\\d{4}[-./]\\d{1,2}[-./]\\d{1,2}"
)
STOPS = ("。", "；", "，", "！")
TITLE_ENDS = re.compile("(建议|意见|报告|反映|思考|对策|问题|情况|提案|措施)$")


def proposed(lines):
    """(a part for each line, whether headings said so)."""
    title = _title(lines)
    begins = _begins(lines, title)
    parts, part = [], SITUATION
    for number in range(len(lines)):
        part = begins.get(number, part)
        parts.append(TITLE if number in title else part)
    return parts, bool(title) and ADVICE in begins.values()


def arranged(lines, parts):
    """{part: its lines as text}; a title of two lines is one line again."""
    of = {part: [line for line, own in zip(lines, parts, strict=True) if own == part] for part in Text.PARTS}
    return {part: "".join(own) if part == TITLE else "\n".join(own) for part, own in of.items()}


def _title(lines):
    """The numbers of the lines that are the title: the first that is neither masthead nor author nor date."""
    for number, line in enumerate(lines[:5]):
        if MASTHEAD.fullmatch(line) or BYLINE.fullmatch(line):
            continue
        if len(line) > LONGEST_TITLE or line.endswith(STOPS) or NUMBER.match(line) or len(lines) == 1:
            return []
        following = lines[number + 1] if number + 1 < len(lines) else ""
        whole = line + following
        in_two = line.startswith("关于") and not TITLE_ENDS.search(line) and TITLE_ENDS.search(following)
        return [number, number + 1] if in_two and len(whole) <= LONGEST_TITLE else [number]
    return []


def _begins(lines, title):
    """{line number: part that begins there}, as the headings of one level say."""
    levels = {}
    for number, line in enumerate(lines):
        if number not in title and (found := _heading(line)):
            level, part = found
            levels.setdefault(level, []).append((number, part))
    orders = {level: _in_order(heads) for level, heads in levels.items()}
    # One numbered heading alone may as well be one of the points of the advice.
    found = max(
        (order for level, order in orders.items() if len(order) > 1 or not level), key=len, default={}
    )
    if ADVICE not in found.values():  # numbered headings, and then only “建议：”
        after = max(found, default=-1)
        plain = orders.get("", {})
        found |= {number: part for number, part in plain.items() if part == ADVICE and number > after}
    return found


def _in_order(heads):
    """Where analysis and advice begin: behind the last heading of what comes before them."""
    begins, left = {}, heads
    for part, earlier in ((ADVICE, (SITUATION, ANALYSIS)), (ANALYSIS, (SITUATION,))):
        last = max((number for number, own in left if own in earlier), default=-1)
        first = next((number for number, own in left if own == part and number > last), None)
        if first is not None:
            begins[first] = part
            left = [(number, own) for number, own in left if number < first]
    if any(part == SITUATION for _number, part in left):
        begins[next(number for number, part in left if part == SITUATION)] = SITUATION
    return begins


def _heading(line):
    """(level, part) if the line is a heading, or begins with one."""
    if LEAD_IN.fullmatch(line):
        return "", ADVICE
    number = NUMBER.match(line)
    words = line[number.end() :] if number else line
    if not number and (begun := INLINE.fullmatch(words)):
        words = begun[1]
    words = words.strip(FRAME)
    if len(words) > (HEAD if number else PLAIN_HEAD) or re.search("[，。；]", words):
        return None
    part = next((part for part, ends in ENDS if ends.search(words)), None)
    return ((number.lastgroup if number else ""), part) if part else None
