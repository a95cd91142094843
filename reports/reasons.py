"""Why a report is returned or not adopted: a fixed list of codes, each with words for the author."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.ledger.models import Entry
from reports.states import ENDED, State


class Reason(models.TextChoices):
    """Grounds in use at committees' public notices and writing guides."""

    NO_ADVICE = "no_advice", _("Names a problem but gives no advice")
    NO_FACTS = "no_facts", _("Opinion without facts")
    UNVERIFIED = "unverified", _("Facts or figures not checked")
    MULTI_MATTER = "multi_matter", _("More than one matter")
    TOO_LONG = "too_long", _("Over the length")
    FORMAT = "format", _("Fields missing or in the wrong place")
    DUPLICATE = "duplicate", _("Already reported")
    KNOWN = "known", _("Existing policy already covers it")
    STALE = "stale", _("Out of date")
    OUT_OF_SCOPE = "out_of_scope", _("Beyond the powers of this level")
    PERSONAL_CASE = "personal_case", _("A private matter")
    LITIGATION = "litigation", _("In court, arbitration, review or petition channels")
    ACCUSATION = "accusation", _("Accuses a named person")
    PARTY_INTERNAL = "party_internal", _("Internal matter of the Party or of a democratic party")
    PROMOTION = "promotion", _("Promotes a product, work or firm")
    ACADEMIC = "academic", _("Academic discussion only")
    PLAGIARISM = "plagiarism", _("Copied from elsewhere")
    CLASSIFIED = "classified", _("State secret or work secret")
    # Of what is kept on file, without any fault of it.
    MATERIAL = "material", _("Material for a later piece")
    WATCHED = "watched", _("Watched until more is known")


# Classified matter is not argued with in words that are kept: it has a step of its own.
TO_CHOOSE = [choice for choice in Reason.choices if choice[0] != Reason.CLASSIFIED]
TO_KEEP = [(r.value, r.label) for r in (Reason.MATERIAL, Reason.WATCHED, Reason.KNOWN, Reason.DUPLICATE)]
TO_DECLINE = [choice for choice in TO_CHOOSE if choice[0] not in (Reason.MATERIAL, Reason.WATCHED)]
# What the office starts from; it keeps its own words from then on.
STANDARD_WORDS = {
    Reason.NO_ADVICE: "来稿反映了问题，但未提出对策建议。请补充两至三条具体、可操作的建议后再报。",
    Reason.NO_FACTS: "来稿以观点为主，缺少事例和数据支撑。请补充时间、地点、范围等具体情况。",
    Reason.UNVERIFIED: "文中部分情况或数据尚未核实。请核对后注明来源再报。",
    Reason.MULTI_MATTER: "来稿涉及多个事项。请按“一事一报”的要求拆分后分别报送。",
    Reason.TOO_LONG: "来稿篇幅偏长。请压缩至1500字以内，突出情况和建议。",
    Reason.FORMAT: "来稿要素不全或填写位置有误。请补充完整后再报。",
    Reason.DUPLICATE: "同类情况此前已有反映并编发，本件不再重复编报。感谢您的关注，如有新情况请再报。",
    Reason.KNOWN: "所提事项已有政策或措施，正在落实。如了解到落实中的具体问题，欢迎继续反映。",
    Reason.STALE: "所反映的情况已发生变化，本件不再编报。感谢您的关注。",
    Reason.OUT_OF_SCOPE: "所提事项超出本级职权范围，我们将结合上报选题统筹考虑。",
    Reason.PERSONAL_CASE: "来稿属个人或亲属的具体事项，不在社情民意信息受理范围。请通过信访渠道反映。",
    Reason.LITIGATION: "所涉事项已进入诉讼、仲裁、复议或信访程序，请依程序解决，本件不予编报。",
    Reason.ACCUSATION: "来稿涉及对具体个人的检举，不在社情民意信息受理范围。请向纪检监察等机关反映。",
    Reason.PARTY_INTERNAL: "来稿涉及党派内部事务或人事安排，不在社情民意信息受理范围。",
    Reason.PROMOTION: "来稿带有产品、作品或单位的宣传推介内容，不予编报。",
    Reason.ACADEMIC: "来稿以学术探讨为主。如有针对现实问题的建议，欢迎改写后再报。",
    Reason.PLAGIARISM: "来稿与已公开发表的内容高度重合，不予编报。请报送您本人了解的情况。",
    Reason.MATERIAL: "来稿已留存，将作为综合同类情况的素材。采用时会告知您，并署您的名。感谢您的关注。",
    Reason.WATCHED: "所反映的情况我们将持续关注，来稿已留存备查。如有新的情况，欢迎再报。",
}


def outcome(report):
    """What the author was told when the report came back or ended: the entry, its ground in words."""
    if report.status not in ENDED | {State.RETURNED}:
        return None
    entry = Entry.objects.about(report).filter(changes__status__1=report.status).last()
    if not (entry and entry.note and entry.line.author.words) or entry.actor_id == report.author_id:
        return None
    if "reason" in entry.changes:
        entry.ground = Reason(entry.changes["reason"]).label
    return entry
