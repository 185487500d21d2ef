from django.db import migrations

MAKE = """
CREATE TABLE kernel_cache (cache_key varchar(255) PRIMARY KEY, value text NOT NULL, expires timestamptz NOT NULL);
CREATE INDEX kernel_cache_expires ON kernel_cache (expires);
"""


class Migration(migrations.Migration):
    """The cache of an installation without Redis (Django's own layout of `createcachetable`)."""

    dependencies = [("kernel", "0001_initial")]
    operations = [migrations.RunSQL(MAKE, "DROP TABLE kernel_cache")]
