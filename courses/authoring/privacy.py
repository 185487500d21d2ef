from foundation.kernel.classification import PLAIN, Classification

FIELDS: dict[str, Classification] = {
    "Package.version": PLAIN,
    "Package.archive": Classification(
        "personal", "life of the version: it names its authors, as the licence asks", "keep"
    ),
    "Package.media": PLAIN,
    "PackageImport.uploaded_by": Classification("personal", "life of the row", "clear"),
    "PackageImport.file": PLAIN,
    "PackageImport.batch": PLAIN,
    "PackageImport.status": PLAIN,
    "PackageImport.faults": PLAIN,
    "PackageImport.warnings": PLAIN,
    "PackageImport.fault_count": PLAIN,
    "PackageImport.warning_count": PLAIN,
    "PackageImport.problem": PLAIN,
    "PackageImport.version": PLAIN,
}
