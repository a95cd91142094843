"""What stands in a printed file, read by other programs than the one that made it."""

import re
import shutil
import subprocess
from io import BytesIO

import docx
import pytest

from tests.browser import ARTEFACTS

RARE = "𠮷㐂䶮𪚥𫖯𬘘镕〇\uf8ff🙂"
LONG_TITLE = "关于进一步完善我市老旧小区既有住宅加装电梯利益补偿和协商机制惠及低层住户的几点建议"[-40:]
TABLE = [
    ["街道", "户数", "已加装（部）", "比例"],
    ["东湖街道", "1200", "31", "2.6%"],
    ["望江街道<&>", "880", "12", "1.4%"],
]
SENTENCE = (
    "我市“老旧小区”加装电梯推进较快（2026年已完成31部），但低层住户的采光、通风、噪声等问题，尚未解决！"
)


def squeezed(text):
    return "".join(text.split())


def a_full_piece(number=1, length=1500):
    """A piece of so many characters with all that is hard: a table, rare characters, stops at line ends."""
    table = "\n".join("\t".join(row) for row in TABLE)
    situation = f"第{number}篇，据{RARE}等委员反映：\n{table}\n以上数据截至2026年2月底。"
    words = (SENTENCE * 60)[: length - len(situation)]
    half = len(words) // 2
    return {
        "title": LONG_TITLE,
        "situation": situation,
        "analysis": words[:half],
        "advice": f"一是{words[half + 2 :]}",
        "author_line": f"（作者：{RARE}，市政协委员）",
    }


def words_of(piece):
    """Each line and each cell, as they follow each other on the page."""
    lines = "\n".join(piece[name] for name in ("title", "situation", "analysis", "advice", "author_line"))
    return [squeezed(cell) for line in lines.splitlines() for cell in line.split("\t")]


def in_order(words, text):
    """Whether all of them stand in the text, one behind the other; else the first that does not."""
    at = 0
    for word in words:
        at = text.find(word, at)
        if at < 0:
            return word
        at += len(word)
    return None


def poppler(pdf):
    """The text as pdftotext finds it, without page numbers."""
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext is not installed")
    done = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True)
    pages = done.stdout.decode().split("\f")
    return "".join(re.sub(r"—\d+—", "", squeezed(page)) for page in pages)


def in_word(file):
    """All words of a Word file in their order, tables among them."""
    body = docx.Document(BytesIO(file)).element.body
    return squeezed("".join(node.text or "" for node in body.iter() if node.tag.endswith("}t")))


def libre(file, folder):
    """The Word file as LibreOffice lays it out, as PDF."""
    if not shutil.which("soffice"):
        pytest.skip("LibreOffice is not installed")
    (folder / "made.docx").write_bytes(file)
    home = f"-env:UserInstallation=file://{folder}/home"
    command = ["soffice", home, "--headless", "--convert-to", "pdf", "--outdir", folder, folder / "made.docx"]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return (folder / "made.pdf").read_bytes()


def keep(name, content):
    """For people to look at."""
    place = ARTEFACTS / "printed"
    place.mkdir(parents=True, exist_ok=True)
    (place / name).write_bytes(content)
