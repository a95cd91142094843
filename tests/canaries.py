"""Words that must not get about, and who may read each: planted and looked for in tests/test_canaries.py."""

from tests.world import OFFICE

AUTHORS = "author joint"
OF_THE_REPORT = f"{AUTHORS} liaison {OFFICE}"
DIRECTED = f"{OFFICE} leader officer co_officer"

# What is planted: (the word, who meets it). Nobody else does, and no mail has any of them.
WORDS = [
    # It stays with the office; the special report names it. Whoever sets up the portal reads it in the
    # register, as a person and not as an author.
    ("canaryunnamedauthor", f"{OF_THE_REPORT} leader system"),
    (
        "canarynamedauthor",
        f"informant other_liaison {OFFICE} leader officer co_officer system",
    ),  # units may know it
    ("canaryunnamedphone", f"{OFFICE} author"),  # the profile shows everybody their own
    ("canarynamedphone", f"{OFFICE} informant officer co_officer"),
    ("canaryemail", "author"),
    ("canaryserver", f"{OFFICE} system"),  # what the mail server said to that
    ("canaryjoint", f"{OF_THE_REPORT} leader system"),
    ("canarydraft", "author"),
    ("canarysealed", ""),
    ("canaryown", OF_THE_REPORT),
    ("canaryeditedtitle", OFFICE),
    ("canaryeditedadvice", OFFICE),
    ("canaryeditnote", OFFICE),
    ("canarytosigner", OFFICE),
    ("canarysentback", OFFICE),
    ("canaryreason", OF_THE_REPORT),
    ("canarysigned", f"{OF_THE_REPORT} leader officer co_officer"),
    ("canaryeditorsnote", f"{OFFICE} leader"),
    ("canarydirective", DIRECTED),
    ("canaryleader", f"{DIRECTED} system"),
    ("canaryoutcome", f"{OFFICE} leader"),
    ("canarychase", f"{OFFICE} officer"),  # said to a unit that is late
    ("canaryseen", OFFICE),  # of an inspection as a whole
    ("canaryfound", f"{OFFICE} officer"),  # with a unit: its own item
    ("canaryanswer", f"{OFFICE} officer"),
    ("canaryagreed", OFFICE),  # on a visit
    ("canarypaper", f"{OFFICE} officer"),  # off the paper, with a unit
    ("canaryoutsider", f"{OFFICE} officer"),  # whose words these are
    ("canaryscan", f"{OFFICE} officer"),
    ("canaryopened", f"{OFFICE} {AUTHORS}"),  # words that the authors may read, not whose they are
    ("canaryunnamedleader", OFFICE),
    ("canaryopenedwhy", OFFICE),
    ("canaryopenedscan", OFFICE),
    ("canaryclosed", OFFICE),  # was open to the authors
    ("canarywholeissue", f"{OFFICE} leader"),
    ("canaryreplypassed", f"{OF_THE_REPORT} leader officer co_officer"),
    ("canaryreplywaiting", f"{OFFICE} officer"),
    ("canaryfilewaiting", f"{OFFICE} officer"),
    ("canarytopic", f"{OFFICE} author informant"),  # a lead is for its audience
    ("canarywhy", f"{OFFICE} author informant"),
    ("canarycommission", f"{OFFICE} informant"),
    ("canaryordered", f"{OFFICE} author joint liaison"),  # of an organisation: those who may write for it
    ("canarydeclined", f"{OFFICE} informant"),
    ("canarycitizen", f"liaison {OFFICE}"),
    ("canarytelephone", f"liaison {OFFICE}"),
    ("canaryunlooked", f"liaison {OFFICE}"),  # came by the public form, not accepted yet
    ("canarymatter", f"{AUTHORS} liaison {OFFICE}"),
    ("canaryfield", f"{OFFICE} author"),
    ("canarycontactphone", f"{OFFICE} author"),  # whom an invited informant turns to
    ("canaryapprover", f"{OFFICE} officer"),
    ("canarycovering", OFFICE),  # what is written to the higher committee
    ("canaryreceipt", OFFICE),
    ("canarysource", OF_THE_REPORT),  # in which issue above it stood
    ("canarywording", OFFICE),  # with a directive from above
    ("canarynewsnote", OFFICE),
    ("canarystruck", OFFICE),
]


def readers(who):
    """The head of a unit reads what its officer reads."""
    return set(who.split()) | ({"head"} if "officer" in who.split() else set())


CANARIES = [(word, readers(who)) for word, who in WORDS]
# Begun and not sent: whoever began it and nobody else, the head of the unit no more than the office.
CANARIES += [(word, {"co_officer"}) for word in ("canaryunsent", "canaryunsentfile", "canaryunsentbytes")]
# The address of somebody whom a mail did not reach, which stands on the own profile, too.
CANARIES += [("canaryunreached", {*OFFICE.split(), "system", "officer"})]
