"""A workbook as a roster: what stands in its rows, and what differs from the register."""

import re
from collections import Counter, defaultdict

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from portal.people.models import Membership, Organisation, Sector, Term, User
from portal.persons.names import folded
from portal.persons.roster import PARTY_WORDS, answer_of, level_of, party_of
from portal.persons.rules import mail_is_open

K = Organisation.Kind
LONGEST = {"name": 50, "position": 100, "phone": 20, "email": 254}
HAN = re.compile(r"(?<=[\u3400-\u9fff])\s+(?=[\u3400-\u9fff])")
MEMBER = ("level", "standing", "sector", "committee")


def kept(sheet, row):
    """The row as it waits: words in one line, numbers of phones without spaces."""
    values = {name: " ".join(text.split()) for name, text in row.values.items() if name != "remark"}
    values["name"] = HAN.sub("", values.get("name", ""))
    values["phone"] = re.sub(r"[\s]", "", values.get("phone", ""))
    problems = list(row.problems)
    if "name" in row.dates:
        problems.append(_("A date stands where the name should be."))
    elif not values["name"] and not problems:
        problems.append(_("The name is missing."))
    elif re.fullmatch(r"[\d.\s-]+", values["name"]):
        problems.append(_("A number stands where the name should be."))
    for name, limit in LONGEST.items():
        if len(values.get(name, "")) > limit:
            label = User._meta.get_field(name).verbose_name
            problems.append(_("%(field)s: at most %(limit)s characters.") % {"field": label, "limit": limit})
    if values["phone"] and not re.fullmatch(r"\+?[\d-]{5,20}", values["phone"]):
        problems.append(_("This is no phone number: %(value)s.") % {"value": values["phone"][:20]})
    return {"sheet": sheet, "row": row.number, "values": values, "problems": problems}


class Register:
    """What rosters are compared with, read in some statements whatever their length."""

    def __init__(self, day):
        self.day = day
        self.term = Term.objects.filter(until=None).last()
        self.organisations = {each.name: each for each in Organisation.objects.filter(dissolved_on=None)}
        self.by_length = sorted(self.organisations, key=len, reverse=True)
        sectors = Sector.objects.filter(term=self.term) if self.term else []
        self.sectors = {name: each for each in sectors for name in (each.name, each.name.removesuffix("界"))}
        committees = (each for each in self.organisations.values() if each.kind == K.SPECIAL_COMMITTEE)
        self.committees = {
            name: each for each in committees for name in (each.name, each.name.replace("委员会", "委"))
        }
        people = User.objects.filter(is_active=True).select_related("organisation")
        self.people = defaultdict(list)
        for person in people.prefetch_related("other_names", "expertise"):
            for name in {folded(person.name), *(folded(other.name) for other in person.other_names.all())}:
                self.people[name].append(person)
        rows = Membership.objects.filter(term=self.term, until=None) if self.term else []
        self.memberships = {(row.user_id, row.level): row for row in rows}


def differences(rows, register, home):
    """Each row as {"row", "problems", "person", "changes", "said"}, in the order of the file.

    `person` is None for who is new; `changes`: {field: [from, to]} in words; `said`: what to set.
    """
    found = [_difference(row, register, home) for row in rows]
    met = defaultdict(list)
    for each in found:
        name = folded(each["row"]["values"]["name"])
        key = each["person"].pk if each["person"] else (name, each["said"].get("phone"))
        if name:
            met[key].append(each)
    for same in met.values():
        for each in same[1:]:
            first = same[0]["row"]
            each["problems"].append(
                _("The same person as in “%(sheet)s”, row %(row)s.")
                % {"sheet": first["sheet"], "row": first["row"]}
            )
    return found


def _difference(row, register, home):
    values, problems = row["values"], list(row["problems"])
    found = {"row": row, "problems": problems, "person": None, "changes": {}, "said": {}}
    if problems:
        return found
    said = _said(row, register, problems)
    found["person"] = person = _who(values["name"], said, register, problems)
    if person is None and "organisation" not in said and not problems:
        if home:
            said["organisation"] = home
        else:
            problems.append(
                _("“%(name)s” is no organisation of the register. Choose where such people are at home.")
                % {"name": values.get("organisation", "") or "—"}
            )
    if person and not mail_is_open(person):
        said.pop("email", None)
    found["said"] = said
    found["changes"] = _changes(person, said, register)
    return found


