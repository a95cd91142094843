"""What a person can be to the portal."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a person is to the portal. What a role may do stands in each app's rules.py."""

    INFORMANT = "informant", _("Informant")
    LIAISON = "liaison", _("Unit liaison")
    CONVENER = "convener", _("Convener of a sector group")
    CLERK = "clerk", _("Clerk")
    EDITOR = "editor", _("Editor")
    VETTER = "vetter", _("Vetter")
    CHAIR = "chair", _("Chair")
    SIGNER = "signer", _("Signer")
    LEADER = "leader", _("Leader")
    OFFICER = "officer", _("Handling-unit officer")
    HEAD = "head", _("Head of a handling unit")
    SUPERVISOR = "supervisor", _("Supervisor")
    SYSTEM_ADMIN = "system_admin", _("System administrator")
    SECURITY_ADMIN = "security_admin", _("Security administrator")
    AUDIT_ADMIN = "audit_admin", _("Audit administrator")


ADMINISTRATORS = [Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN]


class SeatState(models.TextChoices):
    """How far it is with somebody's seat."""

    PROPOSED = "proposed", _("Proposed")
    NAMED = "named", _("Named")
    DROPPED = "dropped", _("Not to be")  # declined, or taken back before it began


class Party(models.TextChoices):
    """A person's political affiliation (政治面貌), by the usual short names."""

    CPC = "cpc", _("Communist Party of China")
    RCCK = "rcck", _("Revolutionary Committee of the Kuomintang")
    CDL = "cdl", _("China Democratic League")
    CNDCA = "cndca", _("China National Democratic Construction Association")
    CAPD = "capd", _("China Association for Promoting Democracy")
    CPWDP = "cpwdp", _("Chinese Peasants' and Workers' Democratic Party")
    ZGP = "zgp", _("China Zhi Gong Party")
    JIUSAN = "jiusan", _("Jiusan Society")
    TSL = "tsl", _("Taiwan Democratic Self-Government League")
    NO_PARTY = "no_party", _("Personage without party affiliation")
    MASSES = "masses", _("No party")
