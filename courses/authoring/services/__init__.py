from courses.authoring.services.checking import Report, check_package
from courses.authoring.services.importing import import_package

__all__ = ["Report", "check_package", "import_package"]
