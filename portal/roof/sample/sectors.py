"""The demo's present term: 21 sectors in the eight groups, and who is a member of which."""

from datetime import date

from portal.people.models import Hat, Membership, Organisation, Role, Sector, Term

BEGAN = date(2022, 1, 10)
GROUPS = {
    "第一界别活动组": "教育界 民进界 无党派人士界",
    "第二界别活动组": "中共界 总工会界 共青团和青联界",
    "第三界别活动组": "民革界 台联和侨联界",
    "第四界别活动组": "民盟界 文化艺术界 妇联界",
    "第五界别活动组": "民建界 经济界 工商联界",
    "第六界别活动组": "农工党界 医药卫生界 社会福利和社会保障界",
    "第七界别活动组": "九三学社界 科协和科学技术界",
    "第八界别活动组": "农业和农村界 少数民族和宗教界",
}
EVERY = 2  # every other informant is a member of the city's committee
STANDING = 6  # of these, every sixth of the standing committee


def load(register):
    """The informants in the order of the register, so that it is the same every time."""
    term = Term.objects.create(name="政协天河市第十届委员会", since=BEGAN)
    groups = {group.name: group for group in Organisation.objects.filter(name__in=GROUPS)}
    sectors = Sector.objects.bulk_create(
        Sector(term=term, name=name, group=groups[group])
        for group, names in GROUPS.items()
        for name in names.split()
    )
    committees = list(Organisation.objects.filter(kind=Organisation.Kind.SPECIAL_COMMITTEE).order_by("pk"))
    members = register.informants[::EVERY]
    Membership.objects.bulk_create(
        Membership(
            user=user, term=term, level=Membership.Level.CITY, standing=n % STANDING == 1, since=BEGAN,
            sector=sectors[n % len(sectors)], committee=committees[n % len(committees)],
        )
        for n, user in enumerate(members)
    )  # fmt: skip
    _conveners(members, sectors)


def _conveners(members, sectors):
    """The first member of a group that has none."""
    without = {
        sector.group for sector in sectors if not sector.group.hats.filter(role=Role.CONVENER).exists()
    }
    for group in sorted(without, key=lambda group: group.pk):
        user = next(user for user in members if user.memberships.get().sector.group_id == group.pk)
        Hat.objects.create(user=user, role=Role.CONVENER, organisation=group)
