"""The form of preferences."""

from collections.abc import Sequence

from wtforms import BooleanField, SelectField

from coordhub.forms import Form, choices_of
from coordhub.notifications.defaults import ways_for
from coordhub.notifications.kinds import Subject, Way

HOURS = [(hour, f"{hour % 12 or 12} {'AM' if hour < 12 else 'PM'}") for hour in range(24)]
DAYS = list(enumerate(("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")))
SUBJECT_WORDS = {
    Subject.AGENDA: "What needs you, and what waits for others",
    Subject.TO_ME: "A request to me",
    Subject.TO_OFFICE: "A request to my office",
    Subject.TO_STATE: "A request to my state",
    Subject.MINE: "A step on a request I sent or answer",
    Subject.WATCHED: "A step on a request I watch",
    Subject.LATE: "A late request that is passed on to me",
    Subject.MENTION: "Somebody calls me by name",
    Subject.REPLY: "An answer where I wrote on the board",
    Subject.TOPIC: "A new topic on the board",
    Subject.ENTRY: "An entry of the directory that I answer for",
    Subject.DIRECTORY: "Changes of the directory in my partner states",
    Subject.EVENT: "Events",
    Subject.UPDATE: "Updates",
    Subject.FIGURES: "My state's figures",
}
WAY_WORDS = {
    Way.NOTHING: "Nothing",
    Way.HUB: "In the hub",
    Way.WEEKLY: "Weekly digest",
    Way.DAILY: "Daily digest",
    Way.AT_ONCE: "E-mail at once",
}


class TimesForm(Form):
    """When letters and digests come."""

    digest_hour = SelectField("At what time?", choices=choices_of(HOURS), coerce=int)
    weekly_day = SelectField("Weekly digest on", choices=choices_of(DAYS), coerce=int)
    is_quiet_at_night = BooleanField("No letters at night")
    quiet_from = SelectField("From", choices=choices_of(HOURS), coerce=int)
    quiet_until = SelectField("Until", choices=choices_of(HOURS), coerce=int)
    is_quiet_on_weekends = BooleanField("No letters on weekends")
    lets_emergencies_through = BooleanField("Emergencies may reach me at any time")


def preference_form(subjects: Sequence[Subject]) -> type[TimesForm]:
    """Return the form with a field for each subject, whose choices are the ways it can have."""
    fields = {
        name_of(subject): SelectField(
            SUBJECT_WORDS[subject], choices=choices_of([(way.value, WAY_WORDS[way]) for way in ways_for(subject)])
        )
        for subject in subjects
    }
    return type("PreferenceForm", (TimesForm,), fields)


def name_of(subject: Subject) -> str:
    """Return the name of a subject's field."""
    return "way_" + subject.value.replace("-", "_")


class StopForm(Form):
    """Nothing but the button."""
