"""What is remarked on in a text, and what is not."""

import pytest

from reports.advice import LIMIT, markings, masked, remarks

PLAIN = {
    "title": "关于加强楼顶太阳能热水器管护的建议",
    "situation": "东湖区326栋老旧住宅的楼顶太阳能热水器多已超过使用年限。",
    "analysis": "产权分散，无人负责检修。",
    "advice": "一是由街道逐栋排查建账；二是明确检修责任。",
}
IDENTITY = "11010519491231002X"  # made up, with the right last character


def found(code, **parts):
    return [remark.words for remark in remarks(PLAIN | parts) if remark.code == code]


def test_a_plain_report_gets_no_remark():
    assert remarks(PLAIN) == []


NAMES = {
    "村民王建国反映，桥面塌陷。": "王建国",
    "居民李娜说电梯停了41天。": "李娜",
    "患者欧阳明，62岁，每周透析三次。": "欧阳明",
    "小区业主代表张为民多次投诉。": "张为民",
    "退休职工陈德福每天步行2公里。": "陈德福",
    "早餐店主赵敏的摊位被挤占。": "赵敏",
    "一名学生家长刘晓燕告诉调研组": "刘晓燕",
    "有位叫不上号的老人名叫周桂兰。": "周桂兰",
    "网约车司机马骏因超时被扣款": "马骏",
    "群众高翔、何静等反映": "高翔",
}


@pytest.mark.parametrize(("text", "name"), NAMES.items())
def test_the_name_of_a_private_person_is_seen(text, name):
    assert name in found("name", situation=text)


NO_NAMES = [
    "居民高度关注，群众方便了，业主马上要缴费。",
    "村民王某反映，居民李先生、患者张女士、店主刘师傅都提到。",
    "高层居民周末出行难，周边居民白天噪声大。",
    "学生成绩下降，职工任务重，群众常年饮水困难。",
    "村民陆续搬走，居民许多意见，患者何时能报销说不清。",
    "老人于去年摔伤，老人常说看病难，司机石材运输超载。",
    "群众方言交流，农户田间道路不通，住户曾多次投诉。",
    "居民代表座谈会上，业主委员会成员提出，学生家长普遍反映。",
    "村民李家庄的水渠失修，患者金额不高，工人程序不熟。",
    "市长、局长和承办单位负责同志到现场办公。",
    "农户余款未结，商户黄金周歇业，病人付费难，老人顾虑多。",
]


@pytest.mark.parametrize("text", NO_NAMES)
def test_ordinary_words_are_no_names(text):
    assert found("name", situation=text) == []


PHONES = [
    "13812345678", "138-1234-5678", "138 1234 5678", "+8613812345678", "１３８１２３４５６７８",
    "0571-87654321", "（010）65432109", "02187654321",
]  # fmt: skip


@pytest.mark.parametrize("number", PHONES)
def test_a_telephone_number_is_seen_and_left_out(number):
    text = f"请联系老王，{number}，随时可来。"
    assert len(found("phone", situation=text)) == 1
    hidden = masked(PLAIN | {"situation": text})["situation"]
    assert hidden == "请联系老王，×××，随时可来。"


def test_a_number_of_a_line_is_seen_after_the_word_for_it():
    assert found("phone", situation="座机：87654321，收款87654321份。") == ["87654321"]
    assert masked({"situation": "座机：87654321"}) == {"situation": "座机：×××"}


NO_PHONES = [
    "12345热线接件1360份", "面积13812345678亩", "投资13912345678元", "文号20260310001",
    "订单2026031013812345678号",
    "4300吨、3.6万元", "增长13.812345678个百分点", "2023-2026年",
]  # fmt: skip


@pytest.mark.parametrize("text", NO_PHONES)
def test_other_figures_are_no_telephone_numbers(text):
    assert found("phone", situation=text) == []
    assert masked({"situation": text}) == {"situation": text}


def test_an_identity_number_is_seen_by_its_last_character():
    assert found("identity", situation=f"身份证{IDENTITY}。") == [IDENTITY]
    assert found("identity", situation=f"身份证{IDENTITY.lower()}。") == [IDENTITY.lower()]
    assert found("identity", situation=f"身份证{IDENTITY[:-1]}1。") == []
    assert found("phone", situation=f"身份证{IDENTITY}。") == []
    assert masked({"advice": f"证号{IDENTITY}、13812345678"}) == {"advice": "证号×××、×××"}


MARKINGS = [
    "密级：机密", "密 级:秘密", "秘密★1年", "机 密 ★ 长期", "本件为机密级文件", "【绝密】",
    "绝密\n关于某事", "机密：某事的情况",
    "内部文件，不得外传", "内部资料 严禁外传", "本报告属秘密", "阅后即焚",
]  # fmt: skip
NO_MARKINGS = [
    "商业秘密保护不力", "个人隐私和商业秘密", "机密文件柜采购", "这不是什么秘密。",
    "加强保守国家秘密教育", "秘密投票", "成为公开的秘密", "人员密集", "保密意识不强",
    "内部资料管理混乱", "配方不得外传", "涉密人员机密级别划分不清",
    "密级管理培训", "企业内部文件流转慢", "发展的秘密：创新",
]  # fmt: skip


@pytest.mark.parametrize("text", MARKINGS)
def test_a_marking_of_secrecy_is_grave(text):
    assert markings(PLAIN | {"situation": text})


@pytest.mark.parametrize("text", NO_MARKINGS)
def test_the_word_secret_is_no_marking(text):
    assert not markings(PLAIN | {"situation": text})


TWO = [
    {"title": "关于治理餐饮油烟扰民和增设公交站点的建议"},
    {"title": "关于当前农村若干问题的建议"},
    {"situation": "路灯12盏不亮。另外，还想反映一下公交末班太早。"},
    {"advice": "一是修路灯，由街道负责落实。顺便提一下，广场舞噪声也大。"},
]
ONE = [
    {"title": "关于完善城乡公交末班时间的建议"},
    {"title": "关于便利台胞就医结算与子女入学的建议"},
    {"title": "关于规范和加强窨井盖管护的建议"},
    {"advice": "一是加强监管；二是建立台账；三是完善考核；此外，可借鉴外地经验。"},
]


@pytest.mark.parametrize("parts", TWO)
def test_a_second_matter_is_seen(parts):
    assert found("two_matters", **parts)


@pytest.mark.parametrize("parts", ONE)
def test_one_matter_with_several_points_is_one(parts):
    assert not found("two_matters", **parts)


def test_length_is_counted_as_the_committees_count():
    left = LIMIT - len(PLAIN["analysis"] + PLAIN["advice"])
    assert not found("too_long", situation="1" * left + " \n　" * 50)
    assert found("too_long", situation="1" * (left + 1)) == [""]


def test_facts_and_advice_are_asked_for():
    vague = {
        "situation": "小区停车难，群众意见大。",
        "analysis": "",
        "advice": "建议有关部门高度重视并加以解决。",
    }
    assert found("no_facts", **vague) == [""]
    for fact in ("三成住户没有车位", "有二十多户", "去年5月", "一半以上"):
        assert not found("no_facts", **vague | {"situation": fact})
    assert found("no_advice", advice="请重视。") == [""]
    assert not found("no_advice")


def test_a_title_alone_is_not_yet_blamed():
    assert remarks({"title": "关于路灯的建议", "situation": "", "analysis": "", "advice": ""}) == []
