from django.db import migrations

from foundation.kernel.moves import MovesOnly


class Migration(migrations.Migration):
    dependencies = [("kernel", "0004_moves"), ("projects", "0006_clocks")]

    operations = [
        migrations.AddConstraint("call", MovesOnly(edges=[("closed", "open"), ("open", "closed")], name="projects_call_moves")),
        migrations.AddConstraint("project", MovesOnly(edges=[("active", "submitted"), ("submitted", "accepted"), ("submitted", "active"), ("submitted", "declined")], name="projects_project_moves")),
        migrations.AddConstraint("submission", MovesOnly(edges=[("draft", "submitted"), ("in_review", "accepted"), ("in_review", "declined"), ("in_review", "returned"), ("in_review", "submitted"), ("submitted", "in_review")], name="projects_submission_moves")),
    ]
