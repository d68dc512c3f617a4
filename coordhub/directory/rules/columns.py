"""Decisions about the columns of a list: which field a column holds, by its name, its label or what others call it."""

from collections.abc import Mapping, Sequence

from coordhub.directory.fields import FIELDS
from coordhub.places.names import plain_words

NOT_READ = ""
# What state lists and spreadsheets call the fields; compared without capitals and signs.
_ALSO_CALLED: Mapping[str, tuple[str, ...]] = {
    "key": ("id", "office id", "site id", "contact id", "entry", "identifier"),
    "kind": ("type", "kind of entry", "entry kind", "entry type", "record type"),
    "name": ("office", "office name", "full name", "contact name", "site name", "organization", "agency", "contact"),
    "office_kind": ("kind of office", "office type"),
    "role": ("position", "job", "function"),
    "title": ("job title",),
    "is_vacant": ("vacancy", "position vacant"),
    "site_kind": ("kind of site", "site type"),
    "status": ("site status",),
    "host_organization": ("host", "host organization", "operated by", "school", "school district", "district"),
    "state_code": ("usps", "state abbreviation", "st"),
    "parent": ("parent office", "part of"),
    "street": ("address", "street address", "address 1", "address line 1", "mailing address"),
    "city": ("town", "municipality", "city town"),
    "address_state_code": ("mailing state", "address state"),
    "zip_code": ("zip", "zipcode", "postal code", "postcode", "zip 4"),
    "phones": ("phone", "phone number", "telephone", "telephone number", "tel", "work phone", "business phone"),
    "emails": ("email", "e mail address", "email address", "mail", "emails"),
    "website": ("web", "url", "homepage", "web site", "web address", "link"),
    "note": ("notes", "comment", "comments", "remarks", "description"),
    "visibility": ("visible to", "shown to"),
    "counties": ("county", "county fips", "fips", "county code", "county codes", "counties served", "service area"),
    "specialties": ("specialty", "responsibilities", "responsible for"),
    "languages": ("language", "languages spoken", "speaks"),
    "season": ("season dates", "months", "operating season"),
    "closures": ("closed on", "holidays"),
    "fallback": ("backup", "alternate"),
    "courses": ("pass courses", "courses offered"),
    "fee": ("cost", "price"),
    "lat": ("latitude decimal",),
    "lon": ("lng", "long", "longitude decimal"),
    "point_basis": ("latlon basis",),
    "source": ("source url",),
    "source_date": ("as of", "list date", "last updated"),
    "verified_on": ("verified", "last verified", "confirmed"),
}


def guessed_mapping(header: Sequence[str]) -> dict[str, str]:
    """Return the field of each column by the column's name, NOT_READ where nothing fits; no field twice.

    An exact field name counts more than a label, a label more than what others call it.
    """
    mapping = dict.fromkeys(header, NOT_READ)
    for names in (_NAMES, _LABELS, _OTHERS):
        for column in header:
            field = names.get(" ".join(plain_words(column)), NOT_READ)
            if not mapping[column] and field not in mapping.values():
                mapping[column] = field
    return mapping


_NAMES = {" ".join(plain_words(field.name.replace("_", " "))): field.name for field in FIELDS}
# Of two fields with one label, such as “What it is”, the kind of the row decides; nobody can guess which.
_LABELS = {" ".join(plain_words(field.label)): field.name for field in FIELDS if field.label != "What it is"}
_OTHERS = {other: name for name, others in _ALSO_CALLED.items() for other in others}