def _said(row, register, problems):
    """What the row says, as values of the register; an empty cell says nothing."""
    values = row["values"]
    said = {name: values[name] for name in ("name", "phone", "email", "position") if values.get(name)}
    if "email" in said:
        try:
            validate_email(said["email"])
        except ValidationError as error:
            problems.extend(error.messages)
    _at_home(values.get("organisation", ""), said, register)
    if row["sheet"] in register.sectors:
        said["sector"] = register.sectors[row["sheet"]]
    for name, read, words in (
        ("sector", register.sectors.get, _("No sector of this term: %(value)s.")),
        ("committee", register.committees.get, _("No special committee: %(value)s.")),
        ("party", party_of, _("No such party: %(value)s.")),
        ("level", level_of, _("No such level: %(value)s.")),
        ("standing", answer_of, _("Neither yes nor no: %(value)s.")),
    ):
        if (value := values.get(name)) and (meant := read(value)) is not None:
            said[name] = meant
        elif value:
            problems.append(words % {"value": value[:20]})
    if words := values.get("expertise"):
        said["expertise"] = [word for word in re.split("[、,，;；]", words) if word]
    for name, limit in (("position", LONGEST["position"]), ("expertise", 50)):
        longest = said.get(name, "") if name == "position" else max(said.get(name, [""]), key=len)
        if len(longest) > limit:
            label = _("position") if name == "position" else _("Fields of expertise")
            problems.append(_("%(field)s: at most %(limit)s characters.") % {"field": label, "limit": limit})
    return said


def _at_home(place, said, register):
    """An organisation of the register, in a column of its own or before the position."""
    position = said.get("position", "")
    if place in register.organisations:
        said["organisation"] = register.organisations[place]
    elif place:  # a school or a firm: it says who somebody is, not where they are at home in the portal
        said["position"] = f"{place}{position}"
    elif name := next((name for name in register.by_length if position.startswith(name)), None):
        said["organisation"] = register.organisations[name]
        said["position"] = position.removeprefix(name).strip(" ，,、")


def _who(name, said, register, problems):
    """Who of the register that is; None for nobody yet. Of several the phone tells, then the place."""
    there = list(dict.fromkeys(register.people.get(folded(name), ())))
    if len(there) == 1:
        person = there[0]
        other = said.get("phone") and person.phone and said["phone"] != person.phone
        elsewhere = "organisation" in said and said["organisation"] != person.organisation
        return None if other and elsewhere else person
    for fits in (
        lambda person: said.get("phone") and person.phone == said["phone"],
        lambda person: person.organisation == said.get("organisation"),
    ):
        if len(some := [person for person in there if fits(person)]) == 1:
            return some[0]
    if there:
        places = "、".join(str(person.organisation) for person in there[:3])
        problems.append(
            _("Several have this name (%(places)s). The phone tells who is meant.") % {"places": places}
        )
    return None


def _changes(person, said, register):
    level = said.get("level", Membership.Level.CITY)
    row = person and register.memberships.get((person.pk, level))
    changes = {}
    for name, new in said.items():
        if name in MEMBER:
            old = getattr(row, name) if row else False if name == "standing" else None
        elif name == "expertise":
            old = [each.field for each in person.expertise.all()] if person else []
        elif name == "name" and person and folded(person.name) != folded(new):
            continue  # found by another name, which stands
        else:
            old = getattr(person, name) if person else ""
        if name == "expertise":
            if not {*new} <= {*old}:
                changes[name] = [
                    "、".join(old),
                    "、".join([*old, *(word for word in new if word not in old)]),
                ]
        elif name == "name" and person:
            continue  # spaces and dots are no difference
        elif old != new:
            changes[name] = [shown(name, old), shown(name, new)]
    return changes


def shown(name, value):
    if name == "party":
        return str(PARTY_WORDS.get(value, ""))
    if name == "level":
        return str(dict(Membership.Level.choices).get(value, ""))
    if name == "standing":
        return _("Yes") if value else ""
    return str(value or "")


def count(found):
    """{"new", "changed", "same", "bad"}: how many rows are what."""
    return Counter(state(each) for each in found)


def state(each):
    if each["problems"]:
        return "bad"
    if each["person"] is None:
        return "new"
    return "changed" if each["changes"] else "same"
