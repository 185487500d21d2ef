"""What Django REST framework says of single values, said better: in Arabic and French through this app's catalogues, which go
before its own (`LOCALE_PATHS`), and in all three where its words say too little."""

from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop
from rest_framework import serializers

from foundation.kernel.language import listed

THEIRS = (
    gettext_noop("This field may not be null."),
    gettext_noop("This field may not be blank."),
    gettext_noop("Not a valid string."),
    gettext_noop('"{input}" is not a valid choice.'),
    gettext_noop("Must be a valid UUID."),
    gettext_noop("String value too large."),
    gettext_noop("Ensure this value is less than or equal to {max_value}."),
    gettext_noop("Ensure this value is greater than or equal to {min_value}."),
    gettext_noop("Ensure this field has no more than {max_length} characters."),
    gettext_noop("Ensure this field has at least {min_length} characters."),
    gettext_noop("Ensure this field has at least {min_length} elements."),
    gettext_noop("Ensure this field has no more than {max_length} elements."),
    gettext_noop("Ensure that there are no more than {max_digits} digits in total."),
    gettext_noop("Ensure that there are no more than {max_decimal_places} decimal places."),
    gettext_noop("Ensure that there are no more than {max_whole_digits} digits before the decimal point."),
    gettext_noop("Datetime has wrong format. Use one of these formats instead: {format}."),
    gettext_noop("Date has wrong format. Use one of these formats instead: {format}."),
    gettext_noop("Time has wrong format. Use one of these formats instead: {format}."),
    gettext_noop("Expected a datetime but got a date."),
    gettext_noop("Expected a date but got a datetime."),
    gettext_noop("Datetime value out of range."),
    gettext_noop('Expected a list of items but got type "{input_type}".'),
    gettext_noop('Expected a dictionary of items but got type "{input_type}".'),
    gettext_noop("Invalid data. Expected a dictionary, but got {datatype}."),
    gettext_noop("No file was submitted."),
    gettext_noop("The submitted data was not a file. Check the encoding type on the form."),
    gettext_noop("No filename could be determined."),
    gettext_noop("The submitted file is empty."),
    gettext_noop("Enter a valid email address."),
)
SLUG = _("Give lower-case letters from a to z and digits, in words joined by hyphens.")
CHOICE = _("This has to be one of: {choices}.")
MOST_CHOICES = 20  # that anybody reads


def name_choices(field: Any) -> None:
    """Where a value, or each of a list, is chosen from few, a wrong one is answered with them."""
    chosen = getattr(field, "child", field)
    if isinstance(chosen, serializers.ChoiceField) and len(chosen.choices) <= MOST_CHOICES:
        choices = listed(map(str, chosen.choices))
        chosen.error_messages["invalid_choice"] = format_lazy(CHOICE, choices=choices)
