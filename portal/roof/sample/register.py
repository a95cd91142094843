"""The demo's organisations and people. All names are invented; any likeness is chance."""

from dataclasses import dataclass
from datetime import timedelta
from itertools import product

from django.conf import settings
from django.contrib.auth.hashers import make_password

from portal.people.models import Absence, Hat, Organisation, Role, Seat, User
from portal.people.views.door import DEMO_PASSWORD
from portal.roof.sample import sectors

PLACES = ["清源县", "望江区", "东湖区", "临山县", "平川县", "白石县", "河口区", "云岭县"]
TOWNS = [
    "城关",
    "柳林",
    "大桥",
    "石门",
    "青山",
    "南河",
    "双井",
    "新安",
    "龙泉",
    "太平",
    "西坪",
    "红旗",
    "长岭",
    "白马",
    "古渡",
    "三里",
    "玉泉",
    "沙河",
    "东风",
    "和平",
    "胜利",
]
POINTS = "高新区管委会 港务集团 中心医院 市律师协会 食品工业园 滨海社区 老年大学 农商行 人才市场 物流产业园"
BUREAUS = (
    "发展和改革局 教育局 科技局 工业和信息化局 民政局 司法局 财政局 人力资源和社会保障局 自然资源和规划局 "
    "生态环境局 住房和城乡建设局 城市管理局 交通运输局 水利局 农业农村局 商务局 文化和旅游局 卫生健康委员会 "
    "应急管理局 市场监督管理局 医疗保障局 大数据局 消防救援支队 海洋发展局 公安局"
)
COMMITTEES = (
    "提案委员会 经济委员会 农业和农村委员会 人口资源环境委员会 教科卫体委员会 社会和法制委员会 "
    "民族和宗教委员会 港澳台侨和外事委员会 文化文史和学习委员会"
)
MASS = (
    "天河市总工会 共青团天河市委员会 天河市妇女联合会 天河市科学技术协会 天河市归国华侨联合会 "
    "天河市文学艺术界联合会"
)
K = Organisation.Kind
ORGANISATIONS = {
    K.SPECIAL_COMMITTEE: COMMITTEES.split(),
    K.PARTY: [f"{party}天河市委员会" for party in ["民革", "民盟", "民建", "民进", "农工党", "九三学社"]],
    K.FEDERATION: ["天河市工商业联合会"],
    K.MASS_ORGANISATION: MASS.split(),
    K.CONTACT_POINT: [f"{point}社情民意信息联系点" for point in POINTS.split()],
    K.UNIVERSITY: [f"天河{name}联络站" for name in ["理工学院", "职业技术学院", "海洋研究所"]],
    K.SECTOR_GROUP: [f"第{n}界别活动组" for n in "一二三四五六七八"],
    K.HANDLING_UNIT: BUREAUS.split(),
    K.HIGHER_COMMITTEE: ["省政协办公厅"],
    K.LEADERSHIP_OFFICE: ["中共天河市委办公室", "天河市人民政府办公室"],
}
DECIDING = (K.HANDLING_UNIT, K.HIGHER_COMMITTEE, K.LEADERSHIP_OFFICE)  # these file no reports

# username, name, position, organisation, role (None where the role comes with a post)
PEOPLE = [
    ("yangmin", "杨敏之", "市政协委员、中学教师", "政协东湖区委员会", Role.INFORMANT),
    ("hefang", "何芳草", "东湖区政协信息联络员", "政协东湖区委员会", Role.LIAISON),
    ("malan", "马兰心", "第一界别活动组召集人", "第一界别活动组", Role.CONVENER),
    ("lihui", "李慧如", "办公室值班经办", None, None),
    ("wangqiang", "王自强", "办公室信息编辑", None, Role.EDITOR),
    ("chenjing", "陈静远", "副主席（签发人）", None, None),
    ("zhoulan", "周岚清", "秘书长（签发人外出时代签）", None, None),
    ("sunbo", "孙博识", "市委领导", "中共天河市委办公室", Role.LEADER),
    ("wuyue", "吴越川", "市政府领导", "天河市人民政府办公室", Role.LEADER),
    ("zhaolei", "赵磊落", "住房和城乡建设局承办员", "住房和城乡建设局", Role.OFFICER),
    ("qianwei", "钱维安", "住房和城乡建设局局长", "住房和城乡建设局", Role.HEAD),
    ("gaoyuan", "高远志", "主席", None, Role.SUPERVISOR),
    ("xitong", "郑系维", "系统管理员", None, Role.SYSTEM_ADMIN),
    ("anquan", "冯安全", "安全管理员", None, Role.SECURITY_ADMIN),
    ("shenji", "蒋审言", "审计管理员", None, Role.AUDIT_ADMIN),
]  # fmt: skip
INFORMANTS = 500
HOUSING = "住房和城乡建设局"  # its officer is one of the people to try
POSITION = {Role.INFORMANT: "信息员", Role.OFFICER: "承办员", Role.HEAD: "主要负责人"}
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高"
FIRST = "文明志建国秀海晓春永嘉思玉立"
SECOND = "华平军兰英涛宁辉梅娟波琴岩"


