from django.db import migrations

from foundation.kernel.moves import MovesOnly


class Migration(migrations.Migration):
    dependencies = [("kernel", "0004_moves"), ("files", "0002_scans")]

    operations = [
        migrations.AddConstraint("storedfile", MovesOnly(edges=[("held", "clean"), ("held", "refused")], name="files_moves")),
    ]
