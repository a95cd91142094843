"""Names of private persons in running Chinese, found by how they are introduced.

“村民王建国反映” names somebody, “居民高度关注” and “店主王某” do not. A name is taken for one only
after a word for a private person, if it begins with a common surname, is no ordinary word, and ends where
names end.
"""

import re
import tomllib
from pathlib import Path

LISTS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
WORDS = set(LISTS["words"].split())
NOT_GIVEN = set("某的了在是有与及或也都就不我你他她们个些去上下里这那")


def _any(name):
    return "|".join(sorted(LISTS[name].split(), key=len, reverse=True))


HAN = "[\u4e00-\u9fff]"
AFTER = rf"(?=$|[\s，。、；：！？,.;:（(“”‘’）)\d]|{_any('after')})"
NAME = re.compile(
    rf"(?:{_any('who')})(?:代表|家属|家长)?"
    rf"(?P<name>(?:{_any('surnames')})(?!{_any('titles')}){HAN}{HAN}??){AFTER}"
)


def private_names(text):
    """[(from, to)] of each name in the text."""
    found = (match.span("name") for match in NAME.finditer(text))
    return [(start, end) for start, end in found if _is_name(text[start:end])]


def _is_name(name):
    return name[:2] not in WORDS and not NOT_GIVEN & set(name[1:])
