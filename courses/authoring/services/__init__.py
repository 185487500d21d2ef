from courses.authoring.services.checking import Report, check_package
from courses.authoring.services.importing import import_package, warnings_here
from courses.authoring.services.packing import packed
from courses.authoring.services.uploading import register_job, upload_package

__all__ = ["Report", "check_package", "import_package", "packed", "register_job", "upload_package", "warnings_here"]
