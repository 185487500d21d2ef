from django.db import migrations

from foundation.kernel.moves import MovesOnly


class Migration(migrations.Migration):
    dependencies = [("kernel", "0004_moves"), ("reviews", "0001_initial")]

    operations = [
        migrations.AddConstraint("review", MovesOnly(edges=[("draft", "expired"), ("draft", "released"), ("draft", "submitted")], name="reviews_moves")),
    ]