@dataclass
class Register:
    """What the walk needs to know by name."""

    informants: list
    officers: dict  # unit name -> user
    people: dict  # demo user name -> user


def load(now, rng):
    office = Organisation.objects.get(name=settings.COMMITTEE_NAME)
    organisations = _organisations(office)
    password = make_password(DEMO_PASSWORD)
    people = {
        username: User(
            username=username, name=name, position=position, password=password,
            organisation=organisations.get(place, office), email=f"{username}@tianhe.invalid",
        )
        for username, name, position, place, _role in PEOPLE
    }  # fmt: skip
    User.objects.bulk_create(people.values())
    Hat.objects.bulk_create(
        Hat(user=people[username], role=role, organisation=people[username].organisation)
        for username, _name, _position, _place, role in PEOPLE
        if role
    )
    _sit(people, now)
    names = [family + first + second for family, first, second in product(SURNAMES, FIRST, SECOND)]
    rng.shuffle(names)
    collecting = [o for o in organisations.values() if o.kind not in DECIDING]
    bureaus = [o for o in organisations.values() if o.kind == K.HANDLING_UNIT and o.name != HOUSING]
    homes = [(f"xxy{n:03}", rng.choice(collecting), Role.INFORMANT) for n in range(1, INFORMANTS)]
    homes += [(f"cb{n:02}", bureau, Role.OFFICER) for n, bureau in enumerate(bureaus, 1)]
    homes += [(f"fz{n:02}", bureau, Role.HEAD) for n, bureau in enumerate(bureaus, 1)]
    users = [
        User(username=username, name=name, position=POSITION[role], organisation=home, password=password)
        for (username, home, role), name in zip(homes, names, strict=False)
    ]
    User.objects.bulk_create(users)
    Hat.objects.bulk_create(
        Hat(user=user, role=role, organisation=home)
        for user, (_username, home, role) in zip(users, homes, strict=True)
    )
    officers = {user.organisation.name: user for user in users if user.position == POSITION[Role.OFFICER]}
    officers[HOUSING] = people["zhaolei"]
    _in_charge([*users, *people.values()])
    loaded = Register([people["yangmin"], *users[: INFORMANTS - 1]], officers, people)
    sectors.load(loaded)
    return loaded


def _in_charge(users):
    """Of each bureau its head, and as contact its officer."""
    for role, field in ((Role.HEAD, "in_charge"), (Role.OFFICER, "contact")):
        for hat in Hat.objects.filter(role=role, user__in=users):
            Organisation.objects.filter(pk=hat.organisation_id).update(**{field: hat.user_id})


def _organisations(office):
    rows = [
        Organisation(name=n, kind=kind, parent=office) for kind, names in ORGANISATIONS.items() for n in names
    ]
    counties = [
        Organisation(name=f"政协{place}委员会", kind=K.COUNTY_COMMITTEE, parent=office) for place in PLACES
    ]
    Organisation.objects.bulk_create([*rows, *counties])
    stations = [
        Organisation(name=f"{place}{town}联络站", kind=K.STATION, parent=county)
        for (place, county), town in product(zip(PLACES, counties, strict=True), TOWNS)
    ][:164]
    Organisation.objects.bulk_create(stations)
    return {o.name: o for o in [*rows, *counties, *stations]}


def _sit(people, now):
    """The posts; the signer is away in the week after next and has a stand-in for it."""
    today = now.date()
    long_ago, away = today - timedelta(days=800), today + timedelta(days=14 - today.weekday())
    for post, name in (
        ("clerk", "lihui"),
        ("vetter", "zhoulan"),
        ("chair", "gaoyuan"),
        ("signer", "chenjing"),
        ("security", "anquan"),
    ):
        Seat.objects.create(post_id=post, user=people[name], since=long_ago)
    back = away + timedelta(days=4)
    leave = Absence.objects.create(user=people["chenjing"], since=away, until=back)
    days = {"since": away, "until": back, "stand_in": True, "absence": leave}
    Seat.objects.create(post_id="signer", user=people["zhoulan"], **days)
