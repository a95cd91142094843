"""The demo's proposals and speeches, brought in from a workbook as an office would do it."""

import io
from datetime import timedelta

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile

from reports.workflow import proposals

UNITS = [
    "经济界",
    "教育界",
    "农业界",
    "医药卫生界",
    "民建天河市委员会",
    "民盟天河市委员会",
    "社会福利和社会保障界",
]
OWN = [
    ("关于推进社区食堂可持续运营的提案", "社区食堂一年后客流减半。建议按服务人次给予补助，共用中央厨房。"),
    ("关于规范电动自行车集中充电收费的提案", "各小区充电价格相差一倍以上。建议公布分项价格。"),
    ("关于发展近海休闲渔业的提案", "渔民转产缺码头、缺培训。建议划定停靠点，统一安全标准。"),
    ("关于改善乡镇卫生院检验能力的提案", "村民为一项血常规要跑县城。建议县级医院设立流动检验点，结果互认。"),
    ("关于支持职业院校与园区共建实训车间的提案", "企业担心安全责任。建议由园区统一投保并设带教岗位。"),
    ("关于保护老城区行道树的提案", "道路改造中移走的大树成活率低。建议改造前先做树木调查，优先原位保留。"),
    ("关于完善农村快递末端网点的提案", "偏远村取件要走八里路。建议利用村级服务站合建网点，邮政车辆代运。"),
]  # fmt: skip
SPEECHES = [("让夜间经济既热闹又安静", "夜市与居民休息的矛盾集中在噪声、油烟和停车，应当分区分时管理。")]
MOST = 4  # of the year's reports that came out of a proposal


class Proposals:
    """Imports them at the beginning of the year, and gives each to the report that was split out of it."""

    def __init__(self, year):
        self.by, self.at, self.year = year.register.people["lihui"], year.now - timedelta(days=366), year
        split = {m["title"].strip(): m for m in year.matters if m["occasion"] == "proposal"}
        plain = sorted(title for title in split if "{place}" not in title and title.endswith("建议"))[:MOST]
        found = [(f"{title.removesuffix('建议')}提案", split[title]["situation"].strip()) for title in plain]
        rows = self.imported("proposal", [*found, *OWN])
        self.imported("speech", SPEECHES)
        self.given = dict(zip(plain, rows, strict=False))

    def imported(self, kind, items):
        book = openpyxl.Workbook()
        book.active.append(["编号", "案由", "提案人", "界别", "内容"])
        for n, (title, text) in enumerate(items):
            name = self.year.register.informants[7 * n].name
            book.active.append([str(n + 101), title, name, UNITS[n % len(UNITS)], text])
        content = io.BytesIO()
        book.save(content)
        upload = SimpleUploadedFile("提案目录.xlsx", content.getvalue())
        found = proposals.prepare(by=self.by, at=self.at, upload=upload, kind=kind, year=self.at.year)
        return proposals.import_proposals(found, by=self.by, at=self.at).proposals.order_by("id")

    def source(self, matter):
        """The proposal a report was split out of; None where it came out of something else."""
        return self.given.pop(matter["title"].strip(), None)
