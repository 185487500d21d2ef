from django.db import migrations

from foundation.kernel.moves import MovesOnly


class Migration(migrations.Migration):
    dependencies = [("kernel", "0004_moves"), ("mentors", "0002_trust")]

    operations = [
        migrations.AddConstraint("vetting", MovesOnly(edges=[("requested", "refused"), ("requested", "valid"), ("valid", "replaced"), ("valid", "revoked")], name="mentors_vetting_moves")),
    ]
