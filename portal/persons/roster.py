"""The words of rosters: how the columns are called, and what stands in them."""

import unicodedata

from portal.people.models import Membership
from portal.people.states import Party

# How these columns are called in the offices' own lists, the likeliest first.
COLUMNS = {
    "name": ["姓名", "委员姓名", "委员", "名字"],
    "organisation": ["工作单位", "单位", "所在单位", "组织"],
    "position": ["职务", "单位及职务", "工作单位及职务", "单位职务", "职务职称", "现任职务"],
    "phone": ["手机", "联系电话", "手机号", "手机号码", "电话", "联系方式"],
    "email": ["邮箱", "电子邮箱", "邮件"],
    "sector": ["界别", "所属界别"],
    "party": ["党派", "政治面貌", "党派(政治面貌)"],
    "committee": ["专委会", "所属专委会", "专门委员会"],
    "level": ["级别", "委员级别"],
    "standing": ["常委", "是否常委"],
    "expertise": ["专长", "专业领域", "擅长领域"],
    "remark": ["备注", "说明", "性别", "序号", "身份证号", "身份证号码", "出生年月", "民族", "学历"],
}
L = Membership.Level
LEVELS = {
    "全国": L.NATIONAL, "全国政协": L.NATIONAL, "省": L.PROVINCIAL, "省级": L.PROVINCIAL,
    "省政协": L.PROVINCIAL, "自治区": L.PROVINCIAL, "市": L.CITY, "市级": L.CITY, "市政协": L.CITY,
    "县": L.COUNTY, "区": L.COUNTY, "区县": L.COUNTY, "县区": L.COUNTY, "县级": L.COUNTY,
    "县(区)": L.COUNTY, "区(县)": L.COUNTY,
}  # fmt: skip
LEVEL_WORDS = {L.NATIONAL: "全国", L.PROVINCIAL: "省", L.CITY: "市", L.COUNTY: "县区"}
P = Party
PARTIES = {
    "中共": P.CPC, "中共党员": P.CPC, "党员": P.CPC, "中国共产党": P.CPC, "中共预备党员": P.CPC,
    "民革": P.RCCK, "民盟": P.CDL, "民建": P.CNDCA, "民进": P.CAPD, "农工党": P.CPWDP, "农工": P.CPWDP,
    "致公党": P.ZGP, "致公": P.ZGP, "九三学社": P.JIUSAN, "九三": P.JIUSAN, "台盟": P.TSL,
    "无党派": P.NO_PARTY, "无党派人士": P.NO_PARTY, "群众": P.MASSES,
}  # fmt: skip
PARTY_WORDS = {value: word for word, value in reversed(PARTIES.items())}
YES = {"是", "√", "✓", "✔", "常委", "常务委员", "1", "Y", "有"}
NO = {"", "否", "×", "无", "0", "N", "-", "—"}


def party_of(words):
    """Its value; None for no such party."""
    plain = (
        unicodedata.normalize("NFKC", words).removesuffix("盟员").removesuffix("会员").removesuffix("社员")
    )
    return PARTIES.get(plain)


def level_of(words):
    return LEVELS.get(unicodedata.normalize("NFKC", words).removesuffix("委员"))


def answer_of(words):
    """Whether it is a yes; None for neither."""
    return True if words in YES else False if words in NO else None
